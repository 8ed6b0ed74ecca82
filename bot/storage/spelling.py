"""Slips of the finger: from a stem that nobody wrote to the ones that it may stand for.

Every stem is kept with each of its letters left out in turn. Two stems that share such a form are
one slip apart (a letter too many, too few, another one, or two exchanged), so that looking up a
dozen keys replaces comparing with every word there is; the same on both engines.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import orjson

from bot.core.ports import Tx
from bot.storage.search_statements import HOW_COMMON
from bot.storage.sql import sql
from bot.storage.stems import fold, meaning
from bot.storage.synonyms import SAME

_SHORTEST: Final = 4
_SURE: Final = 5
_ALTERNATIVES: Final = 3

_KEEP: Final = sql("""
    INSERT INTO search_near (scope, variant, stem) VALUES (:scope, :variant, :stem)
    ON CONFLICT DO NOTHING
""")
_DROP: Final = sql("""
    DELETE FROM search_near WHERE scope = :scope AND variant = :variant AND stem = :stem
""")
_NEAR: Final = sql(
    """
    SELECT n.stem, s.things FROM search_near n
      JOIN search_stem s ON s.scope = n.scope AND s.stem = n.stem
     WHERE n.scope = :scope AND n.variant IN (SELECT value FROM json_each(:variants))
    """,
    postgres="""
    SELECT n.stem, s.things FROM search_near n
      JOIN search_stem s ON s.scope = n.scope AND s.stem = n.stem
     WHERE n.scope = :scope
       AND n.variant IN (SELECT json_array_elements_text(CAST(:variants AS json)))
    """,
)
_BEGINS: Final = sql("""
    SELECT stem, things FROM search_stem
     WHERE scope = :scope AND stem >= :first AND stem < :last
     ORDER BY things DESC LIMIT :at_most
""")


async def keep(tx: Tx, scope: str, stem: str) -> None:
    """Let a new stem be found by its slips."""
    for variant in variants_of(stem):
        await tx.execute(_KEEP, scope=scope, variant=variant, stem=stem)


async def drop(tx: Tx, scope: str, stem: str) -> None:
    """Forget a stem that stands nowhere any more."""
    for variant in variants_of(stem):
        await tx.execute(_DROP, scope=scope, variant=variant, stem=stem)


async def likely(tx: Tx, scope: str, forms: Sequence[str]) -> dict[str, int]:
    """Return known stems one slip from one of ``forms``, or that begin so, and how often they stand.

    The forms are of one word, the likeliest first.
    """
    meant = sorted(_meant(forms[0]))
    as_json = orjson.dumps(meant).decode()
    ours = await tx.all(HOW_COMMON, scope=scope, stems=as_json) if meant else ()
    for form in forms:
        if len(form) < _SHORTEST:
            continue
        variants = orjson.dumps(sorted(variants_of(form))).decode()
        near = await tx.all(_NEAR, scope=scope, variants=variants)
        found = [row for row in near if one_slip(form, row["stem"])] + [*ours]
        if not found:
            last = form + "\U0010ffff"
            found += await tx.all(
                _BEGINS, scope=scope, first=form, last=last, at_most=_ALTERNATIVES
            )
        if found:
            things = {str(row["stem"]): int(row["things"]) for row in found}
            best = sorted(things.items(), key=lambda pair: (-pair[1], pair[0]))
            return dict(best[:_ALTERNATIVES])
    return {}


def one_slip(one: str, other: str) -> bool:
    """Whether one change makes ``other`` of ``one``: add, drop, replace, or exchange neighbours."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    exchanged = len(a) == len(b) > 1 and (a[0], a[1]) == (b[1], b[0]) and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or exchanged


def _meant(word: str) -> set[str]:
    """Return what stands for those of our synonyms, as they are written, of which this is a slip.

    The index knows them by one stem alone, which need not look like them.
    """
    near = {ours for variant in variants_of(word) for ours in _near_ours().get(variant, ())}
    return {meaning(ours)[0] for ours in near if one_slip(word, ours)}


@cache
def _near_ours() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for ours in {fold(word).replace("-", "") for line in SAME for word in line}:
        if len(ours) >= _SURE:
            for variant in variants_of(ours):
                table.setdefault(variant, []).append(ours)
    return table


def variants_of(stem: str) -> set[str]:
    """Return a stem and what is left of it without each of its letters; short ones have none."""
    if len(stem) < _SHORTEST:
        return set()
    return {stem, *(stem[:i] + stem[i + 1 :] for i in range(len(stem)))}
