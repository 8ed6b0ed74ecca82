"""Search over what is published: the same stems on both engines, each with its own index.

Nothing is ever ranked over all that match: common words match half of everything. A few
candidates are fetched, newest first, by the rarest words together and alone, and only these are
compared with what was asked. How rare a stem is in a community is counted beside the index.

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

from bot.core.ports import Row, Store, Tx
from bot.storage.sql import sql
from bot.storage.stems import stems

_RAREST: Final = 4
_CANDIDATES: Final = 50
_COMMON: Final = 20_000
_MOST_STEMS: Final = 200

_PUT: Final = sql("""
    INSERT INTO search_thing (community, kind, thing, title, gist, stems)
    VALUES (:community, :kind, :thing, :title, :gist, :stems) RETURNING id
""")
_MARK: Final = sql(
    "INSERT INTO search_index (rowid, marks) VALUES (:id, :marks)",
    postgres="""
        UPDATE search_thing SET marks = array_to_tsvector(string_to_array(:marks, ' '))
         WHERE id = :id
    """,
)
_TAKE: Final = sql("""
    DELETE FROM search_thing WHERE community = :community AND kind = :kind AND thing = :thing
    RETURNING id, stems
""")
_UNMARK: Final = sql(
    "INSERT INTO search_index (search_index, rowid, marks) VALUES ('delete', :id, :marks)",
    postgres="SELECT CAST(:id AS BIGINT), CAST(:marks AS TEXT)",
)
_COUNT: Final = sql("""
    INSERT INTO search_stem (scope, stem, things) VALUES (:scope, :stem, :change)
    ON CONFLICT (scope, stem) DO UPDATE SET things = search_stem.things + excluded.things
""")
_HOW_COMMON: Final = sql("SELECT things FROM search_stem WHERE scope = :scope AND stem = :stem")
_MATCHING: Final = sql(
    """
    SELECT t.id, t.thing, t.title, t.gist, t.stems
      FROM search_index i JOIN search_thing t ON t.id = i.rowid
     WHERE search_index MATCH :all_of ORDER BY i.rowid DESC LIMIT :at_most
    """,
    postgres="""
    SELECT id, thing, title, gist, stems FROM search_thing
     WHERE marks @@ CAST(:all_in AS tsquery) ORDER BY id DESC LIMIT :at_most
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something published that was found. ``closeness`` is 0 to 1."""

    thing: str
    title: str = field(repr=False)
    gist: str = field(repr=False)
    closeness: float


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
            _PUT,
            community=community,
            kind=kind,
            thing=thing,
            title=title,
            gist=gist,
            stems=" ".join(found),
        )
        if row is not None and found:
            scope = _scope(kind, community)
            await tx.execute(_MARK, id=row["id"], marks=_marks(scope, found))
            await self._count(tx, scope, found, 1)

    async def remove(self, tx: Tx, kind: str, community: str, thing: str) -> None:
        """Let ``thing`` be found no more."""
        row = await tx.one(_TAKE, community=community, kind=kind, thing=thing)
        if row is not None and row["stems"]:
            scope, found = _scope(kind, community), row["stems"].split(" ")
            await tx.execute(_UNMARK, id=row["id"], marks=_marks(scope, found))
            await self._count(tx, scope, found, -1)

    async def find(
        self, kind: str, community: str, words: str, *, at_most: int = 10
    ) -> Sequence[Hit]:
        """Return what fits ``words`` best; among equals the newest first."""
        scope = _scope(kind, community)

        async def unit(tx: Tx) -> list[Hit]:
            weighed = await _weigh(tx, scope, stems(words)[:_MOST_STEMS])
            rows = await _candidates(tx, scope, weighed)
            return _ranked(rows, weighed)[:at_most]

        return await self.store.read(unit)

    async def similar(
        self, kind: str, community: str, words: str, *, at_most: int = 3
    ) -> Sequence[Hit]:
        """Return only what is close enough to be offered to someone who asks ``words``."""
        found = await self.find(kind, community, words, at_most=at_most)
        return [hit for hit in found if hit.closeness >= _CLOSE]

    @staticmethod
    async def _count(tx: Tx, scope: str, found: Sequence[str], change: int) -> None:
        for stem in sorted(found):  # sorted: two transactions never wait for each other
            await tx.execute(_COUNT, scope=scope, stem=stem, change=change)


_CLOSE: Final = 0.34


async def _weigh(tx: Tx, scope: str, asked: Sequence[str]) -> dict[str, int]:
    """Return in how many things each asked stem stands, the rarest first, unknown ones as 0."""
    common = {}
    for stem in asked:
        row = await tx.one(_HOW_COMMON, scope=scope, stem=stem)
        common[stem] = 0 if row is None else int(row["things"])
    return dict(sorted(common.items(), key=lambda pair: pair[1]))


async def _candidates(tx: Tx, scope: str, weighed: dict[str, int]) -> dict[int, Row]:
    """Fetch a few newest things for all known stems together, for the rarest in pairs, alone."""
    known = [stem for stem, things in weighed.items() if things > 0]
    if not known:
        return {}
    rarest = known[:_RAREST]
    queries = [tuple(known)]
    queries += [pair for pair in combinations(rarest, 2) if weighed[pair[0]] <= _COMMON]
    queries += [(stem,) for stem in rarest]
    rows: dict[int, Row] = {}
    for query in dict.fromkeys(queries):
        marks = [f"{scope}_{stem}" for stem in query]
        found = await tx.all(
            _MATCHING,
            all_of=" AND ".join(f'"{mark}"' for mark in marks),
            all_in=" & ".join(f"'{mark}'" for mark in marks),
            at_most=_CANDIDATES,
        )
        rows |= {row["id"]: row for row in found}
    return rows


def _ranked(rows: dict[int, Row], weighed: dict[str, int]) -> list[Hit]:
    """Compare candidates with what was asked: by the rarity of the stems that both have."""
    weights = {stem: 1 / (1 + math.log1p(things)) for stem, things in weighed.items()}
    whole = sum(weights.values())
    hits = []
    for key, row in rows.items():
        theirs = set(row["stems"].split(" "))
        closeness = sum(w for stem, w in weights.items() if stem in theirs) / whole
        hit = Hit(thing=row["thing"], title=row["title"], gist=row["gist"], closeness=closeness)
        hits.append((-round(closeness, 3), -key, hit))
    return [hit for _, _, hit in sorted(hits, key=lambda found: found[:2])]


def _marks(scope: str, found: Sequence[str]) -> str:
    return " ".join(f"{scope}_{stem}" for stem in found)


@lru_cache(maxsize=1_024)
def _scope(kind: str, community: str) -> str:
    """Give every community and kind marks of its own: a search never meets those of others."""
    digest = hashlib.sha256(f"{kind}\0{community}".encode()).digest()
    return base64.b32encode(digest[:5]).decode().lower()
