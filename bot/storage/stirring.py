"""Who wants to hear that jobs were stored."""

from __future__ import annotations

from collections.abc import Callable


class Listeners:
    """Functions to call in the event loop. What one of them raises is its own fault, not ours."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._all: list[Callable[[], None]] = []

    def add(self, stir: Callable[[], None]) -> Callable[[], None]:
        """Call ``stir`` from now on; the result ends this, and may be called twice."""
        self._all.append(stir)

        def remove() -> None:
            if stir in self._all:
                self._all.remove(stir)

        return remove

    def stir(self) -> None:
        """Tell everyone."""
        for stir in tuple(self._all):
            stir()
