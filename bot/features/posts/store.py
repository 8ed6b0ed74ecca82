"""Between rows and posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from bot.core.clock import from_micros, to_micros
from bot.core.errors import MovedOn, NotFound
from bot.core.ports import Row, Tx
from bot.core.when import Plan
from bot.features.posts import tables
from bot.features.posts.model import (
    Label,
    Origin,
    Post,
    Rejection,
    State,
    Tally,
    Usefulness,
    Version,
)
from bot.features.posts.piece import Extras, Piece

_MOST: Final = 500


class PostTables:
    """The rows of posts, read and written within a transaction."""

    async def add(self, tx: Tx, post: Post, *, now: datetime) -> bool:
        """Keep a new post; report whether there was none in hand of the same origin."""
        added = await tx.execute(tables.ADD, **_values(post), suggested_at=to_micros(now))
        return added == 1

    async def get(self, tx: Tx, community: str, post: str) -> Post:
        """Return one post. Raises ``NotFound``."""
        row = await tx.one(tables.GET, community=community, id=post)
        if row is None:
            raise NotFound
        return _post(community, row)

    async def swap(self, tx: Tx, before: Post, after: Post, *, now: datetime) -> None:
        """Write ``after`` if ``before`` is still current; a correction keeps what stood before.

        Raises:
            MovedOn: somebody was quicker.
        """
        if after.version != before.version:
            await tx.execute(
                tables.KEEP_VERSION,
                community=before.community,
                post=before.id,
                version=before.version,
                title=before.piece.title,
                text=before.piece.text,
                until=to_micros(now),
            )
        values = {k: v for k, v in _values(after).items() if k in tables.SWAP.names}
        if await tx.execute(tables.SWAP, **values, revision=before.revision) != 1:
            raise MovedOn

    async def in_state(
        self, tx: Tx, community: str, *states: State, at_most: int = _MOST
    ) -> tuple[Post, ...]:
        """Return posts that stand in one of ``states``, the newest first in each."""
        found: list[Post] = []
        for state in states:
            rows = await tx.all(
                tables.IN_STATE, community=community, state=state.value, at_most=at_most
            )
            found += [_post(community, row) for row in rows]
        return tuple(found[:at_most])

    async def newest(
        self, tx: Tx, community: str, at_most: int, *, skip: int = 0
    ) -> tuple[Post, ...]:
        """Return what is public, the newest first."""
        rows = await tx.all(tables.NEWEST, community=community, at_most=at_most, skip=skip)
        return tuple(_post(community, row) for row in rows)

    async def counts(self, tx: Tx, community: str) -> dict[State, int]:
        """Return how many posts stand where."""
        return {State(r["state"]): r["n"] for r in await tx.all(tables.COUNT, community=community)}

    async def versions(self, tx: Tx, post: Post) -> tuple[Version, ...]:
        """Return what a post said before its corrections, the latest first."""
        rows = await tx.all(tables.VERSIONS, community=post.community, post=post.id)
        return tuple(
            Version(
                number=r["version"],
                title=r["title"],
                text=r["text"],
                until=from_micros(r["until"]),
            )
            for r in rows
        )

    async def rate(self, tx: Tx, post: Post, rater: bytes, usefulness: Usefulness) -> None:
        """Keep what a reader says, in place of what the same reader said before."""
        await tx.execute(
            tables.RATE,
            community=post.community,
            post=post.id,
            rater=rater,
            usefulness=usefulness.value,
        )

    async def tally(self, tx: Tx, community: str, post: str) -> Tally:
        """Return how many readers say what."""
        rows = await tx.all(tables.TALLY, community=community, post=post)
        return {Usefulness(r["usefulness"]): r["n"] for r in rows}

    async def rated_posts(self, tx: Tx, community: str) -> Sequence[tuple[str, str]]:
        """Return id and title of every post that somebody rated."""
        rows = await tx.all(tables.RATED_POSTS, community=community)
        return [(r["post"], r["title"]) for r in rows]

    async def rating(self, tx: Tx, community: str, post: str, rater: bytes) -> Usefulness | None:
        """Return what one reader said of a post."""
        row = await tx.one(tables.RATING, community=community, post=post, rater=rater)
        return None if row is None else Usefulness(row["usefulness"])

    async def unrate(self, tx: Tx, community: str, post: str, rater: bytes) -> bool:
        """Forget what one reader said of a post; report whether there was anything."""
        gone = await tx.execute(tables.UNRATE, community=community, post=post, rater=rater)
        return gone > 0


def _values(post: Post) -> dict[str, str | int | None]:
    piece = post.piece
    return {
        "community": post.community,
        "id": post.id,
        "state": post.state.value,
        "origin": post.origin.value,
        "origin_ref": post.origin_ref,
        "label": "" if post.label is None else post.label.value,
        "title": piece.title,
        "text": piece.text,
        "link": piece.link,
        "source": piece.source,
        "author": piece.author,
        "licence": piece.licence,
        "language": piece.language,
        "discuss": piece.discuss,
        "extras": msgspec.json.encode(piece.extras).decode(),
        "wall": None if post.plan is None else _wall(post.plan),
        "zone": None if post.plan is None else post.plan.zone,
        "published_at": None if post.published_at is None else to_micros(post.published_at),
        "rejection": "" if post.rejection is None else post.rejection.value,
        "note": post.note,
        "version": post.version,
    }


def _post(community: str, row: Row) -> Post:
    return Post(
        id=row["id"],
        community=community,
        origin=Origin(row["origin"]),
        origin_ref=row["origin_ref"],
        label=Label(row["label"]) if row["label"] else None,
        piece=Piece(
            title=row["title"],
            text=row["text"],
            link=row["link"],
            source=row["source"],
            author=row["author"],
            licence=row["licence"],
            language=row["language"],
            discuss=row["discuss"],
            extras=msgspec.json.decode(row["extras"], type=Extras),
        ),
        state=State(row["state"]),
        plan=None if row["wall"] is None else _plan(row["wall"], row["zone"]),
        published_at=None if row["published_at"] is None else from_micros(row["published_at"]),
        rejection=Rejection(row["rejection"]) if row["rejection"] else None,
        note=row["note"],
        version=row["version"],
        revision=row["revision"],
    )


def _wall(plan: Plan) -> str:
    """Write a wall-clock time; the later of a repeated hour is marked."""
    return plan.wall.isoformat(timespec="minutes") + ("/2" if plan.wall.fold else "")


def _plan(wall: str, zone: str) -> Plan:
    written, _, twice = wall.partition("/")
    naive = datetime.fromisoformat(written).replace(fold=1 if twice else 0)
    return Plan(wall=naive, zone=zone)
