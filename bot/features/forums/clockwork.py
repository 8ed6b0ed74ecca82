"""When a forum's messages fall due, by the clock on the wall where it takes place.

*A day before* means the same hour of the day before, also in the week in which clocks change;
*an hour before* means sixty minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from bot.core.clock import day_of
from bot.core.when import Plan
from bot.features.forums.model import Forum, Kind, Repeats
from bot.features.forums.moves import AGENDA_OPENS

REMINDERS: Final = (Kind.WEEK, Kind.DAY, Kind.HOUR, Kind.START)

_ON_TIME: Final = timedelta(minutes=10)
_USEFUL: Final[Mapping[Kind, timedelta]] = {
    Kind.WEEK: timedelta(days=1),
    Kind.DAY: timedelta(hours=6),
    Kind.HOUR: timedelta(minutes=40),
    Kind.START: timedelta(minutes=30),
}
"""How late a reminder may come and still help."""

NUDGE_AFTER: Final = timedelta(hours=1)
SUM_UP_AFTER: Final = timedelta(days=2)
NUDGE_EVERY: Final = timedelta(days=3)
_TEN: Final = time(10)
_RULES: Final[Mapping[Repeats, str]] = {
    Repeats.WEEKLY: "FREQ=WEEKLY",
    Repeats.FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2",
    Repeats.MONTHLY_DAY: "FREQ=MONTHLY",
}
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST_WEEK: Final = 5


def reminders(plan: Plan) -> dict[Kind, datetime]:
    """Return when each reminder falls due."""
    return {
        Kind.WEEK: _earlier(plan, days=7).at,
        Kind.DAY: _earlier(plan, days=1).at,
        Kind.HOUR: plan.at - timedelta(hours=1),
        Kind.START: plan.at,
    }


def agenda_opens(plan: Plan) -> datetime:
    """Return when people may begin to add to the agenda."""
    return plan.at - AGENDA_OPENS


def lateness(kind: Kind, due: datetime, *, forum: Forum, now: datetime) -> bool | None:
    """Whether a reminder that comes now is late; ``None`` when it helps nobody any more."""
    late_by = now - due
    begun = forum.starts_at is not None and now >= forum.starts_at
    if late_by > _USEFUL[kind] or (begun and kind is not Kind.START):
        return None
    return late_by > _ON_TIME


def look_back_at(ended_at: datetime, days: int, *, zone: str) -> datetime:
    """Return ten in the morning, ``days`` days later, where the forum took place."""
    day = day_of(ended_at, zone) + timedelta(days=days)
    return Plan(wall=datetime.combine(day, _TEN), zone=zone).at


def rule(repeats: Repeats, plan: Plan) -> str | None:
    """Write how a series goes on as a rule of RFC 5545; ``None`` when it does not."""
    if repeats is Repeats.MONTHLY_WEEKDAY:
        nth = (plan.wall.day - 1) // 7 + 1
        nth = -1 if nth == _LAST_WEEK else nth
        return f"FREQ=MONTHLY;BYDAY={nth}{_DAYS[plan.wall.weekday()]}"
    return _RULES.get(repeats)


def next_plan(repeats: Repeats, plan: Plan, *, after: datetime) -> Plan | None:
    """Return the next time of a series after ``after``, at the same hour on the wall.

    An hour that clocks skip on that day is read as RFC 5545 says: with the offset before.
    """
    from dateutil.rrule import rrulestr  # noqa: PLC0415  (only where a series goes on)

    text = rule(repeats, plan)
    if text is None:
        return None
    walls = rrulestr(text, dtstart=plan.wall.replace(fold=0))
    for wall in walls.xafter(plan.wall.replace(fold=0)):
        following = Plan(wall=wall, zone=plan.zone)
        if following.at > after:
            return following
    return None


def _earlier(plan: Plan, *, days: int) -> Plan:
    return replace(plan, wall=(plan.wall - timedelta(days=days)).replace(fold=0))
