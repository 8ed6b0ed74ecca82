"""Driving units of work, which may await nothing but their transaction."""

from __future__ import annotations

import asyncio
import threading
import types
from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import Any, NoReturn, Protocol, TypeVar, cast

from bot.core.ports import Tx
from bot.storage.errors import StrayAwait

T = TypeVar("T")


class Waiting(Tx, Protocol):
    """A transaction that knows whether it is the one that is waited for."""

    waiting: bool


def drive(unit: Callable[[Tx], Awaitable[T]], tx: Tx) -> T:
    """Run ``unit`` to its end in a thread with :func:`no_loop`, where ``tx`` never waits.

    Raises:
        StrayAwait: the unit waited for something else; it was closed there.
    """
    steps = unit(tx).__await__()
    try:
        steps.send(None)
    except StopIteration as end:
        value: T = end.value
        return value
    steps.close()
    raise StrayAwait


class _NoLoop:
    """Stands where an event loop would be: whoever asks it for anything strays."""

    def __getattr__(self, name: str) -> NoReturn:
        """Refuse timers, tasks, futures and all else."""
        raise StrayAwait


def no_loop() -> None:
    """Make everything in this thread that needs an event loop fail with :class:`StrayAwait`."""
    asyncio._set_running_loop(cast("asyncio.AbstractEventLoop", _NoLoop()))  # noqa: SLF001  (exported by asyncio for those who replace loops)


_stepping = threading.local()


def inside_a_unit() -> bool:
    """Whether a unit is taking a step in this thread: then nobody may wait for a store."""
    return getattr(_stepping, "now", False)


@types.coroutine
def follow(unit: Callable[[Tx], Awaitable[T]], tx: Waiting) -> Generator[Any, None, T]:
    """Await ``unit`` in the event loop, as long as it is ``tx`` that it waits for.

    Raises:
        StrayAwait: the unit waited for something else; it was closed there.
    """
    steps = unit(tx).__await__()
    step: Callable[[], Any] = partial(steps.send, None)
    while True:
        _stepping.now = True
        try:
            waited_for = step()
        except StopIteration as end:
            value: T = end.value
            return value
        finally:
            _stepping.now = False
        if not tx.waiting:
            steps.close()
            raise StrayAwait
        try:
            yield waited_for
        except GeneratorExit:
            steps.close()
            raise
        except BaseException as error:  # noqa: BLE001  (passed on to where it belongs)
            step = partial(steps.throw, error)
        else:
            step = partial(steps.send, None)
