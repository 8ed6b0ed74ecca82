"""Words sealed and opened again, and where they left a trace."""

from pathlib import Path

from bot.storage.vault import Sealed, Vault
from tests.support.stores import files_in

WORDS = b"may I film an officer at work?"


def seal(vault: Vault, subject: str = "q1", words: bytes = WORDS) -> Sealed:
    return vault.seal(words, purpose="words", subject=subject)


def unseal(vault: Vault, sealed: Sealed, subject: str = "q1") -> bytes:
    return vault.open(sealed.dek, sealed.blob, purpose="words", subject=subject)


def traces(data: Path, *needles: bytes) -> list[str]:
    """Name the files that hold one of these bytes."""
    files = files_in(data).items()
    return sorted(name for name, content in files if any(each in content for each in needles))
