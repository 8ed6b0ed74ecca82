"""The process that is killed: residents ask and liaisons claim, and what was acknowledged is said.

It is forked from a server that has imported everything already, so that a campaign of a thousand
kills spends its time on killing. A resident "hears" an acknowledgement when it is in the pipe.
"""

from __future__ import annotations

import asyncio
import itertools
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from bot.core.errors import NotFound
from bot.features.questions.model import Whole
from bot.features.questions.service.afterwards import Afterwards
from bot.storage import audit
from bot.storage.search import Search
from tests.support.desk import COMMUNITY, Counter, open_counter

RESIDENTS: Final = 16


def words_of(life: int, number: int) -> str:
    """Return what a resident asks: told apart by life and number, and found again by them."""
    return f"Question {number} of life {life}: what happens to footage after a stop?"


def ask_until_killed(data: Path, life: int, ears: Connection) -> None:
    """Ask without end; say each receipt once it is acknowledged."""
    asyncio.run(_ask(data, life, ears))


async def _ask(data: Path, life: int, ears: Connection) -> None:
    numbers = itertools.count()
    async with open_counter(data) as counter:
        courier = asyncio.create_task(counter.app.courier.run())
        ears.send(("open", life, 0))

        async def resident() -> None:
            for number in numbers:
                receipt, _ = await counter.asks(words_of(life, number))
                ears.send((receipt, life, number))

        await asyncio.gather(courier, *(resident() for _ in range(RESIDENTS)))


def look(data: Path, acknowledged: list[tuple[str, int, int]], answer: Connection) -> None:
    """Open what the victim left, and say what is missing, altered or broken."""
    answer.send(asyncio.run(missing(data, acknowledged)))


async def missing(data: Path, acknowledged: list[tuple[str, int, int]]) -> list[str]:
    """Open what is left in ``data``; say what was acknowledged and is lost, altered or broken."""
    async with open_counter(data) as counter:
        wrong = []
        for receipt, life, number in acknowledged:
            found = await _found(counter, receipt)
            if found != words_of(life, number):
                wrong.append(f"{life}/{number}: {'altered' if found else 'lost'}")
        broken = await audit.verify(counter.app.store)
        return wrong if broken is None else [*wrong, f"audit trail broken at {broken}"]


async def _found(counter: Counter, receipt: str) -> str:
    afterwards = Afterwards(
        archive=counter.archive, edge=counter.edge, search=Search(counter.app.store)
    )
    try:
        whole: Whole | None = await afterwards.look(COMMUNITY, receipt)
    except NotFound:
        return ""
    return "" if whole is None else whole.words[0].words
