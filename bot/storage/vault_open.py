"""Opening the vault: finding the key that opens it, or making the first one."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.core.errors import SetupError
from bot.core.ports import Clock
from bot.storage.ending import to_the_end
from bot.storage.errors import Tampered
from bot.storage.files import Lock, private_directory
from bot.storage.key_file import KeyFile, from_text
from bot.storage.sealing import KEY_BYTES, unwrap, wrap
from bot.storage.vault import MASTER, Vault
from bot.storage.vault_copy import restore_copy
from bot.storage.vault_file import VaultFile

_VAULT: Final = "vault.db"
_LOCK_TRIES: Final = 50
_LOCK_SECONDS: Final = 0.1


@asynccontextmanager
async def open_vault(
    data_dir: Path, *, clock: Clock, secret_key: str | None = None
) -> AsyncGenerator[Vault]:
    """Open ``data_dir/vault.db``, making it if there is none, and close it whatever happens.

    The keys in it are wrapped by ``secret_key``, or else by the file ``data_dir/key``.

    Raises:
        SetupError: one sentence for the operator.
    """
    vault = await asyncio.to_thread(_open, data_dir, clock, secret_key)
    try:
        yield vault
    finally:
        await to_the_end(vault.close())


def restore_vault(
    data_dir: Path, source: Path, *, now: datetime, secret_key: str | None = None
) -> None:
    """Put a copy of the vault in its place, when the vault was lost.

    Raises:
        SetupError: one sentence for the operator.
    """
    private_directory(data_dir)
    restore_copy(
        source, data_dir / _VAULT, keks=_candidates(KeyFile(data_dir), secret_key), now=now
    )


def _open(data_dir: Path, clock: Clock, secret_key: str | None) -> Vault:
    private_directory(data_dir)
    keys = KeyFile(data_dir)
    lock = Lock(data_dir / f"{_VAULT}.lock")
    if not any(lock.take(shared=True) or _wait() for _ in range(_LOCK_TRIES)):
        lock.free()
        raise SetupError(
            f"Another process is changing the keys of {data_dir / _VAULT}: wait until it is done."
        )
    try:
        file = VaultFile(data_dir / _VAULT)
    except BaseException:
        lock.free()
        raise
    try:
        return Vault(file, keys, _kek(file, keys, secret_key), lock=lock, clock=clock)
    except BaseException:
        file.close()
        lock.free()
        raise


def _kek(file: VaultFile, keys: KeyFile, secret_key: str | None) -> bytes:
    """Find the key that opens the vault, or make the first one."""
    master = file.secret(MASTER)
    candidates = _candidates(keys, secret_key)
    source = f"the key file {keys.path}" if secret_key is None else "SECRET_KEY"
    if master is None:
        kek = candidates[0] if candidates else keys.make()
        file.add_secret(MASTER, wrap(kek, os.urandom(KEY_BYTES), name=MASTER))
        return kek
    for kek in candidates:
        with suppress(Tampered):
            unwrap(kek, master, name=MASTER)
            if secret_key is None and kek == keys.read_next() and kek != keys.read():
                keys.adopt()  # a rotation was cut off after its commit
            keys.forget_next()
            return kek
    raise SetupError(
        f"The vault {file.path} does not open with {source}: put back the key that belongs to it."
    )


def _candidates(keys: KeyFile, secret_key: str | None) -> list[bytes]:
    if secret_key is not None:
        return [from_text(secret_key)]
    return [key for key in (keys.read(), keys.read_next()) if key is not None]


def _wait() -> bool:
    time.sleep(_LOCK_SECONDS)  # in a thread of its own
    return False
