"""Driving units of work in a thread, where a transaction never makes them wait."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.core.ports import Tx
from bot.storage.errors import StrayAwait

T = TypeVar("T")


def drive(unit: Callable[[Tx], Awaitable[T]], tx: Tx) -> T:
    """Run ``unit`` to its end without an event loop.

    Raises:
        StrayAwait: the unit waited for something else than ``tx``; it was closed there.
    """
    steps = unit(tx).__await__()
    try:
        steps.send(None)
    except StopIteration as end:
        value: T = end.value
        return value
    except RuntimeError as error:
        # A sleep, a lock or a task asks for the loop first, and there is none in this thread.
        if str(error) == "no running event loop":
            raise StrayAwait from error
        raise
    steps.close()
    raise StrayAwait
