"""Work in the thread of an aiosqlite connection: the one place that knows how it is made.

aiosqlite 0.22 sends every call through a queue of its own and has no public way to run a whole
function there, so this module reaches for two private names. ``pyproject.toml`` pins the version
and ``tests/unit/storage/test_thread.py`` says when it no longer holds.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import TypeVar

import aiosqlite

T = TypeVar("T")


async def connected(connect: Callable[[], sqlite3.Connection]) -> aiosqlite.Connection:
    """Start a thread and make its connection there with ``connect``.

    The thread never keeps the program from ending: a connection that was lost without being
    closed would hang the exit otherwise.
    """
    connection = aiosqlite.Connection(connect, iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001  (see above)
    try:
        return await connection
    except BaseException:
        _wait_for_end(connection)
        raise


async def close(connection: aiosqlite.Connection) -> None:
    """Close the connection after all that was posted, and end its thread."""
    await connection.close()
    _wait_for_end(connection)


def _wait_for_end(connection: aiosqlite.Connection) -> None:
    """Wait for the few microseconds in which the thread leaves: it must not outlive the loop."""
    connection._thread.join(timeout=1)  # noqa: SLF001  (see above)


def post(connection: aiosqlite.Connection, work: Callable[[], None]) -> None:
    """Have ``work`` run in the thread after what was posted before. It must raise nothing."""
    connection._tx.put_nowait((None, work))  # noqa: SLF001  (see above)


def call(connection: aiosqlite.Connection, work: Callable[[], T]) -> asyncio.Future[T]:
    """Run ``work`` in the thread; the future gives its result or what it raised.

    Cancelling the future leaves the work to its end; only the result is dropped.
    """
    future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    connection._tx.put_nowait((future, work))  # noqa: SLF001  (see above)
    return future
