"""Stems: what search compares instead of words. English and French, accents folded.

A thing may hold both languages, and nobody is asked which: every word is reduced by the endings
of both, so that *officers* meets *officer* and *policières* meets *policier*. The rules are few
and cautious; they need not give words, only the same stem for words that belong together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.storage.synonyms import SAME

_LONGEST: Final = 32
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_ELIDED: Final = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['\u2019]")
_POSSESSIVE: Final = re.compile(r"['\u2019]s?$")
_VOWEL: Final = re.compile(r"[aeiouy]")

_ENGLISH_SMALL: Final = frozenset(
    """
    a about after all also am an and any are as at be because been before being but by can could
    did do does doing for from had has have having he her here him his how i if in into is it its
    just me more most my no not of off on once one only or other our out over own per she should
    so some such than that the their them then there these they this those through to too under
    until up us very was we were what when where which while who whom whose why will with would
    you your yours let get got may might must shall
    """.split()  # noqa: SIM905  (a language is read best as running words)
)
_FRENCH_SMALL: Final = frozenset(
    """
    ai ainsi alors au aucun aussi autre aux avec avez avoir avons ce cela ces cet cette ceux chez
    comme comment dans de des donc dont du elle elles en encore entre es est et etaient etait etc
    ete etes etre eu eux faire fait fois font ici il ils je la le les leur leurs lui ma mais me
    meme mes moi mon ne ni nos notre nous on ont ou par parce pas peu peut peuvent plus pour
    pourquoi quand que quel quelle quelles quels qui quoi sa sans se sera ses si son sont sous sur
    ta tant te tes toi ton tous tout toute toutes tres tu un une vos votre vous y
    """.split()  # noqa: SIM905  (likewise)
)
_STOP: Final = _ENGLISH_SMALL | _FRENCH_SMALL

# English endings, then French ones, each with what stands for it. Longest first in each list.
_ENGLISH: Final = (
    ("ations", "ate"),
    ("ation", "ate"),
    ("ators", "ate"),
    ("ator", "ate"),
    ("fulness", ""),
    ("ousness", ""),
    ("iveness", ""),
    ("ingly", ""),
    ("edly", ""),
    ("ments", ""),
    ("ment", ""),
    ("ness", ""),
    ("ings", ""),
    ("ing", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("sses", "ss"),
    ("ers", ""),
    ("ors", ""),
    ("ed", ""),
    ("er", ""),
    ("or", ""),
    ("ly", ""),
    ("es", ""),
    ("s", ""),
)
_FRENCH: Final = (
    ("issements", ""),
    ("issement", ""),
    ("atrices", "ate"),
    ("atrice", "ate"),
    ("ateurs", "ate"),
    ("ateur", "ate"),
    ("ations", "ate"),
    ("ation", "ate"),
    ("euses", ""),
    ("euse", ""),
    ("eurs", ""),
    ("eur", ""),
    ("ieres", ""),
    ("iere", ""),
    ("iers", ""),
    ("ier", ""),
    ("ements", ""),
    ("ement", ""),
    ("ives", ""),
    ("ive", ""),
    ("ifs", ""),
    ("if", ""),
    ("aux", "al"),
    ("antes", ""),
    ("ante", ""),
    ("ants", ""),
    ("ant", ""),
    ("ees", ""),
    ("ee", ""),
    ("es", ""),
    ("er", ""),
    ("ez", ""),
    ("e", ""),
    ("s", ""),
)
_DOERS: Final = frozenset({"er", "ers", "or", "ors", "ez"})
"""Endings that short words only seem to have: *taser*, *color*, *assez*."""
_SHORTEST_STEM: Final = 3
_ENOUGH_TO_TELL: Final = 6


def stems(text: str) -> list[str]:
    """Return the stems of ``text`` in order, each once, without words that say nothing."""
    return list(dict.fromkeys(stem for word in words(text) for stem in meaning(word)))


def words(text: str) -> Iterator[str]:
    """Yield the words of ``text``: folded, without elisions, without words that say nothing."""
    for found in _WORD.findall(text.casefold()):
        word = _known(found) if len(found) <= _LONGEST else _plain(found)
        if word:
            yield word


@lru_cache(maxsize=8_192)
def _known(found: str) -> str:
    return _plain(found)


def _plain(found: str) -> str:
    word = _POSSESSIVE.sub("", _ELIDED.sub("", found))
    folded = fold(word.replace("'", "").replace("\u2019", ""))
    says = folded not in _STOP and (len(folded) > 1 or folded.isdigit())
    return folded[:_LONGEST] if says else ""


def familiar(text: str) -> bool:
    """Whether ``text`` may be English or French; short texts get the benefit of the doubt."""
    found = [fold(match[0]) for match in _WORD.finditer(text.casefold())]
    if sum(not word.isascii() for word in found) > len(found) / 2:
        return False
    return len(found) < _ENOUGH_TO_TELL or any(word in _STOP for word in found)


def english(text: str) -> bool:
    """Whether the small words of ``text`` are English ones rather than French."""
    found = [fold(match[0]) for match in _WORD.finditer(text.casefold())]
    told = sum((word in _ENGLISH_SMALL) - (word in _FRENCH_SMALL) for word in found)
    return told > 0


def fold(word: str) -> str:
    """Return the letters of ``word`` without their accents."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    return plain.replace("œ", "oe").replace("æ", "ae")


@lru_cache(maxsize=16_384)
def meaning(word: str) -> tuple[str, ...]:
    """Return the stems of a word, or the one that stands for all who mean the same."""
    found = stem_both(word)
    same = next((_SAME[stem] for stem in found if stem in _SAME), None)
    return found if same is None else (same,)


@lru_cache(maxsize=16_384)
def stem_both(word: str) -> tuple[str, ...]:
    """Return the stems of a folded word: one where both languages agree, else two."""
    if not word.isalpha() or len(word) <= _SHORTEST_STEM:
        return (word,)
    english, french = _tidy(_cut(word, _ENGLISH)), _tidy(_cut(word, _FRENCH))
    return (english,) if english == french else (english, french)


def _cut(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    if word.endswith("ss"):
        return word
    for ending, instead in endings:
        stem = word.removesuffix(ending)
        shortest = _SHORTEST_STEM + (ending in _DOERS)
        if stem != word and len(stem) >= shortest and _VOWEL.search(stem):
            return stem + instead
    return word


def _tidy(stem: str) -> str:
    """Undo doubled letters and silent endings: *stopp* meets *stop*, *polic* meets *police*."""
    if len(stem) > _SHORTEST_STEM and stem[-1] in "ey":
        stem = stem[:-1] + ("i" if stem[-1] == "y" else "")
    if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        stem = stem[:-1]
    return stem


def _same() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in SAME:
        first = stem_both(fold(line[0]).replace("-", ""))[0]
        for word in line:
            for stem in stem_both(fold(word).replace("-", "")):
                table.setdefault(stem, first)
    return table


_SAME: Final = _same()
