"""The store: four rows in one durable transaction, alone and 500 at a time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from bench.rivals import bare_handler
from bench.timing import Line, against, in_flight, milliseconds, ratio
from bot.core.clock import SystemClock
from bot.core.ports import Deed, Job, Tx
from bot.storage.open import open_store

_SERIAL: Final = 300
_WIDTH: Final = 500
_MANY: Final = 10_000
_MANY_BARE: Final = 2_000


class _Keys:
    def key(self, purpose: str, /) -> bytes:
        """Return fixed bytes: nothing secret is measured."""
        return purpose.encode().ljust(32, b"k")[:32]


async def measure(folder: Path) -> list[Line]:
    """Compare our unit of work with a bare handler, FULL with FULL."""
    async with (
        bare_handler(folder) as bare,
        open_store(folder / "ours.db", vault=_Keys(), clock=SystemClock(), migrate=True) as store,
    ):

        async def unit(tx: Tx) -> None:
            await tx.once(os.urandom(16).hex())
            await tx.record(Deed(community="bench", verb="bench.done", object="1", role="member"))
            await tx.send(Job(kind="bench.done", community="bench", payload={"n": 1}))

        async def ours() -> None:
            await store.write(unit)

        mine, theirs = await against(ours, bare.one_row, _SERIAL)
        one_each = await in_flight(bare.four_rows, _MANY_BARE, _WIDTH)
        grouped = await in_flight(ours, _MANY, _WIDTH)
    return [
        Line("bare handler: one row, one commit, p50 / p99", milliseconds(theirs)),
        Line("unit of work: inbox, audit, job, p50 / p99", milliseconds(mine)),
        ratio("unit of work ÷ bare handler, p50", mine.p50 / theirs.p50, 2.0, 1.2),
        Line(f"one commit each, {_WIDTH} in flight", f"{one_each:,.0f} /s"),
        Line(f"group commit, {_WIDTH} in flight", f"{grouped:,.0f} /s"),
        ratio("group commit ÷ one commit each", grouped / one_each, 8.0, 8.0, lower=False),
    ]
