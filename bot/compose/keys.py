"""The program's own secret: from the environment, or from a key file made at the first start."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.core.errors import SetupError
from bot.settings import Environment

KEY_FILE: Final = "secret.key"
_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class SecretKeys:
    """Keys for one purpose each, made from one secret; none tells anything of another."""

    _secret: bytes = field(repr=False)

    def key(self, purpose: str, /) -> bytes:
        """Return the 32 bytes that serve ``purpose``."""
        return hmac.digest(self._secret, f"commonground {purpose}".encode(), hashlib.sha256)


def open_keys(environment: Environment) -> SecretKeys:
    """Return the keys of this deployment.

    Raises:
        SetupError: the key file cannot be read or made, or is not one.
    """
    if environment.secret_key is not None:
        return SecretKeys(environment.secret_key.reveal().encode())
    path = environment.data_dir / KEY_FILE
    try:
        secret = _made(path) if not path.exists() else path.read_bytes()
    except OSError as error:
        raise SetupError(f"{path} cannot be used ({error.strerror}); mend its rights.") from None
    if len(secret) != _BYTES:
        raise SetupError(f"{path} is damaged; put your copy of it back.")
    return SecretKeys(secret)


def _made(path: Path) -> bytes:
    """Make the file whole or not at all."""
    secret, draft = secrets.token_bytes(_BYTES), path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    return secret
