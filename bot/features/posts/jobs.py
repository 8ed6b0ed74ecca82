"""What the clock does with posts and feeds, and how they are drawn wherever they belong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.core.errors import NotFound
from bot.core.places import Purpose
from bot.core.ports import Clock, Deed, Later, Store, Tx
from bot.core.text import Verbatim, shorten
from bot.delivery.courier import Courier, Leased
from bot.delivery.display import Display, Drawn
from bot.features.posts import views
from bot.features.posts.feed_reading import FeedReader
from bot.features.posts.feed_service import FEED_VIEW, READ
from bot.features.posts.feed_store import FeedTables
from bot.features.posts.model import OPEN, PUBLIC, Post, State
from bot.features.posts.service import (
    ARCHIVE,
    POST_VIEW,
    PUBLISH,
    REVIEW_VIEW,
    SETTLE,
    moved,
)
from bot.features.posts.shelf import Shelf

_THREAD: Final = 90
_PATIENCE: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Clockwork:
    """Publishes what was planned, notes when talk can begin, and ends it."""

    store: Store
    clock: Clock
    shelf: Shelf
    feeds: FeedTables
    display: Display

    async def publish(self, leased: Leased) -> None:
        """Publish a post whose time has come; one that was planned anew keeps waiting."""
        now = self.clock.now()

        def move(post: Post) -> Post:
            due = post.state is State.SCHEDULED and post.plan is not None and post.plan.at <= now
            return post.publish(now) if due else post

        await self._move(leased, move)

    async def settle(self, leased: Leased) -> None:
        """Note that people can see a post, once a channel shows it.

        Where no channel ever does, the post stays published: it is on the site.
        """
        shown = await self.display.where(POST_VIEW, leased.community, _post(leased))
        if not shown:
            if leased.attempt < _PATIENCE:
                raise Later(timedelta(minutes=leased.attempt))
            return
        await self._move(leased, lambda p: p.begin_talk() if p.state is State.PUBLISHED else p)

    async def archive(self, leased: Leased) -> None:
        """End the talk about a post."""
        await self._move(leased, lambda p: p.archive() if p.state in OPEN else p)

    async def draw_post(self, community: str, post: str) -> Drawn | None:
        """Draw a post for everyone: in the channel for posts, with a thread to talk in."""
        shown = await self.shelf.post(community, post)
        if shown is None:
            return None
        title = Verbatim(shorten(shown.post.piece.title, _THREAD))
        return Drawn(
            card=views.post_card(shown.post, shown.tally),
            purpose=Purpose.POSTS,
            thread=title if shown.post.state in PUBLIC else None,
        )

    async def draw_review(self, community: str, post: str) -> Drawn | None:
        """Draw a post for those who review."""
        try:
            shown = await self.shelf.shown(community, post)
        except NotFound:
            return None
        return Drawn(card=views.review_card(shown.post), purpose=Purpose.TRIAGE)

    async def draw_feed(self, community: str, feed: str) -> Drawn | None:
        """Draw a feed for organizers while it cannot be read; nothing when all is well."""
        try:
            found = await self.store.read(lambda tx: self.feeds.get(tx, community, feed))
        except NotFound:
            return None
        if found.trouble is None or found.paused:
            return None
        return Drawn(card=views.trouble_card(found), purpose=Purpose.TRIAGE)

    async def _move(self, leased: Leased, move: Callable[[Post], Post]) -> None:
        now = self.clock.now()

        async def unit(tx: Tx) -> None:
            before = await self.shelf.posts.get(tx, leased.community, _post(leased))
            after = move(before)
            if after != before:
                verb = f"posts.{after.state.value}"
                deed = Deed(community=leased.community, verb=verb, object=after.id, role="program")
                await tx.record(deed)
                await moved(tx, self.shelf.posts, before, after, now=now)
            await leased.finish(tx)

        await self.store.write(unit)


def register(courier: Courier, display: Display, clockwork: Clockwork, reader: FeedReader) -> None:
    """Take the jobs and draw the views of posts and feeds."""
    courier.on(PUBLISH, clockwork.publish)
    courier.on(SETTLE, clockwork.settle)
    courier.on(ARCHIVE, clockwork.archive)
    courier.on(READ, reader.read)
    display.view(POST_VIEW, clockwork.draw_post)
    display.view(REVIEW_VIEW, clockwork.draw_review)
    display.view(FEED_VIEW, clockwork.draw_feed)


def _post(leased: Leased) -> str:
    return str(leased.payload["post"])
