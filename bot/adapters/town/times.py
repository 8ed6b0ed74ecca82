"""Times as a chat shows them: short, in the community's zone."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import language_of

_HOUR: Final = {"en": "HH:mm", "fr": "HH'\u00a0h\u00a0'mm"}
_DAY: Final = {"en": "EEEE, MMMM d", "fr": "EEEE d MMMM"}
_SHORT: Final = {"en": "EEE, MMM d, HH:mm", "fr": "EEE d MMM, HH'\u00a0h\u00a0'mm"}


def hour_words(at: datetime, locale: str, zone: str) -> str:
    """Write the time of day."""
    return _written(at, _HOUR, locale, zone)


def clock_words(at: datetime, locale: str, zone: str) -> str:
    """Write day and time as the town's clock shows them."""
    return _written(at, _SHORT, locale, zone)


def day_words(at: datetime, locale: str, zone: str) -> str:
    """Write the day, as between the messages of two days."""
    return _written(at, _DAY, locale, zone)


def _written(at: datetime, pattern: dict[str, str], locale: str, zone: str) -> str:
    from babel.dates import format_datetime  # noqa: PLC0415  (0.1 s that most starts never need)

    language = language_of(locale)
    return format_datetime(at, pattern[language], tzinfo=ZoneInfo(zone), locale=language)
