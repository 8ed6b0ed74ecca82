"""From "first Monday of December at 7 pm" to an instant: times in words, English and French.

A small grammar that understands a sentence whole or not at all; it never guesses at half of
one. What can be read two ways is either refused with the way to say it, or read one way with a
:class:`Doubt`, and whoever asked is shown the time before anything is announced.

A plan is a wall-clock time in a zone. The instant follows from it: an hour that clocks skip is
refused, and of an hour that comes twice the earlier is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.errors import DialogueError
from bot.core.text import clean
from bot.core.when_days import (
    Doubt,
    WhenDayOrMonth,
    WhenNoSuchDay,
    WhenOtherWeekday,
    WhenUnclear,
    days,
)
from bot.core.when_words import MONTH_NAMES, flatten, tokens

__all__ = [
    "Doubt",
    "Plan",
    "WhenAmOrPm",
    "WhenDayOrMonth",
    "WhenInGap",
    "WhenNoHour",
    "WhenNoSuchDay",
    "WhenOtherWeekday",
    "WhenPast",
    "WhenTooFar",
    "WhenUnclear",
    "WhenZone",
    "parse_when",
    "plan_at",
    "read_when",
    "zone_named",
]

AT_MOST: Final = 200
_HORIZON: Final = timedelta(days=366 * 5)


class WhenNoHour(DialogueError):
    """A day without a time of day."""

    code = "when_no_hour"


class WhenAmOrPm(DialogueError):
    """An hour on a 12-hour clock without morning or evening."""

    code = "when_am_or_pm"


class WhenPast(DialogueError):
    """The time is over."""

    code = "when_past"


class WhenTooFar(DialogueError):
    """More than five years from now: rather a slip than a plan."""

    code = "when_too_far"


class WhenInGap(DialogueError):
    """Clocks go forward over this hour: it does not exist on that day."""

    code = "when_in_gap"


class WhenZone(DialogueError):
    """Not the name of a zone, such as America/Vancouver."""

    code = "when_zone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A time on the wall of a place. ``wall`` is naive; its ``fold`` is 1 in a repeated hour.

    ``doubt`` is what the reader should look at twice.
    """

    wall: datetime
    zone: str
    doubt: Doubt | None = None

    @property
    def at(self) -> datetime:
        """The instant, in UTC, by the zone's rules as they are known today."""
        return self.wall.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


def plan_at(wall: datetime, zone: str, *, doubt: Doubt | None = None) -> Plan:
    """Put a wall-clock time into a zone. Raises ``WhenInGap`` for an hour that clocks skip."""
    plan = Plan(wall=wall, zone=zone, doubt=doubt)
    if plan.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) != wall.replace(fold=0):
        raise WhenInGap
    later = Plan(wall=wall.replace(fold=1), zone=zone)
    twice = later.at != plan.at and wall.fold == 0
    return Plan(wall=wall, zone=zone, doubt=Doubt.TWICE) if twice else plan


def parse_when(words: str, *, now: datetime, zone: str, locale: str) -> datetime:
    """Return the instant that ``words`` mean to a person in ``zone``, in UTC.

    Raises:
        DialogueError: as :func:`read_when`.
    """
    return read_when(words, now=now, zone=zone, locale=locale).at


def read_when(words: str, *, now: datetime, zone: str, locale: str) -> Plan:
    """Read a time to come. A zone's name at the end of ``words`` stands before ``zone``.

    Pure and quick: at most 200 characters, about 0.1 ms.

    Raises:
        OddText, TooLong, TooShort: as :func:`bot.core.text.clean`.
        WhenUnclear, WhenNoSuchDay, WhenOtherWeekday, WhenDayOrMonth: no day is meant.
        WhenNoHour, WhenAmOrPm: no time of day is meant.
        WhenPast, WhenTooFar, WhenInGap, WhenZone: the time cannot be had.
    """
    typed, zone = _without_zone(clean(words, at_most=AT_MOST, one_line=True), zone)
    here = now.astimezone(ZoneInfo(zone))
    exact = _EXACT.fullmatch(typed)
    if exact is not None:
        return _instant(exact, zone, now)
    text = flatten(typed)
    soon = _SOON.fullmatch(text)
    if soon is not None:
        return _soon(soon, here, zone)
    phrase, hour = _take_hour(text)
    meant = tokens(phrase, french=locale.lower().startswith("fr"))
    if hour is None and not meant:
        raise WhenUnclear
    candidates, doubt = days(meant, here.date())
    if hour is None:
        next(candidates)
        raise WhenNoHour
    return _first_to_come(candidates, hour, zone, now, doubt)


def zone_named(name: str) -> str:
    """Return an IANA zone by its name, capitals aside. Raises ``WhenZone``."""
    for spelling in (name.strip(), name.strip().title(), name.strip().upper()):
        if _ZONE.fullmatch(spelling):
            try:
                return ZoneInfo(spelling).key
            except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError
                continue
            except KeyError:
                continue
    raise WhenZone


