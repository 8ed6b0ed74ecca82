"""What the forums need from outside, besides what the core already names."""

from __future__ import annotations

from typing import Protocol


class Questions(Protocol):
    """Where the words of a question that was proposed for an agenda are read."""

    async def words(self, community: str, question: str) -> str | None:
        """Return the approved words of a question that waits or was answered.

        Empty while only its asker and the team may read them; ``None`` when it was withdrawn or
        taken back, so that it leaves the agenda.
        """
        ...
