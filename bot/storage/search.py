"""Search over what is published: the same stems on both engines, each with its own index.

Nothing is ever ranked over all that match: common words match half of everything. A few
candidates are fetched, newest first, by the rarest words together and alone, and only the best
of these are compared with what was asked. How rare a stem is stands beside the index.

Things enter and leave in the transaction that publishes or removes them. What is sealed, or not
published yet, never comes here.
"""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import Final

import orjson

from bot.core.ports import Store, Tx
from bot.storage import search_statements as statements, spelling
from bot.storage.stems import meaning, stems, words as words_of

_RAREST: Final = 4
_CANDIDATES: Final = 40
_READ: Final = 200_000
"""Entries of the index that one search may read: some 5 ms."""
_FARTHER: Final = 4
"""How much farther back than expected the newest are looked through on PostgreSQL."""
_MOST_STEMS: Final = 200
_MOST_ASKED: Final = 24
_GUESSED: Final = 0.7
_CLOSE: Final = 0.4
ALL: Final = "*"
"""Beside the stems stands how many things there are. No stem is written so."""
_PAGES: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something published that was found. ``closeness`` is 0 to 1."""

    thing: str
    title: str = field(repr=False)
    gist: str = field(repr=False)
    closeness: float


@dataclass(frozen=True, slots=True)
class _Where:
    """One kind of thing in one community."""

    kind: str
    community: str

    @property
    def scope(self) -> str:
        """What all marks of it begin with."""
        return scope_of(self.kind, self.community)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word that was asked for: the stems that may stand for it, and what it weighs.

    ``best`` is the stem to look for; empty when nothing like the word stands anywhere. A word
    that was only guessed counts for less when it is found than it weighs.
    """

    stems: frozenset[str]
    best: str
    things: int
    weight: float
    counts: float


@dataclass(frozen=True, slots=True)
class Search:
    """Finds published things of one kind in one community."""

    store: Store

    async def put(
        self, tx: Tx, kind: str, community: str, thing: str, *, title: str, gist: str, text: str
    ) -> None:
        """Let ``thing`` be found by ``text``; what stood there before is replaced."""
        await self.remove(tx, kind, community, thing)
        found = stems(text)[:_MOST_STEMS]
        row = await tx.one(
            statements.PUT,
            community=community,
            kind=kind,
            thing=thing,
            title=title,
            gist=gist,
            stems=" ".join(found),
        )
        if row is not None and found:
            scope = scope_of(kind, community)
            await tx.execute(statements.MARK, id=row["id"], marks=marks_of(scope, found))
            for stem in sorted((ALL, *found)):  # sorted: no two writers wait for each other
                counted = await tx.one(statements.COUNT, scope=scope, stem=stem, change=1)
                if counted is not None and counted["things"] == 1:
                    await spelling.keep(tx, scope, stem)

    async def remove(self, tx: Tx, kind: str, community: str, thing: str) -> bool:
        """Let ``thing`` be found no more; report whether it could be.

        What the index still holds of it goes when :meth:`tidy` has come round.
        """
        row = await tx.one(statements.TAKE, community=community, kind=kind, thing=thing)
        if row is None:
            return False
        scope, found = scope_of(kind, community), row["stems"].split()
        if not found:
            return True
        await tx.execute(statements.UNMARK, id=row["id"], marks=marks_of(scope, found))
        for stem in sorted((ALL, *found)):
            counted = await tx.one(statements.COUNT, scope=scope, stem=stem, change=-1)
            if counted is not None and counted["things"] <= 0:
                await tx.execute(statements.NOWHERE, scope=scope, stem=stem)
                await spelling.drop(tx, scope, stem)
        return True

    async def tidy(self, tx: Tx) -> bool:
        """Take what was removed out of the index, some pages at a time; ``True`` when done.

        A deleted word lies in old parts of the index of SQLite until they are merged. PostgreSQL
        does the like by itself when it cleans up.
        """
        before = await tx.one(statements.CHANGES)
        await tx.execute(statements.TIDY, pages=-_PAGES)
        after = await tx.one(statements.CHANGES)
        return before is None or after is None or after["n"] - before["n"] < 2  # noqa: PLR2004

    async def find(
        self, kind: str, community: str, words: str, *, at_most: int = 10
    ) -> Sequence[Hit]:
        """Return what fits ``words`` best; among equals the newest first."""
        where = _Where(kind, community)
        wanted = _distinct(words)[:_MOST_ASKED]

        async def unit(tx: Tx) -> list[Hit]:
            asked, everything = await _weighed(tx, where.scope, wanted)
            enough = max(_CANDIDATES, at_most)
            likely = await _matches(tx, where, asked, everything, enough=enough)
            return (await _compared(tx, likely, asked))[:at_most]

        return await self.store.read(unit)

    async def similar(
        self, kind: str, community: str, words: str, *, at_most: int = 3
    ) -> Sequence[Hit]:
        """Return only what is close enough to be offered to someone who asks ``words``."""
        found = await self.find(kind, community, words, at_most=at_most)
        return [hit for hit in found if hit.closeness >= _CLOSE]


