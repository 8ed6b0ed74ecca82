"""The vault: keys that are kept apart from the records, so that erasing a key erases for good.

Each thing that must be forgettable is sealed under a data key (DEK) of its own. The records hold
the ciphertext and may be backed up freely; the vault holds the key and is not. Erasing the key
makes every copy of the ciphertext unreadable, also those in backups made before.

Data keys are made and committed in batches of 256 before any is used, so sealing costs no sync to
the disk. ``seal``, ``open`` and ``key`` are quick and never wait; they may be used in a unit of
work and from any thread.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from bot.core.errors import NotSaved
from bot.core.ids import new_id
from bot.core.ports import Clock
from bot.storage.erasures import Erasure
from bot.storage.errors import Gone, Tampered
from bot.storage.files import Lock
from bot.storage.key_file import KeyFile, from_text
from bot.storage.sealing import ADDRESS, KEY_BYTES, derive, seal, unseal, unwrap, wrap
from bot.storage.vault_copy import expire_copies, is_due, write_copy
from bot.storage.vault_file import VaultFile

__all__ = ["ADDRESS", "Gone", "Sealed", "Tampered", "Vault"]

T = TypeVar("T")

_BATCH: Final = 256
_LOW: Final = 64
_REMEMBERED: Final = 1_024
MASTER: Final = "master"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed value and the id of its key. Both are stored with the record."""

    dek: str
    blob: bytes


