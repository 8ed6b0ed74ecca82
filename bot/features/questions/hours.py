"""The clock of an answer: working time in the community's zone, without its holidays.

Pure arithmetic on days; the holiday tables are a maintained library's.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.communities import Community, Hours


class Timeliness(StrEnum):
    """How an answer stands against its clock; shown in words on every card."""

    STANDING = "standing"
    DUE = "due"
    LATE = "late"
    VERY_LATE = "very_late"


def holidays_of(region: str) -> Container[date]:
    """Return the public holidays of a region by its ISO 3166-2 code: ``CA-ON``, or ``CA``.

    One that the library does not know has none: the clock then counts every weekday.
    """
    known = _calendar(region)
    return frozenset() if known is None else known


def is_region(region: str) -> bool:
    """Whether ``region`` is empty, or names one whose public holidays are known."""
    return not region or _calendar(region) is not None


def is_loaded(region: str) -> bool:
    """Whether asking for the holidays of ``region`` costs nothing any more.

    The first time loads a calendar, a tenth of a second that belongs on no event loop.
    """
    return not region or region in _CALENDARS


def _calendar(region: str) -> Container[date] | None:
    if region not in _CALENDARS:
        _CALENDARS[region] = _load(region)
    return _CALENDARS[region]


def _load(region: str) -> Container[date] | None:
    country, _, part = region.partition("-")
    if not country:
        return None
    import holidays

    try:
        return holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        return None


_CALENDARS: Final[dict[str, Container[date] | None]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    """When a community's desk works. ``closed`` holds the days on which it does not."""

    zone: str
    hours: Hours = field(default_factory=Hours)
    closed: Container[date] = field(default=frozenset(), repr=False)

    def __post_init__(self) -> None:
        """A desk that never opens would never be late."""
        if not self.hours.days or self.hours.opens >= self.hours.closes:
            message = "working time needs a day, and to open before it closes"
            raise ValueError(message)

    @classmethod
    def of(cls, community: Community) -> WorkingTime:
        """Return the working time of a community."""
        return cls(
            zone=community.zone,
            hours=community.hours,
            closed=holidays_of(community.hours.holidays),
        )

    def works_on(self, day: date) -> bool:
        """Whether the desk works on this day of its own zone."""
        return day.weekday() in self.hours.days and day not in self.closed

    def after(self, start: datetime, working: timedelta) -> datetime:
        """Return the instant at which ``working`` has passed on the clock since ``start``."""
        left = working
        for opens, closes in self._spans(start):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        raise AssertionError  # pragma: no cover  (the spans never end)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time from ``start`` to ``end``; negative when ``end`` is first."""
        if end < start:
            return -self.between(end, start)
        passed = timedelta()
        for opens, closes in self._spans(start):
            if opens >= end:
                return passed
            passed += min(closes, end) - opens
        raise AssertionError  # pragma: no cover  (the spans never end)

    def is_over(self, working: timedelta, start: datetime, now: datetime) -> bool:
        """Whether more than ``working`` has passed since ``start``; looks no further than that.

        What waits for years costs no more than what waits for days.
        """
        passed = timedelta()
        for opens, closes in self._spans(start):
            if opens >= now:
                return False
            passed += min(closes, now) - opens
            if passed > working:
                return True
        raise AssertionError  # pragma: no cover  (the spans never end)

    def is_open(self, at: datetime) -> bool:
        """Whether the desk works at this instant."""
        opens, _ = next(self._spans(at))
        return opens <= at

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield what is left of each working day from ``start`` on, as instants in UTC."""
        zone = ZoneInfo(self.zone)
        first = start.astimezone(zone).date()
        closed_in_a_row = 0
        for days in count():
            day = first + timedelta(days=days)
            given_up = closed_in_a_row >= _GIVE_UP_AFTER and day.weekday() in self.hours.days
            if not (given_up or self.works_on(day)):
                closed_in_a_row += 1
                continue
            closed_in_a_row = 0
            opens = datetime.combine(day, self.hours.opens, zone).astimezone(UTC)
            closes = datetime.combine(day, self.hours.closes, zone).astimezone(UTC)
            if closes > start:
                yield max(opens, start), closes


_GIVE_UP_AFTER: Final = 60
"""A list of holidays that closes a desk for two months is a mistake; the clock goes on."""


def timeliness(
    due_at: datetime | None, now: datetime, *, hours: WorkingTime, target: timedelta
) -> Timeliness:
    """Say how it stands: late after the target, very late after twice the target."""
    if due_at is None:
        return Timeliness.STANDING
    if now <= due_at:
        return Timeliness.DUE
    return Timeliness.VERY_LATE if hours.is_over(target, due_at, now) else Timeliness.LATE
