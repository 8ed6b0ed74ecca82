"""The verbs of feeds: follow, read, pause, forget, and say why."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.core.errors import SetupError
from bot.core.ids import new_id
from bot.core.people import Actor, Role
from bot.core.ports import Clock, Deed, Job, Store, Tx
from bot.delivery.display import show
from bot.features.posts.feed_model import (
    Feed,
    FeedAbsent,
    FeedKnown,
    FeedName,
    Item,
    Story,
    file_name,
)
from bot.features.posts.feed_store import FeedTables
from bot.features.posts.model import Label
from bot.features.posts.ports import FeedSource
from bot.features.posts.store import PostTables

READ: Final = "posts.feed"
FEED_VIEW: Final = "posts.feed"
_RECENT: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDesk:
    """Where feeds are followed. Whatever they say waits for a person's review."""

    store: Store
    clock: Clock
    source: FeedSource
    feeds: FeedTables = field(default_factory=FeedTables)
    posts: PostTables = field(default_factory=PostTables)

    async def add(self, name: str, *, actor: Actor, key: str) -> Feed:
        """Follow a feed file. Its first reading posts nothing.

        Raises:
            FeedName: it is not a plain file name.
            FeedAbsent: the folder has no such file.
            FeedKnown: it is followed already.
        """
        actor.require(Role.ORGANIZER)
        if file_name(name) not in await self.source.names():
            raise FeedAbsent
        feed = Feed(id=new_id(), community=actor.community, name=file_name(name), title="")

        async def unit(tx: Tx) -> Feed:
            await tx.once(key)
            await self.feeds.add(tx, feed)
            await wake(tx, feed, due_at=self.clock.now())
            await tx.record(_deed(feed, "posts.feed_add"))
            return feed

        return await self.store.write(unit)

    async def follow(self, community: str, named: Iterable[tuple[str, str, Label]]) -> None:
        """Follow what the configuration names: (file, title, usual label). At every start.

        Feeds that are followed already go on, whatever interrupted them.

        Raises:
            SetupError: a name is not that of a feed file.
        """
        for name, title, label in named:
            feed = Feed(
                id=new_id(), community=community, name=_written(name), title=title, label=label
            )

            async def unit(tx: Tx, feed: Feed = feed) -> None:
                await self.feeds.add(tx, feed)

            with suppress(FeedKnown):
                await self.store.write(unit)

        async def go_on(tx: Tx) -> None:
            for feed in await self.feeds.all(tx, community):
                if not feed.paused:
                    await wake(tx, feed, due_at=self.clock.now())

        await self.store.write(go_on)

    async def all(self, actor: Actor) -> tuple[Feed, ...]:
        """Return every feed to an organizer."""
        actor.require(Role.ORGANIZER)
        return await self.store.read(lambda tx: self.feeds.all(tx, actor.community))

    async def get(self, actor: Actor, feed: str) -> Feed:
        """Return one feed to an organizer."""
        actor.require(Role.ORGANIZER)
        return await self.store.read(lambda tx: self.feeds.get(tx, actor.community, feed))

    async def named(self, actor: Actor, name: str) -> Feed:
        """Return the feed of a file to an organizer."""
        actor.require(Role.ORGANIZER)
        wanted = file_name(name)
        return await self.store.read(lambda tx: self.feeds.named(tx, actor.community, wanted))

    async def pause(self, feed: str, *, paused: bool, actor: Actor, key: str) -> Feed:
        """Stop reading a feed, or go on."""
        actor.require(Role.ORGANIZER)

        async def unit(tx: Tx) -> Feed:
            await tx.once(key)
            before = await self.feeds.get(tx, actor.community, feed)
            after = replace(before, paused=paused)
            await self.feeds.swap(tx, before, after)
            await tx.cancel(community=before.community, key=timer_key(before))
            if not paused:
                await wake(tx, after, due_at=self.clock.now())
            await tx.send(show(FEED_VIEW, before.community, before.id))
            await tx.record(_deed(after, "posts.feed_pause" if paused else "posts.feed_go_on"))
            return after

        return await self.store.write(unit)

    async def read_soon(self, feed: str, *, actor: Actor, key: str) -> Feed:
        """Have a feed read at once instead of at its time."""
        actor.require(Role.ORGANIZER)

        async def unit(tx: Tx) -> Feed:
            await tx.once(key)
            found = await self.feeds.get(tx, actor.community, feed)
            await tx.cancel(community=found.community, key=timer_key(found))
            await wake(tx, found, due_at=self.clock.now())
            return found

        return await self.store.write(unit)

    async def remove(self, feed: str, *, actor: Actor, key: str) -> Feed:
        """Follow a feed no longer. What came of it stays."""
        actor.require(Role.ORGANIZER)

        async def unit(tx: Tx) -> Feed:
            await tx.once(key)
            found = await self.feeds.get(tx, actor.community, feed)
            await self.feeds.remove(tx, found)
            await tx.cancel(community=found.community, key=timer_key(found))
            await tx.send(show(FEED_VIEW, found.community, found.id))
            await tx.record(_deed(found, "posts.feed_remove"))
            return found

        return await self.store.write(unit)

    async def items(self, actor: Actor, words: str = "", at_most: int = 25) -> tuple[Item, ...]:
        """Return to an organizer the latest items, or those whose title holds ``words``."""
        actor.require(Role.ORGANIZER)
        recent = await self.store.read(lambda tx: self.feeds.items(tx, actor.community, _RECENT))
        wanted = words.casefold().strip()
        fit = [i for i in recent if wanted in i.title.casefold() or wanted == i.id]
        return tuple(fit[:at_most])

    async def story(self, actor: Actor, item: str) -> Story:
        """Say all that is known about why an item was or was not delivered."""
        actor.require(Role.ORGANIZER)

        async def unit(tx: Tx) -> Story:
            found = await self.feeds.item(tx, actor.community, item)
            post = None
            if found.post:
                post = await self.posts.get(tx, actor.community, found.post)
            feed = await self.feeds.get(tx, actor.community, found.feed)
            return Story(feed=feed, item=found, post=post)

        return await self.store.read(unit)


async def wake(tx: Tx, feed: Feed, *, due_at: datetime) -> None:
    """Have a feed read at an instant, unless a reading waits already."""
    await tx.send(
        Job(
            kind=READ,
            community=feed.community,
            lane=f"{READ}:{feed.id}",
            payload={"feed": feed.id},
            due_at=due_at,
            key=timer_key(feed),
        )
    )


def _written(name: str) -> str:
    try:
        return file_name(name)
    except FeedName:
        raise SetupError(
            f"feeds: {name!r} is not the name of a feed file; use small letters, digits, - and _,"
            " and an ending of .xml, .rss, .atom or .json."
        ) from None


def timer_key(feed: Feed) -> str:
    """Name the job that reads a feed, so that there is one."""
    return f"{READ}:{feed.id}"


def _deed(feed: Feed, verb: str) -> Deed:
    return Deed(community=feed.community, verb=verb, object=feed.id, role=Role.ORGANIZER.value)
