"""Words as a calendar file carries them (RFC 5545, section 3.3.11)."""

from __future__ import annotations

import re
from typing import Final

from icalendar.prop import vText
from typing_extensions import override

_SPECIAL: Final = re.compile(r"\r\n|[\\;,\r\n]")
_NEW_LINES: Final = frozenset({"\r\n", "\r", "\n"})


class CalendarText(vText):
    r"""Text that reads back as it was written.

    The library's own takes a backslash before ``N`` in somebody's words for a new line: a
    place called ``Depot\North`` would be torn in two.
    """

    @override
    def to_ical(self) -> bytes:
        r"""Escape once, from left to right; every kind of line ending becomes ``\n``."""
        return _SPECIAL.sub(_escaped, self).encode()


def _escaped(found: re.Match[str]) -> str:
    return r"\n" if found[0] in _NEW_LINES else "\\" + found[0]
