"""One line per feature: reading it is reading the bot."""

from __future__ import annotations

from bot.compose.app import App
from bot.compose.content import help_pages, safety_gate
from bot.features.safety import handlers as safety, jobs as safety_jobs
from bot.features.safety.service import HelpDesk
from bot.features.team import handlers as team
from bot.features.team.service import SetUp


def wire(on: App) -> None:
    """Give every feature what it needs, and have it list what people can do with it."""
    pages = help_pages(on.settings)
    gate = safety_gate(on.settings, pages)
    # Help comes first: it answers before anything else does.
    safety.register(on.routes, HelpDesk(pages=pages, gate=gate, directory=on.directory))
    safety_jobs.register(on.facts, on.display, store=on.store, directory=on.directory, pages=pages)
    team.register(on.routes, SetUp(store=on.store, clock=on.clock, team=on.directory))


async def begin(on: App) -> None:
    """Put up what must be in view from the first minute."""
    await safety_jobs.put_up(on.store, on.directory)
