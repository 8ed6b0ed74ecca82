"""Private hints beside an answer: dismissible, never blocking, seen by its author alone.

The content pack says what each hint tells, in every language; which of them fits is decided here,
by its id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.features.questions.content import Hint
from bot.features.questions.model import Parts
from bot.storage.stems import stems

_CHECKABLE: Final = re.compile(
    r"https?://|\d{1,2}[/.-]\d{1,2}|\b20\d\d\b|\b\d{1,2} ?(?:h|am|pm)\b"
)
_MONTHS: Final = re.compile(
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|monday|tuesday|wednesday|thursday|friday|janvier|février|mars|avril|mai|juin|juillet"
    r"|août|septembre|octobre|novembre|décembre|lundi|mardi|mercredi|jeudi|vendredi"
    r"|sergeant|inspector|chief|coordinator|supervisor|sergent|inspect|commandant|coordonn",
    re.IGNORECASE,
)
_CONTACT_US: Final = re.compile(r"^\W*(please )?(contact us|contactez[- ]nous)\W*$", re.IGNORECASE)
_LANDS_BADLY: Final = re.compile(
    r"calm down|as i said|you have to understand|no comment"
    r"|calmez-vous|comme je l'ai dit|il faut comprendre|aucun commentaire",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[.!?\n]+")
_ABBREVIATION: Final = re.compile(r"\b[A-Z]{3,6}\b(?!\s*\))")
_LONG: Final = 30
_MOST: Final = 3


def hints(question: str, parts: Parts, pack: Sequence[Hint], language: str) -> list[str]:
    """Return the hints that fit in ``language``, at most three, in the order of the pack."""
    found = []
    for hint in pack:
        fits = CHECKS.get(hint.id)
        if fits is not None and fits(question, parts):
            found.append(hint.said(language))
    return found[:_MOST]


def _repeats_nothing(question: str, parts: Parts) -> bool:
    return not set(stems(question)) & set(stems(parts.acknowledge))


def _uncheckable(_: str, parts: Parts) -> bool:
    return not (_CHECKABLE.search(parts.answer) or _MONTHS.search(parts.answer))


def _vague_next(_: str, parts: Parts) -> bool:
    return _CONTACT_US.match(parts.next) is not None


def _lands_badly(_: str, parts: Parts) -> bool:
    return any(_LANDS_BADLY.search(p) for p in (parts.acknowledge, parts.answer, parts.next))


def _hard_to_read(_: str, parts: Parts) -> bool:
    long = any(len(s.split()) > _LONG for s in _SENTENCE.split(parts.answer))
    return long or _ABBREVIATION.search(parts.answer) is not None


CHECKS: Final[Mapping[str, Callable[[str, Parts], bool]]] = {
    "own-words": _repeats_nothing,
    "checkable": _uncheckable,
    "who-and-when": _vague_next,
    "lands-badly": _lands_badly,
    "plain": _hard_to_read,
}
"""What each hint of the pack looks for. Personal details (``personal-data``) are the gate's."""
