"""Whether somebody who speaks to us in plain words asks when the next forum is."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LOOKED_AT: Final = 300
_THING: Final = re.compile(r"\b(?:forums?|meetings?|reunions?|rencontres?|assemblees?)\b")
_ASKS: Final = re.compile(
    r"\b(?:next|when|where|upcoming|coming up|planned|scheduled|prochaine?s?|quand|ou|date|"
    r"heure|what time|a venir|prevue?s?|quels?|quelles?|which|any|sign up|inscri\w{0,10})\b|\?"
)


def about_next_forum(words: str) -> bool:
    """Recognise a short question about a meeting to come, in English or French."""
    if len(words) > _LOOKED_AT:
        return False
    text = _bare(unicodedata.normalize("NFKD", _bare(words.lower())))
    return bool(_THING.search(text) and (_ASKS.search(text) or len(text.split()) <= _A_WORD))


_A_WORD: Final = 2


def _bare(text: str) -> str:
    """Take the accents off; a pile of them would be dear to put in order."""
    return "".join(c for c in text if not unicodedata.combining(c))
