"""Killed in the middle of erasing: it is finished after the next start, in every file.

``FAULT=full`` kills at 40 instants; otherwise a few say that the drill works.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import time
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Final

import pytest

from tests.fault import eraser

KILLS: Final = 40 if os.environ.get("FAULT") == "full" else 5
A_LIFE: Final = 4
PATIENCE: Final = 60.0


@pytest.fixture(scope="module")
def server() -> ForkServerContext:
    """Fork processes from one that has the whole bot in memory."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.fault.eraser"])
    return context


def _erase_and_die(
    server: ForkServerContext, data: Path, receipts: list[str], chance: random.Random
) -> list[str]:
    """Let a process erase until it is killed; return what it had acknowledged."""
    ears, mouth = server.Pipe(duplex=False)
    process = server.Process(target=eraser.erase_until_killed, args=(data, receipts, mouth))
    process.start()
    mouth.close()
    heard: list[str] = []
    try:
        assert ears.poll(PATIENCE), "the process did not open its database"
        assert ears.recv() == "open"
        until = time.monotonic() + chance.uniform(0, 0.06)
        while (left := until - time.monotonic()) > 0:
            if ears.poll(left):
                heard.append(ears.recv())
        process.kill()
        while True:
            heard.append(ears.recv())
    except (EOFError, OSError):
        return heard
    finally:
        process.kill()
        process.join()
        process.close()


@pytest.mark.fault
def test_what_was_begun_to_be_erased_is_erased_after_any_kill(
    server: ForkServerContext, tmp_path: Path
) -> None:
    chance, data = random.Random(7), tmp_path / "data"
    asked, sealed = asyncio.run(eraser.prepare(data, KILLS * A_LIFE))
    receipts = [receipt for receipt, _ in asked]
    acknowledged: list[str] = []

    for life in range(KILLS):
        mine = receipts[life * A_LIFE : (life + 1) * A_LIFE]
        acknowledged += _erase_and_die(server, data, mine, chance)
    wrong = eraser.finish(data, acknowledged, [])
    files = {p: p.read_bytes() for p in data.rglob("*") if p.is_file()}
    numbers = {receipt: n for n, receipt in enumerate(receipts)}

    assert wrong == [] or all(w.startswith("a key is left") for w in wrong)
    for receipt in acknowledged:
        word = eraser.canary(numbers[receipt]).encode()
        assert [path.name for path, held in files.items() if word in held] == []

    everything = eraser.finish_all(data, receipts, sealed)
    assert everything == []
    assert acknowledged
