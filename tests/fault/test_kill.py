"""Killed at any instant under load: nothing that was acknowledged is lost.

``FAULT=full`` kills a thousand times; otherwise a few kills say that the harness works.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Final

import pytest

from tests.fault import victim

FULL: Final = os.environ.get("FAULT") == "full"
KILLS: Final = 1_000 if FULL else 12
LIVES_OF_A_DATABASE: Final = 25
LONGEST: Final = 0.8 if FULL else 0.3
PATIENCE: Final = 60.0

Acknowledged = list[tuple[str, int, int]]


@pytest.fixture(scope="module")
def server() -> ForkServerContext:
    """Fork processes from one that has the whole bot in memory."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.fault.victim"])
    return context


def _live_and_die(
    server: ForkServerContext, data: Path, life: int, chance: random.Random
) -> Acknowledged:
    """Let a process work for a random while, kill it, and return what it had acknowledged."""
    ears, mouth = server.Pipe(duplex=False)
    process = server.Process(target=victim.ask_until_killed, args=(data, life, mouth))
    process.start()
    mouth.close()
    heard: Acknowledged = []
    try:
        assert ears.poll(PATIENCE), "the process did not open its database"
        assert ears.recv()[0] == "open"
        until = time.monotonic() + chance.uniform(0, LONGEST)
        while (left := until - time.monotonic()) > 0:
            if ears.poll(left):
                heard.append(ears.recv())
        process.kill()
        while True:  # what was in the pipe had been acknowledged
            heard.append(ears.recv())
    except (EOFError, OSError):  # the end, or an acknowledgement cut in two: nobody heard that
        return heard
    finally:
        process.kill()
        process.join()
        process.close()


def _look(server: ForkServerContext, data: Path, acknowledged: Acknowledged) -> list[str]:
    here, there = server.Pipe(duplex=False)
    process = server.Process(target=victim.look, args=(data, acknowledged, there))
    process.start()
    there.close()
    try:
        assert here.poll(PATIENCE), "the database did not open again"
        wrong: list[str] = here.recv()
    finally:
        process.join(PATIENCE)
        process.close()
    return wrong


def test_nothing_acknowledged_is_lost_however_often_the_process_is_killed(
    server: ForkServerContext, tmp_path: Path
) -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    kept, wrong = 0, []
    acknowledged: Acknowledged = []
    data = tmp_path
    for life in range(KILLS):
        if life % LIVES_OF_A_DATABASE == 0:
            wrong += _look(server, data, acknowledged) if acknowledged else []
            kept += len(acknowledged)
            acknowledged, data = [], tmp_path / f"data{life}"
        acknowledged += _live_and_die(server, data, life, chance)
    wrong += _look(server, data, acknowledged)
    kept += len(acknowledged)

    assert wrong == [], f"seed {seed}"
    assert kept > KILLS, f"only {kept} questions in {KILLS} lives: nothing was under load"
