"""Telling other processes that jobs were stored, and hearing it from them.

PostgreSQL takes a lock on the whole server for each ``NOTIFY`` at commit, so it is sent outside
of the writing transaction, on a connection of its own, and once for all that was stored in 15 ms.
It may get lost: couriers look by themselves every few seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

import asyncpg

from bot.storage.postgres_tx import LOST, Connection

_CHANNEL: Final = "commonground_jobs"
_TOGETHER_SECONDS: Final = 0.015
_RECONNECT_SECONDS: Final = 2.0
_TROUBLE: Final = (asyncpg.PostgresError, asyncpg.InterfaceError, *LOST)


class Bell:
    """Rings in all processes but our own."""

    def __init__(
        self, connect: Callable[[], Awaitable[Connection]], heard: Callable[[], None]
    ) -> None:
        """Connect with ``connect``; call ``heard`` when another process rings."""
        self._connect = connect
        self._heard = heard
        self._rings = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen."""
        self._task = asyncio.create_task(self._serve(), name="postgres bell")

    def ring(self) -> None:
        """Tell the others soon."""
        self._rings.set()

    async def stop(self) -> None:
        """Listen no more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _serve(self) -> None:
        while True:
            try:
                await self._listen()
            except _TROUBLE:
                await asyncio.sleep(_RECONNECT_SECONDS)
            self._heard()  # something may have been missed meanwhile

    async def _listen(self) -> None:
        connection = await self._connect()
        ours = connection.get_server_pid()

        def heard(_connection: object, pid: int, _channel: str, _payload: object) -> None:
            if pid != ours:
                self._heard()

        def lost(_connection: Any) -> None:  # noqa: ANN401  (asyncpg's own type, not needed)
            self._rings.set()

        connection.add_termination_listener(lost)
        try:
            await connection.add_listener(_CHANNEL, heard)
            while not connection.is_closed():
                await self._rings.wait()
                await asyncio.sleep(_TOGETHER_SECONDS)
                self._rings.clear()
                if not connection.is_closed():
                    await connection.execute(f"NOTIFY {_CHANNEL}")
        finally:
            connection.terminate()
        raise ConnectionResetError
