"""When reminders, looks back and series fall due, over changes of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.core.communities import Community
from bot.core.when import Plan, WhenInGap, plan_at
from bot.features.forums.clockwork import (
    lateness,
    look_back_at,
    next_plan,
    reminders,
    rule,
)
from bot.features.forums.ics import calendar
from bot.features.forums.model import Kind, Repeats, State
from tests.unit.core.test_when import ZONES as TURNS
from tests.unit.forums.samples import NOW, PLAN, forum

ZONES = tuple(TURNS)
HOME = Community(id="riverbend", name="Riverbend", locale="en", zone="UTC", country="CA")


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def shown(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("zone", "start", "day", "week"),
    [
        # The week in which clocks change: the same hour on the wall, 23, 25 or 24.5 hours apart.
        ("America/Toronto", "2027-03-14T19:00", "2027-03-13T19:00", "2027-03-07T19:00"),
        ("America/Toronto", "2027-11-07T19:00", "2027-11-06T19:00", "2027-10-31T19:00"),
        ("Europe/Paris", "2027-03-28T19:00", "2027-03-27T19:00", "2027-03-21T19:00"),
        ("Europe/London", "2027-10-31T10:00", "2027-10-30T10:00", "2027-10-24T10:00"),
        ("Australia/Lord_Howe", "2027-10-03T19:00", "2027-10-02T19:00", "2027-09-26T19:00"),
        ("Australia/Lord_Howe", "2027-04-04T19:00", "2027-04-03T19:00", "2027-03-28T19:00"),
        # The day before has no half past two: the clock shows half past three instead.
        ("America/Toronto", "2027-03-15T02:30", "2027-03-14T03:30", "2027-03-08T02:30"),
        ("Australia/Lord_Howe", "2027-10-04T02:15", "2027-10-03T02:45", "2027-09-27T02:15"),
    ],
)
def test_reminders_come_at_the_same_hour_on_the_wall(
    zone: str, start: str, day: str, week: str
) -> None:
    due = reminders(Plan(wall=wall(start), zone=zone))

    assert (shown(due[Kind.DAY], zone), shown(due[Kind.WEEK], zone)) == (day, week)


def test_the_day_before_a_change_of_clocks_is_not_24_hours_before() -> None:
    spring = Plan(wall=wall("2027-03-14T19:00"), zone="America/Toronto")
    half = Plan(wall=wall("2027-10-03T19:00"), zone="Australia/Lord_Howe")

    assert spring.at - reminders(spring)[Kind.DAY] == timedelta(hours=23)
    assert half.at - reminders(half)[Kind.DAY] == timedelta(hours=23, minutes=30)


@given(
    at=st.datetimes(datetime(2026, 1, 10), datetime(2035, 1, 1)),  # noqa: DTZ001  (a wall)
    zone=st.sampled_from(ZONES),
)
def test_every_reminder_is_before_the_start_and_in_order(at: datetime, zone: str) -> None:
    try:
        plan = plan_at(at.replace(second=0, microsecond=0), zone)
    except WhenInGap:
        return
    due = reminders(plan)

    assert due[Kind.WEEK] < due[Kind.DAY] < due[Kind.HOUR] < due[Kind.START] == plan.at
    assert plan.at - due[Kind.HOUR] == timedelta(hours=1)
    local = due[Kind.DAY].astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    asked = plan.wall.replace(fold=0) - timedelta(days=1)
    assert local - asked in {timedelta(), timedelta(minutes=30), timedelta(hours=1)}


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2034, 1, 1)),  # noqa: DTZ001  (a wall)
    zone=st.sampled_from(ZONES),
    repeats=st.sampled_from([r for r in Repeats if r is not Repeats.NEVER]),
)
def test_a_series_keeps_its_hour_and_its_day(at: datetime, zone: str, repeats: Repeats) -> None:
    plan = Plan(wall=at.replace(second=0, microsecond=0, fold=0), zone=zone)

    following = next_plan(repeats, plan, after=plan.at)

    assert following is not None
    assert following.wall.time() == plan.wall.time()
    assert following.zone == zone
    apart = (following.wall - plan.wall).days
    if repeats is Repeats.WEEKLY:
        assert apart in {7, 14}  # 14 where the hour of the first was skipped by the clocks
    elif repeats is Repeats.MONTHLY_DAY:
        assert following.wall.day == plan.wall.day
    else:
        assert following.wall.weekday() == plan.wall.weekday()


@pytest.mark.parametrize(
    ("start", "repeats", "text", "following"),
    [
        ("2026-12-07T19:00", Repeats.WEEKLY, "FREQ=WEEKLY", "2026-12-14T19:00"),
        (
            "2026-12-07T19:00",
            Repeats.FORTNIGHTLY,
            "FREQ=WEEKLY;INTERVAL=2",
            "2026-12-21T19:00",
        ),
        (
            "2026-12-07T19:00",
            Repeats.MONTHLY_WEEKDAY,
            "FREQ=MONTHLY;BYDAY=1MO",
            "2027-01-04T19:00",
        ),
        (
            "2026-12-31T19:00",
            Repeats.MONTHLY_WEEKDAY,
            "FREQ=MONTHLY;BYDAY=-1TH",
            "2027-01-28T19:00",
        ),
        ("2027-01-31T19:00", Repeats.MONTHLY_DAY, "FREQ=MONTHLY", "2027-03-31T19:00"),
    ],
)
def test_a_series_goes_on_as_its_rule_says(
    start: str, repeats: Repeats, text: str, following: str
) -> None:
    plan = Plan(wall=wall(start), zone="America/Toronto")

    found = next_plan(repeats, plan, after=plan.at)

    assert rule(repeats, plan) == text
    assert found is not None
    assert found.wall == wall(following)


def test_a_weekly_series_stays_at_seven_when_the_clocks_change() -> None:
    plan = Plan(wall=wall("2027-03-08T19:00"), zone="America/Toronto")

    following = next_plan(Repeats.WEEKLY, plan, after=plan.at)

    assert following is not None
    assert following.at - plan.at == timedelta(days=7) - timedelta(hours=1)


def test_a_series_skips_what_is_over_already() -> None:
    late = PLAN.at + timedelta(days=20)

    following = next_plan(Repeats.WEEKLY, PLAN, after=late)

    assert following is not None
    assert following.wall == PLAN.wall + timedelta(days=21)


def test_what_does_not_repeat_has_no_next() -> None:
    assert rule(Repeats.NEVER, PLAN) is None
    assert next_plan(Repeats.NEVER, PLAN, after=PLAN.at) is None


@pytest.mark.parametrize(
    ("kind", "minutes", "late"),
    [
        (Kind.DAY, 0, False),
        (Kind.DAY, 10, False),
        (Kind.DAY, 11, True),
        (Kind.DAY, 360, True),
        (Kind.DAY, 361, None),
        (Kind.WEEK, 24 * 60, True),
        (Kind.WEEK, 24 * 60 + 1, None),
        (Kind.HOUR, 30, True),
        (Kind.HOUR, 41, None),
        (Kind.HOUR, 60, None),
        (Kind.START, 0, False),
        (Kind.START, 29, True),
        (Kind.START, 31, None),
    ],
)
def test_a_late_reminder_apologises_and_a_useless_one_is_dropped(
    kind: Kind, minutes: int, late: bool | None
) -> None:
    due = reminders(PLAN)[kind]

    found = lateness(
        kind, due, forum=forum(State.COLLECTING), now=due + timedelta(minutes=minutes)
    )

    assert found is late


def test_people_look_back_at_ten_in_the_morning_where_it_took_place() -> None:
    ended = datetime(2027, 2, 13, 1, 30, tzinfo=UTC)  # still the 12th in Toronto

    first = look_back_at(ended, 30, zone="America/Toronto")

    assert shown(first, "America/Toronto") == "2027-03-14T10:00"


@pytest.mark.parametrize("zone", TURNS)
@pytest.mark.parametrize("turn", ["gap", "overlap"])
def test_weekly_meetings_reminders_and_calendars_agree_over_every_turn_of_the_clocks(
    zone: str, turn: str
) -> None:
    gap, overlap, _ = TURNS[zone]
    day = datetime.fromisoformat(gap if turn == "gap" else overlap).date()
    evening = datetime.combine(day - timedelta(days=6), time(19, 0))
    before = Plan(wall=evening, zone=zone)

    after = next_plan(Repeats.WEEKLY, before, after=before.at)

    assert after is not None
    assert shown(after.at, zone) == (evening + timedelta(days=7)).isoformat(timespec="minutes")
    assert after.at - before.at != timedelta(days=7)
    due = reminders(after)
    assert shown(due[Kind.DAY], zone).endswith("T19:00")
    assert due[Kind.WEEK] == before.at
    text = calendar([forum(State.COLLECTING, plan=after)], HOME, site="", now=NOW)
    assert after.at.strftime("DTSTART:%Y%m%dT%H%M00Z").encode() in text
