"""Random names for things. They carry neither time nor order."""

from __future__ import annotations

import base64
import secrets
from typing import Final

_RECEIPT_DIGITS: Final = 16


def new_id() -> str:
    """Return 128 random bits as 26 lower-case letters and digits (RFC 4648 base 32)."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def new_receipt() -> str:
    """Return 16 random digits, about 53 bits, as written on a receipt: ``1234 5678 …``."""
    number = secrets.randbelow(10**_RECEIPT_DIGITS)
    digits = f"{number:0{_RECEIPT_DIGITS}d}"
    return " ".join(digits[i : i + 4] for i in range(0, _RECEIPT_DIGITS, 4))
