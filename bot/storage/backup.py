"""Backups of the SQLite database: one new file, checked, and never the vault.

The copy is made of what is there, not of the file, so it holds nothing that was deleted; what is
sealed in it opens only with the vault, which has a backup rule of its own. PostgreSQL brings
``pg_dump``.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.core.errors import SetupError
from bot.storage.engine import Database
from bot.storage.files import Lock, private_file
from bot.storage.sqlite import SqliteStore
from bot.storage.sqlite_connect import APPLICATION_ID

_CHUNK: Final = 1 << 20


async def backup(store: Database, target: Path) -> Path:
    """Copy the database into the new file ``target`` while it is in use; return its path.

    Beside it stands ``target.sha256``, against which :func:`restore` checks every byte.

    Raises:
        SetupError: the file exists, cannot be written, or PostgreSQL is used.
    """
    if not isinstance(store, SqliteStore):
        raise SetupError("PostgreSQL is backed up with pg_dump: run pg_dump on DATABASE_URL.")
    await asyncio.to_thread(_copy, store.path, target)
    return target


def restore(source: Path, target: Path) -> None:
    """Put a backup in the place of the database at ``target``, which nobody may be using.

    What stood there is kept as ``target.before-restore`` until the operator removes it.

    Raises:
        SetupError: the backup is damaged or not one, or the database is in use.
    """
    _check_sum(source)
    _check(source)
    lock = Lock(target.with_name(target.name + ".lock"))
    if not lock.take():
        lock.free()
        raise SetupError(f"Another process uses {target}: stop it first.")
    try:
        draft = target.with_name(target.name + ".restoring")
        draft.unlink(missing_ok=True)
        private_file(draft)
        shutil.copyfile(source, draft)
        _sync(draft)
        before = target.with_name(target.name + ".before-restore")
        for suffix in ("", "-wal", "-shm"):
            part = target.with_name(target.name + suffix)
            if part.exists():
                part.replace(before.with_name(before.name + suffix))
        draft.replace(target)
        _sync(target.parent)
    except OSError as error:
        raise SetupError(f"{target} cannot be written ({error.strerror}): make room.") from error
    finally:
        lock.free()


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        raise SetupError(f"{target} exists: name a file that does not.")
    draft = target.with_name(target.name + ".part")
    try:
        draft.unlink(missing_ok=True)
        private_file(draft)
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as db:
            db.execute("VACUUM INTO ?", (str(draft),))
        _check(draft)
        _sync(draft)
        digest = _digest(draft)
        sums = target.with_name(target.name + ".sha256")
        private_file(sums)
        sums.write_text(f"{digest}  {target.name}\n", encoding="utf-8")
        _sync(sums)
        draft.replace(target)
        _sync(target.parent)
    except (OSError, sqlite3.Error) as error:
        draft.unlink(missing_ok=True)
        raise SetupError(f"{target} cannot be written ({error}): make room.") from error


def _check(path: Path) -> None:
    """Read the whole file once and make sure that it is a sound database of ours."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            application_id = db.execute("PRAGMA application_id").fetchone()[0]
            sound = db.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise SetupError(f"{path} is damaged or no database: take another backup.") from error
    if application_id != APPLICATION_ID or sound != "ok":
        raise SetupError(f"{path} is damaged or no backup of ours: take another one.")


def _check_sum(path: Path) -> None:
    sums = path.with_name(path.name + ".sha256")
    try:
        wanted = sums.read_text(encoding="utf-8").split()[0]
        found = _digest(path)
    except (OSError, IndexError) as error:
        raise SetupError(f"{path} or {sums} cannot be read: a backup needs both files.") from error
    if wanted != found:
        raise SetupError(f"{path} is damaged: it is not what {sums.name} says. Take another one.")


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
