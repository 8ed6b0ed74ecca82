"""Two kinds of text, kept apart by type: what we say, and what people wrote.

A :class:`Message` is ours: a key of the catalogues with slots, put into words only when it is
rendered, in the reader's language. A :class:`Verbatim` is theirs: every renderer shows it inert
(it cannot ping, link or command) and no log ever carries it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, TypeAlias

from bot.core.errors import DialogueError, Missing, OddText, TooLong, TooShort
from bot.core.limits import WORDS
from bot.core.people import PersonRef
from bot.core.places import Place


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Words that a person wrote. Their ``repr`` hides them, so that no traceback shows them."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (UTC), shown in each reader's own zone and language."""

    at: datetime

    def __post_init__(self) -> None:
        """Refuse a time without a zone: it would mean something else to every reader."""
        if self.at.tzinfo is None:
            message = "a Moment needs an aware datetime"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of ours: a catalogue key and what goes into its slots."""

    key: str
    slots: tuple[tuple[str, Slot], ...] = ()


Written: TypeAlias = Moment | PersonRef | Place | Verbatim
"""What each platform writes in its own way: instants, people, channels, and people's words."""
Slot: TypeAlias = Message | Written | date | int | str
Line: TypeAlias = Message | Verbatim


def say(key: str, **slots: Slot) -> Message:
    """Build a :class:`Message`. A ``str`` slot is treated like :class:`Verbatim`: inert."""
    return Message(key, tuple(slots.items()))


_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BIDI: Final = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE: Final = re.compile(r"[\u200b\u2060\ufeff\u00ad\u180e\U000e0000-\U000e007f]")
_NEWLINES: Final = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060"
    "\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_HALF: Final = re.compile("[\ud800-\udfff]")
_BLANK_RUN: Final = re.compile(r"\n{4,}")
_MARKS_AT_MOST: Final = 30
"""On one letter: more than any language writes (UAX #15, section 13). Putting a run of marks in
order costs the square of its length."""


def clean(words: str, *, at_most: int = WORDS, at_least: int = 1, one_line: bool = False) -> str:
    """Give the one canonical form of what a person typed, or say why it is refused.

    NFC, one kind of newline, without marks that turn the direction of text or cannot be seen,
    without piles of accents. Lengths count characters after cleaning.

    Raises:
        OddText: a NUL, another control character or a lone surrogate is in it.
        TooLong: more than ``at_most`` characters.
        TooShort: fewer than ``at_least`` characters that are not blank (of one: ``Missing``).
    """
    if len(words) > 4 * at_most + 1_000:  # before any work that grows with the text
        raise TooLong(at_most=at_most, length=len(words))
    text = _NEWLINES.sub("\n", words)
    if any("\ud800" <= c <= "\udfff" for c in text) or _CONTROL.search(text):
        raise OddText
    text = _INVISIBLE.sub("", _BIDI.sub("", text))
    text = unicodedata.normalize("NFC", _without_piles(text))
    text = _BLANK_RUN.sub("\n\n\n", text).strip()
    if one_line:
        text = " ".join(text.split())
    if len(text) > at_most:
        raise TooLong(at_most=at_most, length=len(text))
    if len(text) < at_least:
        raise TooShort(at_least=at_least) if at_least > 1 else Missing
    return text


def _without_piles(text: str) -> str:
    """Drop what stands on one letter beyond what any language writes."""
    if text.isascii():
        return text
    kept, pile = [], 0
    for character in text:
        pile = pile + 1 if unicodedata.combining(character) else 0
        if pile <= _MARKS_AT_MOST:
            kept.append(character)
    return "".join(kept)


def visible(words: str) -> str:
    """Drop what cannot be seen or turns the direction of text; mark half characters."""
    return _HALF.sub("\ufffd", _UNSEEN.sub("", words))


def fitting(what: str, text: str, at_most: int) -> str:
    """Return ``text``, which a platform takes: it has 1 to ``at_most`` characters.

    Raises:
        ValueError: it has not. Our own fault: names the element, never a word of it.
    """
    if not 1 <= len(text) <= at_most:
        message = f"{what} has {len(text)} characters, allowed 1 to {at_most}"
        raise ValueError(message)
    return text


def shorten(text: str, at_most: int) -> str:
    """Cut ``text`` to ``at_most`` characters, at the end of a word where one is near."""
    if len(text) <= at_most:
        return text
    head = text[: at_most - 1]
    word_end = head.rfind(" ")
    if word_end > at_most // 2:
        head = head[:word_end]
    return head.rstrip(" ,;:.–—-") + "…"


def as_typed(words: str, at_most: int) -> str:
    """Return words as a field of a form can hold them; empty when no keyboard types them."""
    try:
        return clean(shorten(words, at_most), at_most=at_most, at_least=0)
    except DialogueError:
        return ""
