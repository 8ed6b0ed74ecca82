"""The content pack, as the features read it."""

from __future__ import annotations

from bot.features.safety.content import (
    CrisisFile,
    LocalFile,
    NoticesFile,
    OversightFile,
    RoutingFile,
)
from bot.features.safety.gate import SafetyGate
from bot.features.safety.pages import Pages
from bot.settings import Settings


def help_pages(settings: Settings) -> Pages:
    """Load notices, crisis lines, oversight bodies and local help."""
    return Pages(
        notices=settings.load_content("notices.yaml", NoticesFile),
        crisis=settings.load_content("crisis_resources.yaml", CrisisFile),
        oversight=settings.load_content("oversight.yaml", OversightFile),
        local=settings.load_content("local.yaml", LocalFile),
    )


def safety_gate(settings: Settings, pages: Pages) -> SafetyGate:
    """Load the patterns of the safety gate."""
    return SafetyGate(settings.load_content("routing.yaml", RoutingFile), pages)
