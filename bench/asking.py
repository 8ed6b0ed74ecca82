"""Asking without a name through the core, against a bare handler that keeps one row."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Final

from bench.rivals import bare_handler
from bench.timing import Line, against, in_flight, milliseconds, ratio
from bot.cli.run import settle
from tests.support.desk import open_counter

_SERIAL: Final = 300
_ROUNDS_OF_DRAFTS: Final = 3_000
_WIDTH: Final = 500
_MANY: Final = 5_000
_WORDS: Final = "What happens to body camera footage after a stop? " * 4


async def measure(folder: Path) -> list[Line]:
    """Validate, seal, note the gesture, keep question, audit line and jobs: one commit."""
    async with bare_handler(folder) as bare, open_counter(folder / "data") as counter:
        numbers = itertools.count()
        drafts = [
            await counter.drafts(_WORDS, by=f"r{next(numbers)}") for _ in range(_ROUNDS_OF_DRAFTS)
        ]
        waiting = iter(drafts)
        settle()  # as the program does when it has started

        async def sends() -> None:
            await counter.sends(next(waiting), by=f"r{next(numbers)}")

        async def asks() -> None:
            await counter.asks(_WORDS, by=f"r{next(numbers)}")

        sent, row = await against(sends, bare.one_row, _SERIAL)
        asked, _ = await against(asks, bare.one_row, _SERIAL)
        bare_many = await in_flight(bare.one_row, _MANY, _WIDTH)
        ours_many = await in_flight(asks, _MANY, _WIDTH)
    return [
        Line("bare handler: one row, p50 / p99", milliseconds(row)),
        Line("sending a question (one commit), p50 / p99", milliseconds(sent)),
        ratio("sending ÷ bare handler, p50", sent.p50 / row.p50, 2.0, 1.2),
        Line("form and sending (two commits: draft, question), p50 / p99", milliseconds(asked)),
        Line("bare handler, 500 in flight", f"{bare_many:,.0f} /s"),
        Line("form and sending, 500 in flight", f"{ours_many:,.0f} /s"),
        Line("questions ÷ rows, 500 in flight", f"{ours_many / bare_many:.2f} ×"),
    ]
