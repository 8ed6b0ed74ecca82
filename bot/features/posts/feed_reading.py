"""Reading a feed: what is new in it goes to review, once, whenever the process dies."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.core.errors import NotFound
from bot.core.ids import new_id
from bot.core.ports import Clock, Store, Tx
from bot.core.text import shorten
from bot.delivery.courier import Leased
from bot.delivery.display import show
from bot.delivery.worker.feed import FeedItem, FeedRead
from bot.features.posts.feed_model import Fate, Feed, Item, NotRead, Trouble
from bot.features.posts.feed_service import FEED_VIEW, wake
from bot.features.posts.feed_store import FeedTables
from bot.features.posts.identity import Reading, Sighting, recognise
from bot.features.posts.model import Origin, Post
from bot.features.posts.piece import EXCERPT, NAME, TITLE, BadLink, Piece, check_link
from bot.features.posts.ports import FeedSource
from bot.features.posts.service import REVIEW_VIEW
from bot.features.posts.store import PostTables


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReader:
    """Reads feeds when they fall due. Each reading is one transaction with all that follows."""

    store: Store
    clock: Clock
    source: FeedSource
    feeds: FeedTables = field(default_factory=FeedTables)
    posts: PostTables = field(default_factory=PostTables)

    async def read(self, leased: Leased) -> None:
        """Read a feed and plan its next reading. A feed that is paused or gone ends the chain."""
        community, feed = leased.community, str(leased.payload["feed"])
        try:
            before = await self.store.read(lambda tx: self.feeds.get(tx, community, feed))
        except NotFound:
            return
        if before.paused:
            return
        try:
            said = await self.source.read(before.name)
        except NotRead as trouble:
            await self._note_failure(before, trouble.trouble, leased)
            return
        await self._take_in(before, said, leased)

    async def _take_in(self, before: Feed, said: FeedRead, leased: Leased) -> None:
        reading = recognise(said.items, ids_repeat=before.ids_repeat)
        now = self.clock.now()

        async def unit(tx: Tx) -> None:
            after = before.after(now, title=said.title, ids_repeat=reading.ids_repeat)
            await self.feeds.swap(tx, before, after)
            await self._sort(tx, after, reading, said, first=not before.begun, now=now)
            if before.trouble is not None:
                await tx.send(show(FEED_VIEW, before.community, before.id))
            await leased.finish(tx)
            await wake(tx, after, due_at=self.clock.now() + after.next_in)

        await self.store.write(unit)

    async def _sort(
        self,
        tx: Tx,
        feed: Feed,
        reading: Reading,
        said: FeedRead,
        *,
        first: bool,
        now: datetime,
    ) -> None:
        """Remember what is new and, but for the first time, offer it for review."""
        known = await self.feeds.keys(tx, feed)
        for number, sighting in enumerate(reading.sightings):
            seen = next((known[k] for k in sighting.known_by if k in known), None)
            if seen is None:
                at = now + timedelta(microseconds=number)  # keeps the oldest first
                seen = await self._keep(tx, feed, sighting, said, first=first, at=at)
            await self.feeds.remember(tx, feed, seen, (k for k in sighting.keys if k not in known))

    async def _keep(
        self, tx: Tx, feed: Feed, sighting: Sighting, said: FeedRead, *, first: bool, at: datetime
    ) -> str:
        item = Item(
            id=new_id(),
            feed=feed.id,
            title=sighting.item.title or shorten(sighting.item.text, TITLE),
            link=_safe(sighting.item.link),
            seen_at=at,
            fate=Fate.BASELINE if first else Fate.OFFERED,
            post="" if first else new_id(),
        )
        await self.feeds.add_item(tx, feed.community, item)
        if item.post:
            post = _post(feed, item, sighting.item, said)
            await self.posts.add(tx, post, now=at)
            # One lane for all of them, so that they are shown in this order.
            lane = f"posts.offered:{feed.id}"
            await tx.send(replace(show(REVIEW_VIEW, feed.community, post.id), lane=lane))
        return item.id

    async def _note_failure(self, before: Feed, trouble: Trouble, leased: Leased) -> None:
        after = before.failed(trouble)

        async def unit(tx: Tx) -> None:
            await self.feeds.swap(tx, before, after)
            await tx.send(show(FEED_VIEW, before.community, before.id))
            await leased.finish(tx)
            await wake(tx, after, due_at=self.clock.now() + after.next_in)

        await self.store.write(unit)


def _post(feed: Feed, item: Item, said: FeedItem, whole: FeedRead) -> Post:
    return Post(
        id=item.post,
        community=feed.community,
        origin=Origin.FEED,
        origin_ref=item.id,
        label=feed.label,
        piece=Piece(
            title=item.title or shorten(item.link, TITLE),
            text=shorten(said.text, EXCERPT),
            link=item.link,
            source=shorten(feed.title or feed.name, NAME),
            author=said.author,
            language=whole.language,
        ),
    )


def _safe(link: str) -> str:
    try:
        check_link(link)
    except BadLink:
        return ""
    return link
