"""Feedback as rows for a spreadsheet, with nothing in it that a spreadsheet would carry out."""

from __future__ import annotations

import unicodedata
from typing import Final

from bot.features.feedback.model import Note

HEAD: Final = (
    "id",
    "day",
    "kind",
    "about",
    "about_id",
    "rating",
    "words",
    "named",
    "state",
    "outcome",
    "reason",
    "reply",
)
_BEGINS_A_FORMULA: Final = frozenset("=+-@\t\r\n\0|%\u2212")
_PASSED_OVER: Final = " \u00a0\u3000\u200b\ufeff\"'`"


def row(note: Note) -> tuple[str, ...]:
    """Write a note. Whether it was named is said, never by whom."""
    cells = (
        note.id,
        note.logged_on.isoformat(),
        note.kind.value,
        note.about.value,
        note.about_ref,
        "" if note.rating is None else str(note.rating),
        note.words,
        "no" if note.by is None else "yes",
        note.state.value,
        "" if note.outcome is None else note.outcome.value,
        "" if note.reason is None else note.reason.value,
        note.reply,
    )
    return tuple(inert(cell) for cell in cells)


def inert(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet could take for a formula.

    Also behind blanks and quotation marks, and in the wide forms of the characters. Whoever
    writes the file quotes every cell, so that no other separator can split one.
    """
    seen = cell.lstrip(_PASSED_OVER)
    first = unicodedata.normalize("NFKC", seen[:1])[:1] or cell[:1]
    return f"'{cell}" if first in _BEGINS_A_FORMULA else cell
