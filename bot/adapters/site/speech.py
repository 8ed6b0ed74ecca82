"""The language of a page: from its address, or from what the browser asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from aiohttp import web

from bot.core.clock import day_of
from bot.core.text import Line, Moment, Slot, say
from bot.i18n.catalogue import LANGUAGES
from bot.i18n.voice import plain_voice, write_day, write_moment

_MOST_HEADER = 200


def language_of_request(request: web.Request, default: str) -> str:
    """Return the language of the address (``/fr/…``), else of the browser, else the town's."""
    prefix = request.path.split("/", 2)[1]  # of a page that does not exist too
    if prefix in LANGUAGES:
        return prefix
    return _accepted(request.headers.get("Accept-Language", "")[:_MOST_HEADER]) or default


def _accepted(header: str) -> str | None:
    """Return the language of ours that the header likes best, if it likes any."""
    best, weight = None, 0.0
    for part in header.split(","):
        tag, _, quality = part.strip().partition(";")
        language = tag.strip().partition("-")[0].lower()
        try:
            liking = float(quality.strip().removeprefix("q=")) if quality else 1.0
        except ValueError:
            continue
        if language in LANGUAGES and weight < liking <= 1.0:
            best, weight = language, liking
    return best


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Puts lines, days and instants into the words of one page."""

    language: str
    zone: str

    def say(self, key: str, **slots: Slot) -> str:
        """Put a sentence of the catalogues into words."""
        return self.line(say(key, **slots))

    def line(self, line: Line) -> str:
        """Put any line into words."""
        return plain_voice(self.language, self.zone)(line)

    def day(self, day: date) -> str:
        """Write a calendar day."""
        return write_day(day, self.language)

    def moment(self, at: datetime, zone: str = "") -> str:
        """Write an instant as a clock in ``zone`` shows it."""
        return write_moment(at, self.language, zone or self.zone)

    def today(self, at: datetime) -> date:
        """Return the calendar day of an instant in this place."""
        return day_of(at, self.zone)

    @staticmethod
    def machine(at: datetime) -> str:
        """Write an instant for ``<time datetime>``."""
        return Moment(at).at.astimezone(UTC).isoformat(timespec="seconds")
