"""Receipts: 16 digits that find a question again, kept as a keyed hash alone."""

from __future__ import annotations

from typing import Final

from bot.features.questions.archive import Archive

DIGITS: Final = 16


def receipt_hash(archive: Archive, community: str, receipt: str) -> bytes:
    """Return the one form in which a receipt is kept."""
    digits = "".join(c for c in receipt if c in "0123456789")
    return archive.keyed("questions.receipt", community, digits)


def receipt_of(archive: Archive, community: str, draft: str) -> str:
    """Derive the digits from the draft, so that a lost acknowledgement loses no receipt.

    Whoever presses *Send* again on the same card sees the same digits; without the card, which
    only the asker has, and the key, nobody can derive them.
    """
    number = int.from_bytes(archive.keyed("questions.receipt.digits", community, draft))
    digits = f"{number % 10**DIGITS:0{DIGITS}d}"
    return " ".join(digits[i : i + 4] for i in range(0, DIGITS, 4))
