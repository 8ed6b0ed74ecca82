"""How close a text is to words that somebody asks with: 0 to 1, plain and explainable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_MOST_WORDS: Final = 40
_STEM: Final = 6
_IN_TEXT: Final = 0.6
_SILENT: Final = frozenset(
    _WORD.findall(
        "a about all an and any are as at be been but by can could did do does for from had has"
        " have how i if in into is it its me my no not of on or our please should so some tell"
        " that the their them then there they this to us was we were what when where which who"
        " why will with would you your"
        " au aux avec ce ces cette comment dans de des du elle en est et etre eux il ils je la le"
        " les leur lui ma mais mes moi mon ne nos notre nous on ou par pas plus pour pourquoi"
        " quand que quel quelle quels qui sa sans se ses son sont sur ta te tes toi ton tu un une"
        " vos votre vous y"
    )
)


def closeness(words: str, *, title: str, text: str) -> float:
    """Return the share of the asker's own words that the title or, counting less, the text has."""
    asked = frozenset(_stems(words)[:_MOST_WORDS])
    if not asked:
        return 0.0
    in_title, in_text = _kept_stems(title), _kept_stems(text)
    found = sum(1.0 if s in in_title else _IN_TEXT if s in in_text else 0.0 for s in asked)
    return found / len(asked)


@lru_cache(maxsize=512)
def _kept_stems(published: str) -> frozenset[str]:
    """Remember the words of what is public; what somebody asks with is never kept."""
    return frozenset(_stems(published))


def _stems(words: str) -> list[str]:
    """Return the words that carry meaning, without accents, cut so that plurals agree."""
    folded = unicodedata.normalize("NFKD", words[:4_000]).casefold()
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    found = [w for w in _WORD.findall(bare) if w not in _SILENT and len(w) > 1]
    return [w.rstrip("s")[:_STEM] or w for w in found]
