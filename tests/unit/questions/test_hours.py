"""The clock of an answer: working hours, weekends, holidays and the days the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.core.communities import Community, Hours
from bot.features.questions.hours import (
    Timeliness,
    WorkingTime,
    holidays_of,
    is_loaded,
    timeliness,
)

TORONTO = ZoneInfo("America/Toronto")
RIVERBEND = Community(
    id="riverbend",
    name="Riverbend",
    locale="en",
    zone="America/Toronto",
    country="CA",
    hours=Hours(holidays="CA-ON"),
)
WORKING = WorkingTime.of(RIVERBEND)
TARGET = timedelta(hours=24)


def at(day: str, clock: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), TORONTO)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (("2026-11-24", "10:00"), ("2026-11-27", "10:00")),
        (("2026-11-27", "16:00"), ("2026-12-02", "16:00")),
        (("2026-11-28", "03:00"), ("2026-12-02", "17:00")),
        (("2026-12-24", "12:00"), ("2026-12-31", "12:00")),
        (("2026-11-24", "17:00"), ("2026-11-27", "17:00")),
        (("2026-11-24", "08:59"), ("2026-11-26", "17:00")),
    ],
    ids=[
        "midweek",
        "over a weekend",
        "on a Saturday",
        "over Christmas",
        "at closing",
        "too early",
    ],
)
def test_three_working_days_pass_in_the_communitys_own_hours(
    asked: tuple[str, str], due: tuple[str, str]
) -> None:
    assert WORKING.after(at(*asked), TARGET) == at(*due)


def test_the_day_the_clocks_change_has_eight_working_hours_too() -> None:
    friday, tuesday = at("2026-03-06", "09:00"), at("2026-03-10", "17:00")

    assert WORKING.between(friday, tuesday) == timedelta(hours=24)


@pytest.mark.parametrize("zone", ["Australia/Lord_Howe", "Asia/Kathmandu", "America/Toronto"])
def test_every_zone_works(zone: str) -> None:
    working = WorkingTime(zone=zone)
    start = datetime(2026, 4, 3, 23, 17, tzinfo=UTC)

    assert working.between(start, working.after(start, TARGET)) == TARGET


@given(
    start=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
    minutes=st.integers(min_value=0, max_value=60 * 400),
)
def test_what_was_added_is_what_lies_between(start: datetime, minutes: int) -> None:
    began, working = start.replace(tzinfo=UTC), timedelta(minutes=minutes)

    due = WORKING.after(began, working)

    assert WORKING.between(began, due) == working
    assert WORKING.between(due, began) == -working


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001
    later=st.timedeltas(timedelta(0), timedelta(days=30)),
    minutes=st.integers(min_value=0, max_value=60 * 24),
)
def test_more_has_passed_when_more_lies_between(
    start: datetime, later: timedelta, minutes: int
) -> None:
    began, working = start.replace(tzinfo=UTC), timedelta(minutes=minutes)
    now = began + later

    assert WORKING.is_over(working, began, now) == (WORKING.between(began, now) > working)


def test_late_after_the_target_and_very_late_after_twice_the_target() -> None:
    due = at("2026-11-24", "10:00")
    stands = [
        timeliness(due, now, hours=WORKING, target=TARGET)
        for now in (
            at("2026-11-24", "10:00"),
            at("2026-11-24", "10:01"),
            at("2026-11-27", "10:00"),
            at("2026-11-27", "10:01"),
        )
    ]

    assert stands == [Timeliness.DUE, Timeliness.LATE, Timeliness.LATE, Timeliness.VERY_LATE]
    assert timeliness(None, due, hours=WORKING, target=TARGET) is Timeliness.STANDING


def test_a_region_that_nobody_knows_has_no_holidays() -> None:
    assert date(2026, 12, 25) in holidays_of("CA-ON")
    assert date(2026, 12, 25) not in holidays_of("ZZ-QQ")
    assert date(2026, 12, 25) not in holidays_of("")


def test_a_desk_that_never_opens_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="working time"):
        WorkingTime(zone="UTC", hours=Hours(days=frozenset()))
    with pytest.raises(ValueError, match="working time"):
        WorkingTime(zone="UTC", hours=Hours(opens=time(17), closes=time(9)))


class _Always:
    def __contains__(self, day: object) -> bool:
        return True


def test_a_list_of_holidays_that_closes_for_ever_does_not_hang_the_clock() -> None:
    working = WorkingTime(zone="UTC", closed=_Always())
    start = datetime(2026, 1, 1, tzinfo=UTC)

    assert working.after(start, timedelta(hours=1)) - start < timedelta(days=90)


def test_a_calendar_is_loaded_once_and_none_is_for_no_region() -> None:
    assert is_loaded("")

    holidays_of("NZ-AUK")

    assert is_loaded("NZ-AUK")