def _without_zone(text: str, zone: str) -> tuple[str, str]:
    head, _, last = text.rpartition(" ")
    if head and _ZONE.fullmatch(last.strip("()")) and not last.isdecimal():
        return head, zone_named(last.strip("()"))
    return text, zone_named(zone)


def _instant(match: re.Match[str], zone: str, now: datetime) -> Plan:
    try:
        at = datetime.fromisoformat(match[0].upper().replace(" ", "T", 1)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise WhenNoSuchDay from None
    local = at.astimezone(ZoneInfo(zone))
    return _to_come(Plan(wall=local.replace(tzinfo=None), zone=zone), now)


def _soon(match: re.Match[str], here: datetime, zone: str) -> Plan:
    count = 1 if match["n"] in {"a", "an", "un", "une", "one"} else int(match["n"])
    step = timedelta(hours=count) if match["unit"].startswith("h") else timedelta(minutes=count)
    at = (here.astimezone(UTC) + step).replace(second=0, microsecond=0)
    at = at if at > here else at + timedelta(minutes=1)
    return Plan(wall=at.astimezone(ZoneInfo(zone)).replace(tzinfo=None), zone=zone)


def _take_hour(text: str) -> tuple[str, time | None]:
    part = _PART.search(text)
    rest = text if part is None else text[: part.start()] + " " + text[part.end() :]
    for pattern in _HOURS:
        match = pattern.search(rest)
        if match is not None:
            phrase = rest[: match.start()] + " " + rest[match.end() :]
            return phrase, _time_of(match, None if part is None else part["part"])
    return rest, None


def _time_of(match: re.Match[str], part: str | None) -> time:
    found = match.groupdict()
    hour, minute = int(found.get("h") or 12), int(found.get("m") or 0)
    half = found.get("half") or (None if part is None else _HALVES[part])
    if found.get("half") and not 1 <= hour <= 12:  # noqa: PLR2004  (a clock's face)
        raise WhenUnclear
    if half == "pm" and hour < 12:  # noqa: PLR2004
        hour += 12
    elif half == "am" and hour == 12 and found.get("half"):  # noqa: PLR2004
        hour = 0
    elif half is None and found.get("bare") and 1 <= hour < 12:  # noqa: PLR2004
        raise WhenAmOrPm
    if hour > 23 or minute > 59 or (half == "am" and hour >= 12):  # noqa: PLR2004
        raise WhenUnclear
    return time(hour, minute)


def _first_to_come(
    candidates: Iterator[date], hour: time, zone: str, now: datetime, doubt: Doubt | None
) -> Plan:
    for day in candidates:
        wall = datetime.combine(day, hour)
        if Plan(wall=wall, zone=zone).at > now:
            return _to_come(plan_at(wall, zone, doubt=doubt), now)
    raise WhenPast


def _to_come(plan: Plan, now: datetime) -> Plan:
    if plan.at <= now:
        raise WhenPast
    if plan.at - now > _HORIZON:
        raise WhenTooFar
    return plan


_ZONE: Final = re.compile(
    r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Canada|Europe|Indian|Pacific|US)"
    r"(?:/[A-Z0-9_+-]{1,30}){1,2}|(?:Etc/)?UTC",
    re.IGNORECASE,
)
_EXACT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)? ?(?:Z|[+-]\d\d:?\d\d)", re.IGNORECASE
)
_SOON: Final = re.compile(
    r"(?:in|dans) (?P<n>\d{1,3}|an?|une?|one) (?P<unit>hours?|heures?|h|minutes?|min)"
)
_HALVES: Final = {
    "morning": "am",
    "matin": "am",
    "afternoon": "pm",
    "aprem": "pm",
    "evening": "pm",
    "soir": "pm",
    "night": "pm",
}
_PART: Final = re.compile(rf"\b(?:(?:in the|at|du|de l|le|this) )?(?P<part>{'|'.join(_HALVES)})\b")
_AT: Final = r"(?:\b(?:at|a) |@ ?|(?<![\d:./-]))"
_HOURS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:\b(?:at|a) )?\b(?:noon|midi)\b",
        rf"{_AT}(?P<h>\d{{1,2}})(?:[:.h](?P<m>\d\d))? ?(?P<half>am|pm)\b",
        (
            rf"{_AT}(?P<h>\d{{1,2}}) ?(?:h|heures?)"
            rf"(?: ?(?P<m>[0-5]\d)(?![\d/.-])(?! (?:{MONTH_NAMES})\b)|(?![a-z0-9]))"
        ),
        rf"{_AT}(?P<h>\d{{1,2}}):(?P<m>\d\d)(?::00)?(?![\d:])",
        r"(?:\b(?:at|a) |@ ?)(?P<bare>(?P<h>\d{1,2}))(?: o clock)?(?![\d:./-])(?! ?(?:st|nd|rd|th))",
        r"\b(?P<bare>(?P<h>\d{1,2})) o clock\b",
    )
)
