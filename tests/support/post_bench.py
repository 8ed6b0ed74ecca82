"""Services of posts and feeds on a real store, without a platform."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.core.people import Actor, PersonRef, Role
from bot.core.ports import Tx
from bot.delivery.courier import Courier
from bot.delivery.worker.feed import FeedItem, FeedRead
from bot.features.posts.feed_model import NotRead, Trouble
from bot.features.posts.feed_reading import FeedReader
from bot.features.posts.feed_service import FeedDesk
from bot.features.posts.model import (
    Approval,
    Label,
    Post,
    State,
)
from bot.features.posts.service import PostDesk
from bot.features.posts.shelf import Shelf
from bot.storage.engine import Database
from bot.storage.sql import sql
from tests.support.stores import StillClock
from tests.unit.posts.samples import PIECE

OLGA = Actor(
    person=PersonRef(platform="town", user="olga"),
    community="riverbend",
    roles=frozenset({Role.ORGANIZER}),
)
APPROVAL = Approval(label=Label.NEWS, discuss="What do you make of it?")


@dataclass
class Publisher:
    """A source of feeds that says what a test has it say."""

    said: FeedRead | Trouble = field(default_factory=FeedRead)

    async def names(self) -> tuple[str, ...]:
        return ("news.xml",)

    async def read(self, name: str) -> FeedRead:
        if isinstance(self.said, Trouble):
            raise NotRead(self.said)
        return self.said

    def says(self, *titles: str) -> None:
        """Publish items of these titles, the newest first as feeds do."""
        items = [FeedItem(guid=t, title=t, text=f"About {t}") for t in titles]
        self.said = FeedRead(title="News", items=tuple(items))


@dataclass
class Bench:
    """The services on one store."""

    store: Database
    clock: StillClock
    publisher: Publisher
    desk: PostDesk
    shelf: Shelf
    feeds: FeedDesk
    reader: FeedReader
    courier: Courier

    async def in_review(self, key: str = "share") -> Post:
        return await self.desk.write(PIECE, actor=OLGA, key=key)

    async def published(self) -> Post:
        post = await self.in_review()
        return await self.desk.approve(post.id, APPROVAL, actor=OLGA, key="approve")

    async def titles(self, state: State) -> list[str]:
        posts = await self.shelf.desk(OLGA, state)
        return [p.piece.title for p in posts]

    async def rows(self, text: str) -> list[Any]:
        async def unit(tx: Tx) -> list[Any]:
            return [row["it"] for row in await tx.all(sql(text))]

        return await self.store.read(unit)
