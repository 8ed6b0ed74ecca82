"""The vault's own copies: made daily, sealed as a whole, and gone before they are seven days old.

Ordinary backups leave the vault out, because a copy of a key brings back what was erased with it.
But losing the vault loses every question that is not published yet. So it has copies with a rule of
their own, and seven days are the honest horizon of erasure. A copy opens with the key of the vault
alone (the key file or ``SECRET_KEY``), so keep that elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.core.errors import SetupError
from bot.storage.errors import Tampered
from bot.storage.files import private_directory, private_file
from bot.storage.sealing import derive, unwrap, wrap

FOLDER: Final = "vault-copies"
LIFE: Final = timedelta(days=7)
"""No copy may be older."""

_EVERY: Final = timedelta(days=1)
_CHECKED: Final = timedelta(hours=1)
_MAGIC: Final = b"commonground vault copy 1\n"
_PURPOSE: Final = "vault copy"
_STAMP: Final = "vault-%Y%m%dT%H%M%SZ.sealed"


def copies_in(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the copies in a folder and when each was made, the oldest first."""
    found = []
    for path in folder.glob("vault-*.sealed"):
        with suppress(ValueError):
            found.append((datetime.strptime(path.name, _STAMP).replace(tzinfo=UTC), path))
    return sorted(found)


def is_due(folder: Path, now: datetime) -> bool:
    """Whether the newest copy is a day old, or there is none."""
    made = [at for at, _ in copies_in(folder)]
    return not made or now - made[-1] >= _EVERY


def write_copy(folder: Path, vault: bytes, *, kek: bytes, now: datetime) -> Path:
    """Seal the bytes of a vault into a new file; return its path.

    Raises:
        SetupError: the folder cannot be written.
    """
    path = folder / now.astimezone(UTC).strftime(_STAMP)
    draft = path.with_suffix(".part")
    sealed = _MAGIC + wrap(derive(kek, _PURPOSE), vault, name=path.name)
    try:
        private_directory(folder)
        private_file(draft)
        with draft.open("wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise SetupError(f"{folder} cannot be written ({error.strerror}): make room.") from error
    return path


def expire_copies(folder: Path, now: datetime, *, all_of_them: bool = False) -> int:
    """Overwrite and remove the copies that would be too old at the next look, an hour from now."""
    too_old = [
        path
        for at, path in copies_in(folder)
        if all_of_them or at > now + _EVERY or now - at > LIFE - _CHECKED
    ]
    for path in too_old:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    return len(too_old)


def restore_copy(source: Path, target: Path, *, keks: Iterable[bytes], now: datetime) -> None:
    """Put a copy in the place of a vault that was lost.

    Raises:
        SetupError: there is a vault, or the copy is none, too old, damaged or of another key.
    """
    if target.exists():
        raise SetupError(f"There is a vault at {target}: move it away first if it is of no use.")
    vault = _opened(source, keks, now)
    draft = target.with_name(target.name + ".restoring")
    draft.unlink(missing_ok=True)
    private_file(draft)
    with draft.open("wb") as file:
        file.write(vault)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)


def _opened(source: Path, keks: Iterable[bytes], now: datetime) -> bytes:
    try:
        sealed = source.read_bytes()
        made = datetime.strptime(source.name, _STAMP).replace(tzinfo=UTC)
    except (OSError, ValueError) as error:
        raise SetupError(f"{source} is no copy of a vault, or cannot be read.") from error
    if now - made > LIFE:
        raise SetupError(
            f"{source} is older than seven days: it would bring back what was erased."
        )
    for kek in keks:
        with suppress(Tampered):
            key = derive(kek, _PURPOSE)
            return unwrap(key, sealed.removeprefix(_MAGIC), name=source.name)
    raise SetupError(f"{source} is damaged, or does not open with the key that is here.")
