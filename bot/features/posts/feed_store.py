"""Between rows and feeds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.errors import MovedOn, NotFound
from bot.core.ports import Row, Tx
from bot.features.posts import feed_tables as tables
from bot.features.posts.feed_model import Fate, Feed, FeedKnown, Item, Trouble
from bot.features.posts.model import Label

_MOST: Final = 100


class FeedTables:
    """The rows of feeds, read and written within a transaction."""

    async def add(self, tx: Tx, feed: Feed) -> None:
        """Keep a new feed. Raises ``FeedKnown``."""
        added = await tx.execute(
            tables.ADD,
            community=feed.community,
            id=feed.id,
            name=feed.name,
            title=feed.title,
            label=feed.label.value,
        )
        if added != 1:
            raise FeedKnown

    async def get(self, tx: Tx, community: str, feed: str) -> Feed:
        """Return one feed. Raises ``NotFound``."""
        return _some(community, await tx.one(tables.GET, community=community, id=feed))

    async def named(self, tx: Tx, community: str, name: str) -> Feed:
        """Return the feed of a file. Raises ``NotFound``."""
        return _some(community, await tx.one(tables.NAMED, community=community, name=name))

    async def all(self, tx: Tx, community: str) -> tuple[Feed, ...]:
        """Return every feed, by name."""
        rows = await tx.all(tables.ALL, community=community, at_most=_MOST)
        return tuple(_feed(community, row) for row in rows)

    async def swap(self, tx: Tx, before: Feed, after: Feed) -> None:
        """Write ``after`` if ``before`` is still current. Raises ``MovedOn``."""
        changed = await tx.execute(
            tables.SWAP,
            community=after.community,
            id=after.id,
            title=after.title,
            paused=int(after.paused),
            begun=int(after.begun),
            ids_repeat=int(after.ids_repeat),
            failures=after.failures,
            trouble="" if after.trouble is None else after.trouble.value,
            read_at=None if after.read_at is None else to_micros(after.read_at),
            revision=before.revision,
        )
        if changed != 1:
            raise MovedOn

    async def remove(self, tx: Tx, feed: Feed) -> None:
        """Forget a feed and what it said; posts that came of it stay."""
        for statement in (tables.REMOVE_KEYS, tables.REMOVE_ITEMS, tables.REMOVE):
            await tx.execute(statement, community=feed.community, id=feed.id)

    async def keys(self, tx: Tx, feed: Feed) -> dict[str, str]:
        """Return every key that was remembered, with its item."""
        rows = await tx.all(tables.KEYS, community=feed.community, feed=feed.id)
        return {row["mark"]: row["item"] for row in rows}

    async def remember(self, tx: Tx, feed: Feed, item: str, keys: Iterable[str]) -> None:
        """Remember by what an item is known."""
        for key in keys:
            await tx.execute(
                tables.ADD_KEY, community=feed.community, feed=feed.id, mark=key, item=item
            )

    async def add_item(self, tx: Tx, community: str, item: Item) -> None:
        """Keep an item that was seen for the first time."""
        await tx.execute(
            tables.ADD_ITEM,
            community=community,
            feed=item.feed,
            id=item.id,
            title=item.title,
            link=item.link,
            seen_at=to_micros(item.seen_at),
            fate=item.fate.value,
            post=item.post,
        )

    async def item(self, tx: Tx, community: str, item: str) -> Item:
        """Return one item. Raises ``NotFound``."""
        row = await tx.one(tables.ITEM, community=community, id=item)
        if row is None:
            raise NotFound
        return _item(row)

    async def items(self, tx: Tx, community: str, at_most: int) -> tuple[Item, ...]:
        """Return items, the latest seen first."""
        rows = await tx.all(tables.ITEMS, community=community, at_most=at_most)
        return tuple(_item(row) for row in rows)


def _some(community: str, row: Row | None) -> Feed:
    if row is None:
        raise NotFound
    return _feed(community, row)


def _feed(community: str, row: Row) -> Feed:
    return Feed(
        id=row["id"],
        community=community,
        name=row["name"],
        title=row["title"],
        label=Label(row["label"]),
        paused=bool(row["paused"]),
        begun=bool(row["begun"]),
        ids_repeat=bool(row["ids_repeat"]),
        failures=row["failures"],
        trouble=Trouble(row["trouble"]) if row["trouble"] else None,
        read_at=None if row["read_at"] is None else from_micros(row["read_at"]),
        revision=row["revision"],
    )


def _item(row: Row) -> Item:
    return Item(
        id=row["id"],
        feed=row["feed"],
        title=row["title"],
        link=row["link"],
        seen_at=from_micros(row["seen_at"]),
        fate=Fate(row["fate"]),
        post=row["post"],
    )
