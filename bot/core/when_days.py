"""Which days a phrase means: candidates in order, the first that is not past is the day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.core.errors import DialogueError

_MONTHS: Final = 12
_AHEAD: Final = 4
"""Years to look ahead for a date without a year: enough for 29 February."""


class Doubt(StrEnum):
    """What a reader should look at twice in a time that was read."""

    NEXT_WEEKDAY = "next_weekday"
    TWICE = "twice"


class WhenUnclear(DialogueError):
    """Nothing of ours reads it."""

    code = "when_unclear"


class WhenNoSuchDay(DialogueError):
    """The calendar has no such day."""

    code = "when_no_such_day"


class WhenOtherWeekday(DialogueError):
    """The date falls on another day of the week than was said."""

    code = "when_other_weekday"


class WhenDayOrMonth(DialogueError):
    """Numbers that could be day and month either way round."""

    code = "when_day_or_month"


def days(phrase: str, today: date) -> tuple[Iterator[date], Doubt | None]:
    """Read tokens of :func:`bot.core.when_words.tokens`; return candidates and what to doubt.

    Raises:
        WhenUnclear: no pattern fits the whole phrase.
        WhenNoSuchDay: 30 February, the fifth Monday of a month with four.
        WhenOtherWeekday: the weekday and the date do not go together.
        WhenDayOrMonth: ``03/04/2026``.
    """
    for pattern, read in _PATTERNS:
        match = pattern.fullmatch(phrase)
        if match is not None:
            doubt = Doubt.NEXT_WEEKDAY if read is _next_weekday else None
            return read(match, today), doubt
    raise WhenUnclear


def _relative(match: re.Match[str], today: date) -> Iterator[date]:
    yield today + timedelta(days=("today", "tomorrow", "overmorrow").index(match["near"]))


def _any_day(_: re.Match[str], today: date) -> Iterator[date]:
    yield today
    yield today + timedelta(days=1)


def _in_days(match: re.Match[str], today: date) -> Iterator[date]:
    yield today + timedelta(days=int(match["n"]) * (7 if match["unit"] == "week" else 1))


def _in_months(match: re.Match[str], today: date) -> Iterator[date]:
    years, month = divmod(today.month - 1 + int(match["n"]), 12)
    yield _day(today.year + years, month + 1, today.day)


def _weekday(match: re.Match[str], today: date) -> Iterator[date]:
    first = _on_or_after(today, int(match["w"]))
    yield first
    yield first + timedelta(days=7)


def _next_weekday(match: re.Match[str], today: date) -> Iterator[date]:
    yield _on_or_after(today + timedelta(days=1), int(match["w"]))


def _weekday_of_week(match: re.Match[str], today: date) -> Iterator[date]:
    weeks = {"next": 1, "this": 0}.get(match["which"] or "", 0) or int(match["n"] or 0)
    monday = today - timedelta(days=today.weekday())
    yield monday + timedelta(weeks=weeks, days=int(match["w"]))


def _iso(match: re.Match[str], _: date) -> Iterator[date]:
    yield _agree(match, _day(int(match["y"]), int(match["m"]), int(match["d"])))


def _slashed(match: re.Match[str], today: date) -> Iterator[date]:
    one, two = int(match["one"]), int(match["two"])
    if one <= _MONTHS and two <= _MONTHS and one != two:
        raise WhenDayOrMonth
    return _dated(match, today, *((one, two) if two <= _MONTHS else (two, one)))


def _day_of_month(match: re.Match[str], today: date) -> Iterator[date]:
    return _dated(match, today, int(match["d"]), int(match["m"]))


def _dated(match: re.Match[str], today: date, day: int, month: int) -> Iterator[date]:
    if match["y"]:
        yield _agree(match, _day(int(match["y"]), month, day))
        return
    found = [d for y in range(_AHEAD + 1) if (d := _maybe(today.year + y, month, day))]
    if not found:
        raise WhenNoSuchDay
    yield _agree(match, next((d for d in found if d >= today), found[-1]))
    yield from (d for d in found if d > today and _agrees(match, d))


def _day_of_some_month(match: re.Match[str], today: date) -> Iterator[date]:
    day = int(match["d"])
    months = (divmod(today.month - 1 + ahead, 12) for ahead in range(13))
    found = [d for y, m in months if (d := _maybe(today.year + y, m + 1, day)) and d >= today]
    if not found:
        raise WhenNoSuchDay
    agreed = [d for d in found[:2] if _agrees(match, d)]
    if not agreed:
        raise WhenOtherWeekday
    yield from agreed


def _nth_weekday(match: re.Match[str], today: date) -> Iterator[date]:
    if match["y"]:
        months: Iterator[tuple[int, int]] = iter([(int(match["y"]), int(match["m"]))])
    elif match["m"]:
        months = ((today.year + ahead, int(match["m"])) for ahead in range(_AHEAD))
    else:
        first = today.month - 1 + (match["which"] == "next")
        spread = (divmod(first + ahead, 12) for ahead in range(1 if match["which"] else 3))
        months = ((today.year + years, month + 1) for years, month in spread)
    found = [d for y, m in months if (d := _nth(match["nth"], int(match["w"]), y, m))]
    if not found:
        raise WhenNoSuchDay
    yield from found


def _nth(nth: str, weekday: int, year: int, month: int) -> date | None:
    if nth == "L":
        following = _day(year + month // 12, month % 12 + 1, 1)
        return _on_or_after(following - timedelta(days=7), weekday)
    found = _on_or_after(_day(year, month, 1), weekday) + timedelta(weeks=int(nth) - 1)
    return found if found.month == month and int(nth) > 0 else None


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _maybe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> date:
    found = _maybe(year, month, day)
    if found is None:
        raise WhenNoSuchDay
    return found


def _agrees(match: re.Match[str], day: date) -> bool:
    return match["w"] is None or int(match["w"]) == day.weekday()


def _agree(match: re.Match[str], day: date) -> date:
    if not _agrees(match, day):
        raise WhenOtherWeekday
    return day


_W: Final = r"W(?P<w>\d)"
_ANY_W: Final = rf"(?:(?:this )?{_W} )?"
_D: Final = r"O?0?(?P<d>\d{1,2})"
_M: Final = r"M(?P<m>\d{1,2})"
_Y: Final = r"(?: Y(?P<y>\d{4}))?"
_N: Final = r"(?P<n>\d{1,3})"
_WEEK: Final = rf"(?:(?P<which>next|this) week|in {_N} week)"

_PATTERNS: Final = tuple(
    (re.compile(text), read)
    for text, read in (
        (r"(?P<near>today|tomorrow|overmorrow)", _relative),
        (r"", _any_day),
        (rf"in {_N} (?P<unit>day|week)", _in_days),
        (rf"in {_N} month", _in_months),
        (rf"(?:this )?{_W}", _weekday),
        (rf"next {_W}", _next_weekday),
        (rf"{_W} {_WEEK}", _weekday_of_week),
        (rf"{_WEEK} {_W}", _weekday_of_week),
        (rf"{_ANY_W}(?P<y>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d)", _iso),
        (rf"{_ANY_W}(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})(?:/(?P<y>\d{{4}}))?", _slashed),
        (rf"{_ANY_W}{_D} {_M}{_Y}", _day_of_month),
        (rf"{_ANY_W}{_M} {_D}{_Y}", _day_of_month),
        (rf"{_ANY_W}{_D}", _day_of_some_month),
        (
            rf"O(?P<nth>\d|L) {_W} (?:in )?(?:{_M}{_Y}|(?:(?P<which>next|this) )?month)",
            _nth_weekday,
        ),
    )
)
