"""The help desk: where help is, for the person who asks, without any database."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.errors import DialogueError
from bot.core.people import Actor
from bot.core.ports import Directory
from bot.features.safety.gate import SafetyGate
from bot.features.safety.pages import Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpDesk:
    """Reads the pages and the directory's memory; nothing here waits, counts or refuses."""

    pages: Pages
    gate: SafetyGate
    directory: Directory

    async def country(self, actor: Actor) -> str:
        """Return the country whose numbers a person needs; empty where nobody knows."""
        try:
            return (await self.directory.community(actor.community)).country
        except DialogueError:
            return ""
