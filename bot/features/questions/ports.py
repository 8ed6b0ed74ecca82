"""What the questions need from outside, besides what the core already names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.core.ports import Store
from bot.core.text import Message
from bot.storage.vault import Sealed


class Anonymity(Protocol):
    """Whether a community's surroundings allow a promise of anonymity."""

    async def anonymous_allowed(self, community: str) -> Message | None:
        """Say why nobody may ask without a name here; ``None`` when everyone may."""
        ...


class Records(Store, Protocol):
    """The store, with the means to remove what deleted rows left behind."""

    async def erase_traces(self) -> None:
        """Cut what was deleted out of the files. Raises ``NotSaved``: call again."""
        ...


class Vault(Protocol):
    """Keys that are kept apart from the records, so that erasing one erases what it sealed."""

    def seal(
        self, plaintext: bytes, *, purpose: str, subject: str, dek: str | None = None
    ) -> Sealed:
        """Seal so that only this subject and purpose open it; without ``dek`` under a new key."""
        ...

    def open(self, dek: str, blob: bytes, *, purpose: str, subject: str) -> bytes:
        """Return what was sealed. Raises ``Gone`` when the key was erased."""
        ...

    async def erase(self, *deks: str) -> None:
        """Erase data keys for good. Erasing twice is harmless."""
        ...

    def key(self, purpose: str, /) -> bytes:
        """Return the keyed-hash key that serves this purpose and no other."""
        ...


class Meaning(Protocol):
    """How close texts are by what they mean, where something that tells is installed.

    What it returns for a text are bytes that only the same ``model`` can compare.
    """

    @property
    def model(self) -> str:
        """Which model it is: what another one made is worth nothing."""
        ...

    def reads(self, words: str) -> bool:
        """Whether it understands the language of ``words``. At once."""
        ...

    async def vector(self, words: str) -> bytes:
        """Return what ``words`` mean, never empty. What goes wrong is raised as it is."""
        ...

    async def closeness(self, words: str, vectors: Sequence[bytes]) -> Sequence[float]:
        """Return how close ``words`` are to each vector, 1 at most. ``words`` are kept nowhere."""
        ...
