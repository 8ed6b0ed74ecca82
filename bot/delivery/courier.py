"""The courier: carries out jobs when they fall due, in order per lane, at least once.

A job is leased, handed to the handler of its kind, and completed with a fence: a courier whose
lease ran out completes nothing. A handler that completes the job inside its own transaction
(``await leased.finish(tx)``) has exactly one effect, whenever the process dies.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeAlias

from bot.core.ports import Clock, Later, Undeliverable
from bot.delivery.leased import Leased
from bot.storage import outbox as storage
from bot.storage.outbox import Outbox

__all__ = ["Courier", "Leased"]

Handle: TypeAlias = Callable[[Leased], Awaitable[None]]
Report: TypeAlias = Callable[[BaseException, str], str]

_AT_ONCE: Final = 64
_IDLE: Final = timedelta(seconds=8)
"""A lease lasts 30 s, and a courier must be heard of three times in it."""

_AFTER_TROUBLE: Final = timedelta(seconds=1)
_TIME_LIMIT: Final = timedelta(seconds=25)
_FIRST_WAIT: Final = timedelta(seconds=2)
_ATTEMPTS: Final = 6
"""Doubling waits from 2 s: an error of ours is given up after a minute, so that its lane goes on.

Platforms that are down are no such error: their adapters say ``Later`` and wait for as long as
it takes.
"""


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why a job did not go through, and when to try it again; ``None`` buries it."""

    code: str
    after: timedelta | None


class Courier:
    """Runs jobs. One per process; ``run`` it as a task, or ``settle`` what is due now."""

    def __init__(self, *, outbox: Outbox, clock: Clock, report: Report) -> None:
        """Take what is needed; nothing runs yet."""
        self._outbox = outbox
        self._clock = clock
        self._report = report
        self._handlers: dict[str, Handle] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    def on(self, kind: str, handle: Handle) -> None:
        """Have ``handle`` carry out jobs of ``kind``. Two for one kind are an error."""
        if kind in self._handlers:
            message = f"two handlers for {kind}"
            raise ValueError(message)
        self._handlers[kind] = handle

    async def run(self) -> None:
        """Carry out jobs until cancelled. A database that fails is asked again, for ever."""
        try:
            while True:
                try:
                    busy = await self._start_due()
                except asyncio.CancelledError:
                    raise
                except Exception as error:  # noqa: BLE001  (the courier outlives any trouble)
                    self._report(error, "courier")
                    await self._clock.sleep(_AFTER_TROUBLE)
                    continue
                if not busy:
                    await self._wait()
        finally:
            await self._stop()

    async def settle(self) -> None:
        """Carry out everything that is due, and all that follows from it, then return."""
        while await self._start_due() or self._under_way:
            if self._under_way:
                await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)

    async def _start_due(self) -> bool:
        room = _AT_ONCE - len(self._under_way)
        if room <= 0:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            return True
        claimed = await self._outbox.claim(room)
        for job in claimed:
            task = asyncio.create_task(self._carry_out(job), name=f"job {job.job.kind}")
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return bool(claimed)

    async def _wait(self) -> None:
        due = await self._outbox.next_due()
        idle = _IDLE if due is None else min(_IDLE, max(due - self._clock.now(), timedelta(0)))
        waits = {
            asyncio.ensure_future(self._clock.sleep(idle)),
            asyncio.ensure_future(self._outbox.stirred()),
        }
        try:
            await asyncio.wait(waits | self._under_way, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _carry_out(self, claimed: storage.Leased) -> None:
        leased = Leased(claimed, self._outbox)
        trouble = await self._try(leased)
        try:
            if trouble is None:
                if not leased.finished:
                    await self._outbox.finish(claimed)
            elif trouble.after is None:
                await self._outbox.bury(claimed, trouble.code)
            else:
                due_at = self._clock.now() + trouble.after
                await self._outbox.retry(claimed, due_at, trouble.code)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  (the lease runs out; the job is tried again)
            self._report(error, f"job {claimed.job.kind}")

    async def _try(self, leased: Leased) -> _Trouble | None:
        try:
            handle = self._handlers[leased.kind]
        except KeyError:
            return _Trouble("no_handler", None)
        try:
            async with asyncio.timeout(_TIME_LIMIT.total_seconds()):
                await handle(leased)
        except Later as wait:
            return _Trouble("later", max(wait.after, timedelta(0)))
        except Undeliverable as refusal:
            return _Trouble(refusal.code, None)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  (one job's trouble stops no other)
            self._report(error, f"job {leased.kind}")
            return _Trouble(type(error).__name__, _back_off(leased.attempt))
        return None

    async def _stop(self) -> None:
        for task in tuple(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._outbox.leave()


def _back_off(attempt: int) -> timedelta | None:
    if attempt >= _ATTEMPTS:
        return None
    return _FIRST_WAIT * (1 << (attempt - 1))
