"""What privacy asks of others."""

from __future__ import annotations

from typing import Protocol


class Numbers(Protocol):
    """Which number saves a life in a country."""

    def emergency(self, code: str, language: str, /) -> str:
        """Return the emergency number, or words that stand for it."""
        ...


class Traces(Protocol):
    """What a database file keeps of deleted rows."""

    async def erase_traces(self) -> None:
        """Make deleted text unreadable on the disk. Raises ``NotSaved``: call again."""
        ...
