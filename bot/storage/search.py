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
_COMPARED: Final = 40
_COMMON: Final = 20_000
_MOST_STEMS: Final = 200
_MOST_ASKED: Final = 24
_GUESSED: Final = 0.7
_CLOSE: Final = 0.4
_ALL: Final = "*"
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
        return _scope(self.kind, self.community)


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
            scope = _scope(kind, community)
            await tx.execute(statements.MARK, id=row["id"], marks=_marks(scope, found))
            for stem in sorted((_ALL, *found)):  # sorted: no two writers wait for each other
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
        scope, found = _scope(kind, community), row["stems"].split()
        if not found:
            return True
        await tx.execute(statements.UNMARK, id=row["id"], marks=_marks(scope, found))
        for stem in sorted((_ALL, *found)):
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
            asked = await _weighed(tx, where.scope, wanted)
            likely = _likeliest(await _matches(tx, where, asked))
            return (await _compared(tx, likely, asked))[:at_most]

        return await self.store.read(unit)

    async def similar(
        self, kind: str, community: str, words: str, *, at_most: int = 3
    ) -> Sequence[Hit]:
        """Return only what is close enough to be offered to someone who asks ``words``."""
        found = await self.find(kind, community, words, at_most=at_most)
        return [hit for hit in found if hit.closeness >= _CLOSE]


async def _weighed(tx: Tx, scope: str, wanted: Sequence[str]) -> list[_Asked]:
    """Look how rare each word is; guess where one stands nowhere."""
    looked_up = {_ALL, *(stem for word in wanted for stem in meaning(word))}
    rows = await tx.all(statements.HOW_COMMON, scope=scope, stems=_json(sorted(looked_up)))
    common = {str(row["stem"]): int(row["things"]) for row in rows}
    everything = common.pop(_ALL, 0)
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
    return asked


async def _matches(tx: Tx, where: _Where, asked: Sequence[_Asked]) -> dict[int, float]:
    """Find a few newest things for the rarest words together, in pairs and alone.

    Returns their ids with the weight of the words that are known to stand in them.
    """
    rarest = sorted((a for a in asked if a.best), key=lambda a: (a.things, a.best))[:_RAREST]
    wanted = [tuple(rarest)] if rarest else []
    wanted += [pair for pair in combinations(rarest, 2) if pair[0].things <= _COMMON]
    wanted += [(one,) for one in rarest]
    found: dict[int, float] = {}
    for words in dict.fromkeys(wanted):
        marks = [f"{where.scope}_{word.best}" for word in words]
        rows = await tx.all(
            statements.MATCHING_OFTEN if words[0].things > _COMMON else statements.MATCHING,
            community=where.community,
            kind=where.kind,
            all_of=" AND ".join(f'"{mark}"' for mark in marks),
            all_in=" & ".join(f"'{mark}'" for mark in marks),
            at_most=_CANDIDATES,
        )
        weight = sum(word.counts for word in words)
        for row in rows:
            found[row["id"]] = max(found.get(row["id"], 0.0), weight)
    return found


def _likeliest(found: dict[int, float]) -> list[int]:
    return sorted(found, key=lambda key: (-found[key], -key))[:_COMPARED]


async def _compared(tx: Tx, likely: Sequence[int], asked: Sequence[_Asked]) -> list[Hit]:
    """Compare the likeliest with all that was asked, words that stand nowhere included."""
    whole = sum(word.weight for word in asked)
    hits = []
    for row in await tx.all(statements.THINGS, ids=_json(likely)):
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


def _marks(scope: str, found: Sequence[str]) -> str:
    return " ".join(f"{scope}_{stem}" for stem in found)


@lru_cache(maxsize=1_024)
def _scope(kind: str, community: str) -> str:
    """Give every community and kind marks of its own: a search never meets those of others."""
    digest = hashlib.sha256(f"{kind}\0{community}".encode()).digest()
    return base64.b32encode(digest[:5]).decode().lower()