async def _weighed(tx: Tx, scope: str, wanted: Sequence[str]) -> tuple[list[_Asked], int]:
    """Look how rare each word is, and among how many things; guess where one stands nowhere."""
    looked_up = {ALL, *(stem for word in wanted for stem in meaning(word))}
    rows = await tx.all(statements.HOW_COMMON, scope=scope, stems=_json(sorted(looked_up)))
    common = {str(row["stem"]): int(row["things"]) for row in rows}
    everything = common.pop(ALL, 0)
    asked = []
    for word in wanted:
        known = {stem: common[stem] for stem in meaning(word) if stem in common}
        guessed = 1.0
        if not known:
            known = await spelling.likely(tx, scope, (word, *meaning(word)))
            guessed = _GUESSED
        best = max(known, key=lambda stem: (known[stem], stem), default="")
        things = known.get(best, 0)
        weight = math.log1p(everything / (1 + max(things, 1)))
        asked.append(_Asked(frozenset(known), best, things, weight, weight * guessed))
    return asked, everything


async def _matches(
    tx: Tx, where: _Where, asked: Sequence[_Asked], everything: int, *, enough: int
) -> set[int]:
    """Find the newest things for the rarest words: best together, then fewer of them, then alone.

    What is looked for goes from what weighs most to what weighs least, until enough is found. No
    more of the index is read than ``_READ`` allows: what would take more is left to the fewer
    words of it, of which the newest are found. A word that stands in few things brings all of
    them, whatever it stands beside.
    """
    rarest = sorted((a for a in asked if a.best), key=lambda a: (a.things, a.best))[:_RAREST]
    rare = [word for word in rarest if word.things <= enough]
    found: set[int] = set()
    for word in rare:
        found |= await _newest(tx, where, (word,), everything, part=1.0, at_most=enough)
    others: set[int] = set()
    left = float(_READ)
    for words in _together(rarest[len(rare) :]):
        likely = everything * math.prod(word.things / everything for word in words)
        part = min(1.0, enough / max(likely, 1.0))
        read = part * sum(word.things for word in words)
        if len(words) > 1 and read > left:
            continue
        left -= read
        others |= await _newest(tx, where, words, everything, part=part, at_most=enough)
        if len(others) >= enough:
            break
    return found | others


def _together(words: Sequence[_Asked]) -> list[tuple[_Asked, ...]]:
    """Return which words to look for together, those that weigh most first."""
    every = [some for many in range(1, len(words) + 1) for some in combinations(words, many)]
    return sorted(every, key=lambda some: -sum(word.counts for word in some))


async def _newest(
    tx: Tx,
    where: _Where,
    words: Sequence[_Asked],
    everything: int,
    *,
    part: float,
    at_most: int,
) -> set[int]:
    """Return the newest things with all of ``words``, expected in the newest ``part`` of all.

    PostgreSQL fetches a row for each that matches. Where these are more than would be passed on
    the way back from the newest, it goes that way.
    """
    marks = [f"{where.scope}_{word.best}" for word in words]
    passed = part * everything
    rows = await tx.all(
        statements.MATCHING_OFTEN if at_most > part * passed else statements.MATCHING,
        community=where.community,
        kind=where.kind,
        all_of=" AND ".join(f'"{mark}"' for mark in marks),
        all_in=" & ".join(f"'{mark}'" for mark in marks),
        newest=round(_FARTHER * passed),
        at_most=at_most,
    )
    return {row["id"] for row in rows}


async def _compared(tx: Tx, likely: set[int], asked: Sequence[_Asked]) -> list[Hit]:
    """Compare the likeliest with all that was asked, words that stand nowhere included."""
    whole = sum(word.weight for word in asked)
    hits = []
    for row in await tx.all(statements.THINGS, ids=_json(sorted(likely))):
        theirs = set(row["stems"].split())
        shared = sum(word.counts for word in asked if not word.stems.isdisjoint(theirs))
        closeness = shared / whole if whole else 0.0
        hit = Hit(thing=row["thing"], title=row["title"], gist=row["gist"], closeness=closeness)
        hits.append((-round(closeness, 3), -row["id"], hit))
    return [hit for _, _, hit in sorted(hits, key=lambda ranked: ranked[:2])]


def _json(values: Sequence[str] | Sequence[int]) -> str:
    """Write values as one parameter: each statement is one journey to the database."""
    return orjson.dumps(list(values)).decode()


def _distinct(text: str) -> list[str]:
    """Return the words of ``text`` of which no two mean the same."""
    return list({meaning(word): word for word in words_of(text)}.values())


def marks_of(scope: str, found: Sequence[str]) -> str:
    """Write stems as the index of ``scope`` holds them."""
    return " ".join(f"{scope}_{stem}" for stem in found)


@lru_cache(maxsize=1_024)
def scope_of(kind: str, community: str) -> str:
    """Give every community and kind marks of its own: a search never meets those of others."""
    digest = hashlib.sha256(f"{kind}\0{community}".encode()).digest()
    return base64.b32encode(digest[:5]).decode().lower()
