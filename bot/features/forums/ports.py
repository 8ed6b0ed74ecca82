"""What the forums need from outside, besides what the core already names."""

from __future__ import annotations

from typing import Protocol


class Questions(Protocol):
    """Where the words of a question that was proposed for an agenda are read."""

    async def words(self, community: str, question: str) -> str | None:
        """Return the approved words; ``None`` when the question is not public (any more)."""
        ...
