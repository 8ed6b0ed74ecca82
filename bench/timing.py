"""How a figure is taken: rivals in turn, medians of several rounds, the disk's own cost beside."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROUNDS: Final = 5
Once = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was measured, the figure, and what it should be."""

    what: str
    figure: str
    aim: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """The 50th and 99th percentile and the worst of many durations, in milliseconds."""

    p50: float
    p99: float
    worst: float


def spread(seconds: list[float]) -> Spread:
    """Summarise durations given in seconds."""
    ordered = sorted(s * 1_000 for s in seconds)
    at_99 = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
    return Spread(statistics.median(ordered), at_99, ordered[-1])


async def serial(once: Once, times: int) -> list[float]:
    """Time ``times`` calls, one after another."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await once()
        taken.append(time.perf_counter() - began)
    return taken


async def in_flight(once: Once, times: int, width: int) -> float:
    """Run ``times`` calls with ``width`` of them under way; return calls a second."""
    waiting = iter(range(times))

    async def caller() -> None:
        for _ in waiting:
            await once()

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(width)))
    return times / (time.perf_counter() - began)


async def against(
    ours: Once, bare: Once, times: int, rounds: int = ROUNDS
) -> tuple[Spread, Spread]:
    """Time two rivals in turn, round by round; return the median round of each."""
    mine, theirs = [], []
    await serial(ours, times // 5)
    await serial(bare, times // 5)
    for _ in range(rounds):
        mine.append(spread(await serial(ours, times)))
        theirs.append(spread(await serial(bare, times)))
    return _middle(mine), _middle(theirs)


def _middle(spreads: list[Spread]) -> Spread:
    return sorted(spreads, key=lambda s: s.p50)[len(spreads) // 2]


def fdatasync_p50(folder: Path, times: int = 200) -> float:
    """Return what one ``fdatasync`` of a small write costs in ``folder``, in milliseconds."""
    path = folder / "fdatasync"
    handle = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    taken = []
    try:
        for _ in range(times):
            os.write(handle, b"x" * 512)
            began = time.perf_counter()
            os.fdatasync(handle)
            taken.append(time.perf_counter() - began)
    finally:
        os.close(handle)
        path.unlink()
    return spread(taken).p50


def milliseconds(taken: Spread) -> str:
    """Write the 50th and 99th percentile."""
    return f"{taken.p50:.2f} / {taken.p99:.2f} ms"


def ratio(what: str, figure: float, aim: float, moonshot: float, *, lower: bool = True) -> Line:
    """Build a line for a ratio; ``lower`` says which way is better."""
    met = figure <= aim if lower else figure >= aim
    sign = "≤" if lower else "≥"
    return Line(what, f"{figure:.2f} ×", f"{sign} {aim:g} × (moonshot {moonshot:g} ×)", met)
