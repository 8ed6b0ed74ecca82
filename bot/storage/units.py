"""Driving units of work, which may await nothing but their transaction."""

from __future__ import annotations

import types
from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import Any, Protocol, TypeVar

from bot.core.ports import Tx
from bot.storage.errors import StrayAwait

T = TypeVar("T")


class Waiting(Tx, Protocol):
    """A transaction that knows whether it is the one that is waited for."""

    waiting: bool


def drive(unit: Callable[[Tx], Awaitable[T]], tx: Tx) -> T:
    """Run ``unit`` to its end in a thread without an event loop, where ``tx`` never waits.

    Raises:
        StrayAwait: the unit waited for something else; it was closed there.
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


@types.coroutine
def follow(unit: Callable[[Tx], Awaitable[T]], tx: Waiting) -> Generator[Any, None, T]:
    """Await ``unit`` in the event loop, as long as it is ``tx`` that it waits for.

    Raises:
        StrayAwait: the unit waited for something else; it was closed there.
    """
    steps = unit(tx).__await__()
    step: Callable[[], Any] = partial(steps.send, None)
    while True:
        try:
            waited_for = step()
        except StopIteration as end:
            value: T = end.value
            return value
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
