"""Help: the safety gate, the help pages, and the card that says that police are present."""

from __future__ import annotations

from bot.compose.app import Ground
from bot.core.ports import Gate
from bot.features.safety import handlers, jobs
from bot.features.safety.content import (
    CrisisFile,
    LocalFile,
    NoticesFile,
    OversightFile,
    RoutingFile,
)
from bot.features.safety.gate import SafetyGate
from bot.features.safety.pages import Pages
from bot.features.safety.service import HelpDesk


def wire_help(on: Ground) -> tuple[Pages, Gate]:
    """Load what help says, and let it be asked for."""
    load = on.settings.load_content
    pages = Pages(
        notices=load("notices.yaml", NoticesFile),
        crisis=load("crisis_resources.yaml", CrisisFile),
        oversight=load("oversight.yaml", OversightFile),
        local=load("local.yaml", LocalFile),
    )
    gate = SafetyGate(load("routing.yaml", RoutingFile), pages)
    handlers.register(on.routes, HelpDesk(pages=pages, gate=gate, directory=on.directory))
    jobs.register(on.facts, on.display, store=on.store, directory=on.directory, pages=pages)
    return pages, gate
