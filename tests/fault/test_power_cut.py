"""The power is cut at any write or sync under load: nothing that was acknowledged is lost.

``FAULT=full`` cuts two hundred times; otherwise a few cuts say that the harness works.
"""

import asyncio
import itertools
import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Final

import pytest

from bot.storage import sqlite_connect
from tests.fault import victim
from tests.fault.power import Disk, watched
from tests.support.desk import open_counter

FULL: Final = os.environ.get("FAULT") == "full"
DATABASES: Final = 20 if FULL else 1
CUTS: Final = 10  # of each
AT_ONE_IN: Final = (20, 200, 1_000) if FULL else (40,)
"""Cuts close together come early in a database's life; those far apart also while it moves its log."""
PATIENCE: Final = 300.0

Cut = tuple[Path, list[tuple[str, int, int]]]


async def _cuts(data: Path, disk: Disk, chance: random.Random) -> list[Cut]:
    """Ask until the power was cut so often; return what each cut left, and who had heard what."""
    heard: list[tuple[str, int, int]] = []
    cuts: list[Cut] = []
    numbers, apart, one_at_a_time = itertools.count(), chance.choice(AT_ONE_IN), Lock()

    def perhaps() -> None:
        with one_at_a_time:
            if heard and len(cuts) < CUTS and chance.randrange(apart) == 0:
                acknowledged, image = list(heard), data.parent / f"after-cut-{len(cuts)}"
                disk.image(data, image, chance)
                cuts.append((image, acknowledged))

    async def resident() -> None:
        for number in numbers:
            if len(cuts) >= CUTS:
                return
            receipt, _ = await counter.asks(victim.words_of(0, number))
            heard.append((receipt, 0, number))

    async with asyncio.timeout(PATIENCE), open_counter(data) as counter:
        disk.before_each = perhaps
        await asyncio.gather(*(resident() for _ in range(victim.RESIDENTS)))
    return cuts


async def _lost(folder: Path, chance: random.Random) -> list[str]:
    """Cut the power and say what is lost, altered or broken after any of the cuts."""
    with watched() as disk:
        if disk is None:
            pytest.skip("this Python's SQLite lets nobody see what it writes")
        cuts = await _cuts(folder / "data", disk, chance)
    wrong = []
    for image, acknowledged in cuts:
        broken = _broken(image)
        wrong += broken or await victim.missing(image, acknowledged)
    return wrong


def _broken(image: Path) -> list[str]:
    """Have SQLite itself look through the databases of an image."""
    wrong = []
    for path in (*image.glob("*.sqlite"), *image.glob("*.db")):
        with closing(sqlite3.connect(path)) as db:
            try:
                whole = db.execute("PRAGMA integrity_check").fetchone()[0]
            except sqlite3.DatabaseError as error:
                whole = str(error)
        wrong += [] if whole == "ok" else [f"{path.name}: {whole}"]
    return wrong


async def test_nothing_acknowledged_is_lost_whenever_the_power_is_cut(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)

    for number in range(DATABASES):
        folder = tmp_path / str(number)
        assert await _lost(folder, chance) == [], f"seed {seed}"
        shutil.rmtree(folder)


async def test_with_a_promise_less_the_same_cuts_lose_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's ``NORMAL`` syncs its log only now and then: the harness must notice."""
    weaker = tuple(
        ("synchronous", "NORMAL", 1) if pragma[0] == "synchronous" else pragma
        for pragma in sqlite_connect._PRAGMAS
    )
    monkeypatch.setattr(sqlite_connect, "_PRAGMAS", weaker)

    lost = await _lost(tmp_path, random.Random(1))

    assert lost
    assert all(one.endswith("lost") for one in lost)
