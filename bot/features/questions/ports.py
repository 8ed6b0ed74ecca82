"""What the questions need from outside, besides what the core already names."""

from __future__ import annotations

from typing import Protocol

from bot.core.text import Message


class Anonymity(Protocol):
    """Whether a community's surroundings allow a promise of anonymity."""

    async def anonymous_allowed(self, community: str) -> Message | None:
        """Say why nobody may ask without a name here; ``None`` when everyone may."""
        ...


class Vault(Protocol):
    """Keys that are kept apart from the records, so that erasing one erases what it sealed."""

    async def new_dek(self) -> str:
        """Return the id of a fresh data key that was durable before it is used."""
        ...

    async def seal(self, dek: str, words: bytes, *, subject: str, purpose: str) -> bytes:
        """Seal ``words`` so that only this subject and purpose can open them."""
        ...

    async def open(self, dek: str, sealed: bytes, *, subject: str, purpose: str) -> bytes:
        """Return what was sealed. Raises ``Gone`` when the key was erased."""
        ...

    async def erase(self, dek: str) -> None:
        """Erase a data key for good. Erasing it twice is harmless."""
        ...

    def key(self, purpose: str) -> bytes:
        """Return the keyed-hash key that serves this purpose and no other."""
        ...
