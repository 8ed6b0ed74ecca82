"""The key that wraps all others: from ``SECRET_KEY``, or from a file made at the first start.

Whoever has the vault and this key can open what is sealed; either alone is worth nothing. The
file is replaced in one step, so that there is a whole key at every instant.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from bot.core.errors import SetupError
from bot.storage.files import private_file
from bot.storage.sealing import KEY_BYTES, derive

_NAME: Final = "key"


class KeyFile:
    """The key file of a data directory, and the draft of the next one while keys are rotated."""

    def __init__(self, data_dir: Path) -> None:
        """Look into ``data_dir``."""
        self.path = data_dir / _NAME
        self._next = data_dir / f"{_NAME}.next"

    def read(self) -> bytes | None:
        """Return the key, or ``None`` when there is no file.

        Raises:
            SetupError: the file is damaged or cannot be read.
        """
        return _read(self.path)

    def read_next(self) -> bytes | None:
        """Return the draft of the next key, if a rotation was begun."""
        return _read(self._next)

    def make(self) -> bytes:
        """Make the first key."""
        key = self.draft()
        self.adopt()
        return key

    def draft(self) -> bytes:
        """Write the next key beside the present one, durably."""
        key = secrets.token_bytes(KEY_BYTES)
        self._next.unlink(missing_ok=True)
        private_file(self._next)
        with self._next.open("w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        return key

    def adopt(self) -> None:
        """Let the draft take the place of the key, which is gone with that."""
        self._next.replace(self.path)
        directory = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def remove(self) -> None:
        """Remove the key, when another kind of key has taken its place."""
        self.path.unlink(missing_ok=True)

    def forget_next(self) -> None:
        """Remove the draft of a rotation that came to nothing."""
        self._next.unlink(missing_ok=True)


def from_text(secret: str) -> bytes:
    """Make the key from the text of ``SECRET_KEY``."""
    return derive(secret.encode(), "vault")


def _read(path: Path) -> bytes | None:
    if not path.exists():
        return None
    private_file(path)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise SetupError(f"{path} cannot be read as a key: put your copy of it back.") from error
    if len(key) != KEY_BYTES:
        raise SetupError(f"{path} is damaged: put your copy of it back.")
    return key
