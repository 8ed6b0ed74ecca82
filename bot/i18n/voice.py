"""A voice: puts lines into words for one reader, in the way one platform writes slots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from bot.core.people import PersonRef
from bot.core.places import Place
from bot.core.text import Line, Message, Moment, Slot, Verbatim, Written
from bot.i18n.catalogue import catalogue, language_of

_WRITTEN_ALIKE: Final = 10_000
"""Up to four digits both languages write a number alike."""

WriteSlot: TypeAlias = Callable[[Written], str]
"""How a platform writes an instant, a person, and a person's words so that they stay inert."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks one language. ``write`` is the platform's own way with slots."""

    locale: str
    write: WriteSlot

    def __call__(self, line: Line) -> str:
        """Put ``line`` into words."""
        match line:
            case Message():
                return self._sentence(line)
            case Verbatim():
                return self.write(line)

    def slot(self, slot: Slot) -> str:
        """Put the content of one slot into words."""
        match slot:
            case Message():
                return self._sentence(slot)
            case Moment() | PersonRef() | Place() | Verbatim():
                return self.write(slot)
            case str():
                return self.write(Verbatim(slot))
            case date():
                return write_day(slot, self.locale)
            case int():
                return write_number(slot, self.locale)

    def _sentence(self, message: Message) -> str:
        slots = dict(message.slots)
        count = slots.get("n")
        sentence = catalogue(language_of(self.locale)).sentence(
            message.key, count if isinstance(count, int) else None
        )
        if not slots:
            return sentence
        return sentence.format_map({name: self.slot(value) for name, value in slots.items()})


def plain_voice(locale: str, zone: str) -> Voice:
    """Return a voice for places without markup: the site's text, file exports, notifications."""

    def write(slot: Written) -> str:
        match slot:
            case Moment(at=at):
                return write_moment(at, locale, zone)
            case PersonRef(user=user):
                return user
            case Place(channel=channel):
                return f"#{channel}"
            case Verbatim(words=words):
                return words

    return Voice(locale, write)


def write_moment(at: datetime, locale: str, zone: str) -> str:
    """Write an instant in full in ``zone``, with the zone's short name.

    The day in it reads as :func:`write_day` writes it.
    """
    from babel.dates import format_datetime  # noqa: PLC0415  (0.1 s that most starts never need)

    here, language = at.astimezone(ZoneInfo(zone)), language_of(locale)
    day = _DAY[language](here)
    pattern = {"en": f"EEEE, {day}, HH:mm (z)", "fr": f"EEEE {day}, HH'\u00a0h\u00a0'mm (z)"}
    return format_datetime(here, pattern[language], tzinfo=here.tzinfo, locale=language)


def write_day(day: date, locale: str) -> str:
    """Write a calendar day in full."""
    from babel.dates import format_date  # noqa: PLC0415

    language = language_of(locale)
    return format_date(day, _DAY[language](day), locale=language)


_DAY: Final[Mapping[str, Callable[[date], str]]] = {
    "en": lambda _: "MMMM d, y",
    "fr": lambda day: "d'er' MMMM y" if day.day == 1 else "d MMMM y",
}
"""How each language writes a day. French counts the first of a month apart."""


def write_number(number: int, locale: str) -> str:
    """Write a whole number with the language's own grouping."""
    if abs(number) < _WRITTEN_ALIKE:
        return str(number)
    from babel.numbers import format_decimal  # noqa: PLC0415

    return str(format_decimal(number, locale=language_of(locale)))
