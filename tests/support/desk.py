"""Asking and reading without any platform: the questions' own services on the whole bot's store.

For campaigns and measurements that ask more in a minute than a community in a year, so the
limits are out of reach; everything else is as the program builds it.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.adapters.town.clock import TownClock
from bot.compose import App, opened
from bot.core.ids import new_id
from bot.core.people import Actor, PersonRef, Role
from bot.features.questions.archive import Archive
from bot.features.questions.edge import Edge
from bot.features.questions.model import Naming, Topic
from bot.features.questions.rules import Rules
from bot.features.questions.service.asking import Asking
from bot.settings import load

COMMUNITY: Final = "riverbend"
_NO_LIMIT: Final = 10**9
_RULES: Final = Rules(asks_an_hour=_NO_LIMIT, asks_an_hour_together=_NO_LIMIT, load=_NO_LIMIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """The counter of one community, with everyone who serves at it."""

    app: App
    archive: Archive
    edge: Edge
    asking: Asking

    def member(self, name: str, *roles: Role) -> Actor:
        """Return a person with these roles."""
        person = PersonRef(platform="town", user=name)
        return Actor(person=person, community=COMMUNITY, roles=frozenset(roles))

    async def drafts(self, words: str, *, by: str = "resident") -> str:
        """Write a draft; return its id."""
        draft = await self.asking.draft(
            self.edge.asker(self.member(by)),
            words=words,
            topic=Topic.OTHER,
            naming=Naming.ANONYMOUS,
            public=True,
            gesture=new_id(),
        )
        return draft.id

    async def sends(self, draft: str, *, by: str = "resident") -> tuple[str, str]:
        """Send a draft; return receipt and question."""
        asker = self.edge.asker(self.member(by))
        sent = await self.asking.send(asker, draft, gesture=new_id())
        return sent.receipt, sent.question

    async def asks(self, words: str, *, by: str = "resident") -> tuple[str, str]:
        """Ask without a name; return receipt and question."""
        return await self.sends(await self.drafts(words, by=by), by=by)


@asynccontextmanager
async def open_counter(data: Path, *, clock: TownClock | None = None) -> AsyncGenerator[Counter]:
    """Open the whole bot in ``data`` and serve at its counter."""
    async with opened(load({"DATA_DIR": str(data)}), clock=clock, migrate=True) as app:
        archive = Archive(
            store=app.store,
            clock=app.clock,
            vault=app.vault,
            directory=app.directory,
            anonymity=app.directory,
            rules=lambda _: _RULES,
        )
        edge = Edge(app.clock, app.vault)
        yield Counter(
            app=app, archive=archive, edge=edge, asking=Asking(archive=archive, edge=edge)
        )
