"""One line per feature: reading it is reading the bot."""

from __future__ import annotations

from bot.compose.app import App
from bot.features.team import handlers as team
from bot.features.team.service import SetUp


def wire(on: App) -> None:
    """Give every feature what it needs, and have it list what people can do with it."""
    team.register(on.routes, SetUp(store=on.store, clock=on.clock, team=on.directory))
