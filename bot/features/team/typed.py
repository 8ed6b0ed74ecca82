"""What organizers type at set-up: names of channels and groups, zones, hours, link codes."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import time
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.team.model import OddHours, UnknownZone

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")
_TIME: Final = re.compile(r"([0-9]{1,2})(?:[:h]([0-9]{2})?)?", re.ASCII)
_CODE_CHARACTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODE_LENGTH: Final = 16


def fit_id(given: str) -> bool:
    """Whether ``given`` has the form of an id that platforms use."""
    return _ID.fullmatch(given) is not None


def pick(typed: str, things: Sequence[tuple[str, str]]) -> str | None:
    """Find what a person meant by a name (``#posts``, ``@liaisons``, ``<#123>``) or an id.

    Where the platform listed nothing, something in the form of an id is taken at its word.
    """
    wanted = typed.strip().strip("<>").lstrip("#@&!").partition("|")[0].strip()
    for known, name in things:
        if wanted == known or wanted.casefold() == name.casefold().lstrip("#@"):
            return known
    return wanted if not things and fit_id(wanted) else None


def read_zone(given: str) -> str:
    """Return the IANA zone named. Raises ``UnknownZone``."""
    zone = given.strip()
    if not _ZONE.fullmatch(zone):
        raise UnknownZone
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        raise UnknownZone from None
    return zone


def read_time(given: str) -> time:
    """Read ``9``, ``09:00``, ``9h`` or ``9h30``. Raises ``OddHours``."""
    match = _TIME.fullmatch(given.strip().lower())
    if match is None:
        raise OddHours
    try:
        return time(int(match[1]), int(match[2] or 0))
    except ValueError:
        raise OddHours from None


def new_code() -> str:
    """Return a link code of 80 random bits, in four groups that are easy to read aloud."""
    letters = "".join(secrets.choice(_CODE_CHARACTERS) for _ in range(_CODE_LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, _CODE_LENGTH, 4))


def code_hash(code: str) -> str:
    """Return what is stored of a link code, however it was typed."""
    letters = "".join(c for c in code.upper() if c.isascii() and c.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
