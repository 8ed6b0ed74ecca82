"""What this house relies on inside aiosqlite. If one of these fails, ``thread.py`` must change."""

import asyncio
import logging
import sqlite3
import subprocess
import sys
import threading
from functools import partial

import aiosqlite
import pytest

from bot.storage import thread


def memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:")


def test_aiosqlite_is_the_version_that_was_read() -> None:
    assert aiosqlite.__version__.startswith("0.22.")


async def test_work_is_done_in_the_connections_own_thread_in_order() -> None:
    connection = await thread.connected(memory)
    done: list[tuple[int, str]] = []

    def note(number: int) -> None:
        done.append((number, threading.current_thread().name))

    for number in range(100):
        thread.post(connection, partial(note, number))
    name = await thread.call(connection, lambda: threading.current_thread().name)
    await thread.close(connection)

    assert done == [(number, name) for number in range(100)]
    assert name != threading.current_thread().name


async def test_what_work_raises_reaches_who_called_it() -> None:
    connection = await thread.connected(memory)

    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await thread.call(connection, fail)
    assert await thread.call(connection, lambda: 1) == 1
    await thread.close(connection)


async def test_work_goes_on_although_nobody_waits_for_it() -> None:
    connection = await thread.connected(memory)
    done = threading.Event()
    future = thread.call(connection, done.set)
    future.cancel()
    await thread.call(connection, lambda: None)
    await thread.close(connection)

    assert done.is_set()


async def test_a_connection_that_cannot_be_made_leaves_no_thread() -> None:
    before = threading.active_count()

    def fail() -> sqlite3.Connection:
        raise LookupError

    with pytest.raises(LookupError):
        _ = await thread.connected(fail)
    assert threading.active_count() == before


async def test_a_closed_connection_leaves_no_thread() -> None:
    before = threading.active_count()
    await thread.close(await thread.connected(memory))

    assert threading.active_count() == before


async def test_even_a_debug_log_shows_no_value(caplog: pytest.LogCaptureFixture) -> None:
    connection = await thread.connected(memory)
    secret = "where were you"
    with caplog.at_level(logging.DEBUG, logger="aiosqlite"):
        await thread.call(
            connection, lambda: connection._conn.execute("SELECT ?", (secret,)).fetchall()
        )
    await thread.close(connection)

    assert secret not in caplog.text


FORGET = """
import asyncio, sqlite3
from bot.storage import thread

async def main():
    global kept
    kept = await thread.connected(lambda: sqlite3.connect(":memory:"))

asyncio.run(main())
"""


def test_a_connection_that_was_never_closed_does_not_keep_the_program_from_ending() -> None:
    run = subprocess.run([sys.executable, "-c", FORGET], timeout=20, check=False)

    assert run.returncode == 0


async def test_cancelling_the_caller_of_connected_leaves_no_thread() -> None:
    before = threading.active_count()
    task = asyncio.ensure_future(thread.connected(memory))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        _ = await task

    assert threading.active_count() == before
