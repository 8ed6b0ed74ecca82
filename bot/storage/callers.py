"""Who waits for the writer, and what becomes of each unit. The same for both engines."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from bot.core.errors import NotSaved
from bot.core.ports import Tx

GROUP: Final = 64

Unit: TypeAlias = Callable[[Tx], Awaitable[Any]]


class Caller:
    """A unit, the future of who waits for it, and what became of it."""

    __slots__ = ("error", "future", "unit", "value")

    def __init__(self, unit: Unit, future: asyncio.Future[Any]) -> None:
        """Wait; nothing has happened yet."""
        self.unit = unit
        self.future = future
        self.value: Any = None
        self.error: BaseException | None = None

    def tell(self) -> None:
        """Release the caller, in the event loop, when everything is durable or undone.

        Who was cancelled meanwhile hears nothing: the work is done or undone all the same.
        """
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.value)
        else:
            self.future.set_exception(self.error)


def take(waiting: deque[Caller]) -> list[Caller]:
    """Take the next group, without those who were cancelled before they had their turn."""
    group: list[Caller] = []
    while waiting and len(group) < GROUP:
        caller = waiting.popleft()
        if not caller.future.cancelled():
            group.append(caller)
    return group


def fail(group: list[Caller], error: Exception) -> None:
    """Nothing of ``group`` was kept; who failed on their own account learns that instead."""
    for caller in group:
        caller.value = None
        if caller.error is None:
            caller.error = NotSaved() if isinstance(error, NotSaved) else error
