"""What posts need from the world besides the store: where feeds come from."""

from __future__ import annotations

from typing import Protocol

from bot.delivery.worker.feed import FeedRead


class FeedSource(Protocol):
    """Feeds by name."""

    async def names(self) -> tuple[str, ...]:
        """Return the names that can be followed, in order."""
        ...

    async def read(self, name: str) -> FeedRead:
        """Read one feed. Raises ``NotRead``."""
        ...
