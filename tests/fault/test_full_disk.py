"""The disk fills up while people write: the kernel itself refuses every byte more.

A limit on the size of this process's files is the way to have that without being root and without
a file system of one's own: what would be written beyond it fails in the kernel, under SQLite.
"""

import asyncio
import re
import resource
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from bot.core.errors import NotSaved
from bot.storage.sql import sql
from tests.fault import victim
from tests.support.desk import Counter, open_counter
from tests.support.questions import ASKED
from tests.support.town import open_town

ROOM = 512 * 1024
AT_ONCE = 20
TOO_MANY = 10_000
RECEIPT = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
_COUNT = sql("SELECT COUNT(*) AS n FROM question")


@contextmanager
def _room_for(more: int, data: Path) -> Generator[None]:
    """Let no file grow by more than so many bytes beyond the database's log as it is."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    (log,) = data.glob("*.sqlite-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_who_asks_on_a_full_disk_gets_the_words_back_and_asks_again_later(
    tmp_path: Path,
) -> None:
    given = {"words": ASKED, "topic": "data", "naming": "anonymous", "public": "yes"}
    async with open_town(tmp_path) as town:
        maya = town.someone("maya")
        await maya.says("/ask")
        with _room_for(0, tmp_path):
            await maya.fills(**given).sends()
        told = maya.reads(maya.private[-1])
        await maya.says("/ask")
        await maya.fills(**given).sends()
        await maya.presses("questions.send")
        receipts = RECEIPT.findall(maya.screen)

    assert "We could not save this just now." in told
    assert ASKED in told
    assert len(receipts) == 1


async def test_a_question_that_was_written_already_can_be_sent_when_there_is_room(
    tmp_path: Path,
) -> None:
    async with open_town(tmp_path) as town:
        maya = town.someone("maya")
        await maya.says("/ask")
        await maya.fills(words=ASKED, topic="data", naming="anonymous", public="yes").sends()
        with _room_for(0, tmp_path):
            await maya.presses("questions.send")
        told = maya.screen
        before = RECEIPT.findall(told)
        await maya.presses("questions.send")
        after = RECEIPT.findall(maya.screen)

    assert "We could not save this just now." in told
    assert (len(before), len(after)) == (0, 1)


async def test_everything_acknowledged_before_the_disk_was_full_is_there_and_nothing_else(
    tmp_path: Path,
) -> None:
    heard: list[tuple[str, int, int]] = []
    refused = 0
    async with open_counter(tmp_path) as counter:

        async def resident(number: int) -> bool:
            try:
                receipt, _ = await counter.asks(victim.words_of(0, number))
            except NotSaved:
                return False
            heard.append((receipt, 0, number))
            return True

        with _room_for(ROOM, tmp_path):
            for first in range(0, TOO_MANY, AT_ONCE):
                said = await asyncio.gather(*map(resident, range(first, first + AT_ONCE)))
                refused += said.count(False)
                if refused:
                    break
        kept = await _questions(counter)
        goes_on = await resident(TOO_MANY)

    assert refused
    assert kept == len(heard) - 1
    assert goes_on
    assert await victim.missing(tmp_path, heard) == []


async def _questions(counter: Counter) -> int:
    row = await counter.app.store.read(lambda tx: tx.one(_COUNT))
    assert row is not None
    return int(row["n"])
