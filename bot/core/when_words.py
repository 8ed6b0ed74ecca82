"""The words of time that :mod:`bot.core.when` reads, in English and French.

Words arrive here in lower case, without accents and apostrophes. Each becomes one short token;
words that carry nothing (*at*, *le*, *of*) are left out, and an unknown word stays as it is, so
that no pattern fits it: we would rather ask than guess.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WEEKDAYS: Final = (
    "monday mon lundi lun",
    "tuesday tue tues mardi",
    "wednesday wed weds mercredi mer",
    "thursday thu thur thurs jeudi jeu",
    "friday fri vendredi ven",
    "saturday sat samedi sam",
    "sunday sun dimanche dim",
)
_MONTHS: Final = (
    "january jan janvier janv",
    "february feb fevrier fevr fev",
    "march mars",
    "april apr avril avr",
    "may mai",
    "june jun juin",
    "july jul juillet juil",
    "august aug aout",
    "september sep sept septembre",
    "october oct octobre",
    "november nov novembre",
    "december dec decembre",
)
_ORDINALS: Final = (
    "first premier premiere",
    "second deuxieme seconde",
    "third troisieme",
    "fourth quatrieme",
    "fifth cinquieme",
)
_NUMBERS: Final = (
    "one un une",
    "two deux",
    "three trois",
    "four quatre",
    "five cinq",
    "six",
    "seven sept",
    "eight huit",
    "nine neuf",
    "ten dix",
    "eleven onze",
    "twelve douze",
)
_PLAIN: Final = {
    "today": "today",
    "aujourdhui": "today",
    "tomorrow": "tomorrow",
    "demain": "tomorrow",
    "overmorrow": "overmorrow",
    "next": "next",
    "prochain": "next",
    "prochaine": "next",
    "this": "this",
    "ce": "this",
    "cet": "this",
    "cette": "this",
    "coming": "this",
    "in": "in",
    "dans": "in",
    "last": "OL",
    "dernier": "OL",
    "derniere": "OL",
    "day": "day",
    "days": "day",
    "jour": "day",
    "jours": "day",
    "week": "week",
    "weeks": "week",
    "semaine": "week",
    "semaines": "week",
    "month": "month",
    "months": "month",
    "mois": "month",
    "a": "a",
}
_EMPTY: Final = frozenset(("at", "on", "the", "le", "la", "l", "of", "de", "du", "d", "for", "et"))

MONTH_NAMES: Final = "|".join(
    sorted((word for names in _MONTHS for word in names.split()), key=len, reverse=True)
)
"""All names of months, for a pattern that must not run into one."""


def _table() -> dict[str, str]:
    table = dict(_PLAIN)
    for number, names in enumerate(_ORDINALS, start=1):
        table |= dict.fromkeys(names.split(), f"O{number}")
    for number, names in enumerate(_WEEKDAYS):
        table |= dict.fromkeys(names.split(), f"W{number}")
    for number, names in enumerate(_MONTHS, start=1):
        table |= dict.fromkeys(names.split(), f"M{number}")
    return table


_TABLE: Final = _table()
_COUNTS: Final = {
    name: str(number) for number, names in enumerate(_NUMBERS, start=1) for name in names.split()
}
_COUNTED: Final = re.compile(
    rf"\b(?:{'|'.join(_COUNTS)})(?= (?:am|pm|h|o clock|heures?|hours?|minutes?|days?|jours?|"
    r"weeks?|semaines?|months?|mois)\b)"
)
"""*Sept* is a number before a unit and a month elsewhere."""

_NUMBERED: Final = re.compile(r"0*(\d{1,2})(st|nd|rd|th|er|ere|e|eme|nde?|ieme)")
_ORDER: Final = (
    (re.compile(r"\ba (?=day\b|week\b|month\b)"), "1 "),
    (re.compile(r"(?:^|(?<= ))a(?: |$)"), ""),
    (re.compile(r"\b(week|month) next\b"), r"next \1"),
    (re.compile(r"\b(W\d) next\b(?! week| month)"), r"next \1"),
    (re.compile(r" $"), ""),
)
"""French puts *prochain* last; an article before a unit counts one, any other *a* is *à*."""
_YEAR: Final = re.compile(r"(?:19|20|21)\d\d")
_JOINED: Final = (
    (re.compile(r"\b([ap])\s?\.\s?m\b\.?"), r"\1m"),
    (re.compile(r"['’ʼ`]"), " "),
    (re.compile(r"(?<=\d)t(?=\d)"), " "),
    (re.compile(r"\baujourd hui\b"), "aujourdhui"),
    (re.compile(r"\bapres[ -]demain\b|\b(?:the )?day after tomorrow\b"), "overmorrow"),
    (re.compile(r"\bapres[ -]midi\b"), "aprem"),
    (re.compile(r"\b(?:ce soir|tonight)\b"), "today evening"),
    (re.compile(r"\bce matin\b"), "today morning"),
    (re.compile(r"\bfortnight\b"), "2 weeks"),
    (re.compile(r"\b(\w+ (?:day|week|month|hour|minute)s?) from now\b"), r"in \1"),
    (re.compile(r"(?<=[a-z])\.(?=\s|$)"), " "),
    (re.compile(r"[,;()]|\s[-–—]\s"), " "),
    (re.compile(r"\s+"), " "),
)


def flatten(words: str) -> str:
    """Bring what a person typed to lower case, without accents and ornament."""
    bare = unicodedata.normalize("NFKD", words.lower())
    text = "".join(c for c in bare if not unicodedata.combining(c))
    for pattern, instead in _JOINED:
        text = pattern.sub(instead, text)
    return _COUNTED.sub(lambda match: _COUNTS[match[0]], text).strip()


def tokens(text: str, *, french: bool) -> str:
    """Write a flat text as tokens between spaces.

    ``mar`` is Tuesday to a French reader and March to an English one.
    """
    found = []
    for word in text.split():
        if word in _EMPTY:
            continue
        numbered = _NUMBERED.fullmatch(word)
        if word == "mar":
            found.append("W1" if french else "M3")
        elif numbered:
            found.append(f"O{numbered[1]}")
        elif _YEAR.fullmatch(word):
            found.append(f"Y{word}")
        else:
            found.append(_TABLE.get(word, word))
    text = " ".join(found)
    for pattern, instead in _ORDER:
        text = pattern.sub(instead, text)
    return text
