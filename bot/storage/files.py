"""Private files: who may read them, and whose they are at the moment."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.core.errors import SetupError

_FILE: Final = 0o600
_DIRECTORY: Final = 0o700
_OTHERS: Final = 0o077


def private_directory(path: Path) -> None:
    """Make a directory that only we can enter, or close one of ours to others.

    The working directory, the home directory and shared ones (``/tmp``) are left as they are.

    Raises:
        SetupError: it cannot be made, or is not a directory.
    """
    try:
        path.mkdir(mode=_DIRECTORY, parents=True, exist_ok=True)
        status = path.stat()
        ours = status.st_uid == os.geteuid() and not status.st_mode & stat.S_ISVTX
        if ours and status.st_mode & _OTHERS and path.resolve() not in {Path.cwd(), Path.home()}:
            path.chmod(_DIRECTORY)
    except OSError as error:
        message = f"The data directory {path} cannot be used ({error.strerror}): make it writable, or name another one."
        raise SetupError(message) from error


def private_file(path: Path) -> None:
    """Make an empty file that only we can read, or close an existing one to others.

    Raises:
        SetupError: it cannot be made, read or written.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _FILE))
        if path.stat().st_mode & _OTHERS:
            path.chmod(_FILE)
    except OSError as error:
        message = f"The file {path} cannot be used ({error.strerror}): make it readable and writable, or name another one."
        raise SetupError(message) from error


class Lock:
    """An advisory lock on a file of its own; the system frees it when its holder dies."""

    def __init__(self, path: Path) -> None:
        """Prepare; nothing is locked yet."""
        self._path = path
        self._descriptor: int | None = None

    def take(self, *, shared: bool = False) -> bool:
        """Try to hold the lock, alone or together with others that share it; never wait."""
        if self._descriptor is None:
            private_file(self._path)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._descriptor, how | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Try to hold a shared lock alone for a while; give whether that is so."""
        try:
            yield self.take()
        finally:
            self.take(shared=True)

    def free(self) -> None:
        """Let go. The file stays: removing it would let two processes hold two files."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
