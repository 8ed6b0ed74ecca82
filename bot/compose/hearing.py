"""A platform's door held open for as long as the program runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Protocol

from bot.core.dispatch import Dispatcher


class Opens(Protocol):
    """A door that hears and answers until it is cancelled."""

    async def run(self, dispatcher: Dispatcher) -> None:
        """Hear and answer."""
        ...


@asynccontextmanager
async def hearing(door: Opens | None, dispatcher: Dispatcher, name: str) -> AsyncGenerator[None]:
    """Hear what comes through ``door`` meanwhile.

    Raises:
        SetupError: the platform refuses us; whatever goes on inside is ended.
    """
    if door is None:
        yield
        return
    here, failed = asyncio.current_task(), list[BaseException]()
    open_door = asyncio.create_task(door.run(dispatcher), name=name)

    def ended(task: asyncio.Task[None]) -> None:
        wrong = None if task.cancelled() else task.exception()
        if wrong is not None and here is not None:
            failed.append(wrong)
            here.cancel()

    open_door.add_done_callback(ended)
    try:
        yield
    except asyncio.CancelledError:
        if not failed or here is None:
            raise
        here.uncancel()
        raise failed[0] from None
    finally:
        open_door.remove_done_callback(ended)
        open_door.cancel()
        await asyncio.gather(open_door, return_exceptions=True)