class Vault:
    """The keys of one data directory. Opened by :func:`bot.storage.open.open_vault`."""

    def __init__(
        self, file: VaultFile, keys: KeyFile, kek: bytes, *, lock: Lock, clock: Clock
    ) -> None:
        """Use ``file``, whose keys are wrapped by ``kek``."""
        self._file = file
        self._keys = keys
        self._kek = kek
        self._lock = lock
        self._clock = clock
        self._master = unwrap(kek, _present(file.secret(MASTER)), name=MASTER)
        self._derived: dict[str, bytes] = {}
        self._at_start = file.deks()
        self._reserve: deque[tuple[str, bytes]] = deque()
        self._fresh: OrderedDict[str, bytes] = OrderedDict()
        self._filling = threading.Lock()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vault")

    def key(self, purpose: str, /) -> bytes:
        """Return the 32 bytes that serve ``purpose`` and nothing else, always the same."""
        derived = self._derived.get(purpose)
        if derived is None:
            derived = self._derived[purpose] = derive(self._master, purpose)
        return derived

    def new_dek(self) -> str:
        """Return the id of an unused data key, under which several values may be sealed.

        Raises:
            NotSaved: no more keys could be made.
        """
        while True:
            try:
                dek, key = self._reserve.popleft()
            except IndexError:
                self._fill()  # at first, and when a burst is faster than the thread
                continue
            if len(self._reserve) < _LOW and self._filling.acquire(blocking=False):
                self._thread.submit(self._fill_in_advance)
            self._fresh[dek] = key
            with suppress(KeyError):
                while len(self._fresh) > _REMEMBERED:
                    self._fresh.popitem(last=False)
            return dek

    def seal(
        self, plaintext: bytes, *, purpose: str, subject: str, dek: str | None = None
    ) -> Sealed:
        """Seal ``plaintext`` so that it opens for this subject and purpose alone.

        Without ``dek`` a new key is used. The stored length is one of a few sizes.

        Raises:
            Gone: ``dek`` was erased.
            NotSaved: no more keys could be made.
            ValueError: more than 16,380 bytes (124 for the purpose ``address``).
        """
        dek = self.new_dek() if dek is None else dek
        key = self._fresh.get(dek) or self._read(dek)
        return Sealed(dek, seal(key, plaintext, subject=subject, purpose=purpose))

    def open(self, dek: str, blob: bytes, *, purpose: str, subject: str) -> bytes:
        """Open what :meth:`seal` made.

        Raises:
            Gone: the key was erased.
            Tampered: the value was altered, or sealed for something else.
        """
        return unseal(self._read(dek), blob, subject=subject, purpose=purpose)

    def holds(self, dek: str) -> bool:
        """Whether a data key is still here, so that what it sealed can be opened."""
        return self._file.dek(dek) is not None

    async def erase(self, *deks: str) -> None:
        """Erase data keys for good, without a trace in the files. Erasing twice is harmless.

        Raises:
            NotSaved: the file could not be changed, or is in use: call again.
        """
        for dek in deks:
            self._fresh.pop(dek, None)
        await self._in_thread(lambda: self._file.erase(deks))

    async def sweep(self, referenced: Iterable[str]) -> int:
        """Erase the keys that no record names, left over from before this start.

        Keys that were made since are never touched. Does nothing while another process uses the
        vault, because its unused keys look the same. Returns how many were erased.
        """
        left_over = self._at_start - set(referenced)
        if not left_over:
            return 0
        with self._lock.alone() as alone:
            if not alone:
                return 0
            await self._in_thread(lambda: self._file.erase(left_over))
        self._at_start -= left_over
        return len(left_over)

    async def keep_erasure(self, erasure: Erasure) -> None:
        """Keep the mark of something that was erased, until its day. Raises ``NotSaved``."""
        await self._in_thread(lambda: self._file.add_erasure(erasure))

    def erasures(self) -> Sequence[Erasure]:
        """Return what was erased as long ago as backups live."""
        return self._file.erasures()

    async def forget_erasures(self, today: date) -> int:
        """Forget the erasures whose last day is over; return how many."""
        return await self._in_thread(lambda: self._file.forget_erasures(today))

    async def keep_copies(self, folder: Path) -> None:
        """Make a copy of its own once a day; let none in ``folder`` grow older than seven days.

        Raises:
            SetupError: the folder cannot be written.
        """
        await self._in_thread(lambda: self._keep_copies(folder))

    async def rotate(self, *, secret_key: str | None = None) -> None:
        """Wrap all keys anew: under a new key file, or under the text of a new ``SECRET_KEY``.

        One transaction; killed at any instant, either the old key opens the vault or the new one,
        and the next start finds out which. Other processes must not be running.

        Raises:
            NotSaved: the file could not be changed, or another process uses it.
        """
        with self._lock.alone() as alone:
            if not alone:
                raise NotSaved
            await self._in_thread(lambda: self._rotate(secret_key))

    async def close(self) -> None:
        """Let go of the files. Unused keys are erased at the next start."""
        await asyncio.to_thread(self._thread.shutdown)
        self._file.close()
        self._lock.free()

    def _keep_copies(self, folder: Path) -> None:
        now = self._clock.now()
        expire_copies(folder, now)
        if is_due(folder, now):
            write_copy(folder, self._file.whole(), kek=self._kek, now=now)

    def _rotate(self, secret_key: str | None) -> None:
        old = self._kek
        new = self._keys.draft() if secret_key is None else from_text(secret_key)
        self._file.rewrap(
            lambda name, wrapped: wrap(new, unwrap(old, wrapped, name=name), name=name)
        )
        self._kek = new
        if secret_key is None:
            self._keys.adopt()
        else:
            self._keys.remove()
        self._file.cut_log()

    def _read(self, dek: str) -> bytes:
        wrapped = self._file.dek(dek)
        if wrapped is None:
            raise Gone
        return unwrap(self._kek, wrapped, name=dek)

    def _fill(self) -> None:
        batch = [(new_id(), os.urandom(KEY_BYTES)) for _ in range(_BATCH)]
        self._file.add_deks([(dek, wrap(self._kek, key, name=dek)) for dek, key in batch])
        self._reserve.extend(batch)

    def _fill_in_advance(self) -> None:
        try:
            with suppress(NotSaved):  # whoever needs a key will try again and be told
                self._fill()
        finally:
            self._filling.release()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _present(wrapped: bytes | None) -> bytes:
    if wrapped is None:
        raise Gone
    return wrapped
