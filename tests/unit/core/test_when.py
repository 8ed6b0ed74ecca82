"""Times in words: what is read, what is asked again, and what clocks do to it."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.core.errors import DialogueError, OddText, TooLong, TooShort
from bot.core.text import say
from bot.core.when import (
    Doubt,
    Plan,
    WhenAmOrPm,
    WhenDayOrMonth,
    WhenInGap,
    WhenNoHour,
    WhenNoSuchDay,
    WhenOtherWeekday,
    WhenPast,
    WhenTooFar,
    WhenUnclear,
    WhenZone,
    parse_when,
    plan_at,
    read_when,
    zone_named,
)
from bot.i18n.voice import plain_voice

TORONTO = "America/Toronto"
MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)  # Monday 23 November, 10:00 in Toronto

ZONES = {
    # zone: (wall in the gap, wall that comes twice, hours between the two)
    "America/Toronto": ("2027-03-14T02:30", "2027-11-07T01:30", 1.0),
    "America/St_Johns": ("2027-03-14T02:30", "2027-11-07T01:30", 1.0),
    "America/Los_Angeles": ("2027-03-14T02:01", "2027-11-07T01:59", 1.0),
    "America/Havana": ("2027-03-14T00:30", "2027-11-07T00:30", 1.0),
    "America/Santiago": ("2027-09-05T00:30", "2027-04-03T23:30", 1.0),
    "Europe/London": ("2027-03-28T01:30", "2027-10-31T01:30", 1.0),
    "Europe/Paris": ("2027-03-28T02:30", "2027-10-31T02:30", 1.0),
    "Atlantic/Azores": ("2027-03-28T00:30", "2027-10-31T00:30", 1.0),
    "Africa/Cairo": ("2027-04-30T00:30", "2027-10-28T23:30", 1.0),
    "Australia/Sydney": ("2027-10-03T02:30", "2027-04-04T02:30", 1.0),
    "Australia/Lord_Howe": ("2027-10-03T02:15", "2027-04-04T01:45", 0.5),
    "Pacific/Auckland": ("2027-09-26T02:30", "2027-04-04T02:30", 1.0),
}


def wall(words: str, locale: str = "en", zone: str = TORONTO, now: datetime = MONDAY) -> str:
    return read_when(words, now=now, zone=zone, locale=locale).wall.isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("next Thursday 7pm", "2026-11-26T19:00"),
        ("Thursday, 7 PM", "2026-11-26T19:00"),
        ("7.30 p.m. on Thursday", "2026-11-26T19:30"),
        ("Thursday evening at 7", "2026-11-26T19:00"),
        ("thursday seven pm", "2026-11-26T19:00"),
        ("Thursday next week at 7:30 PM", "2026-12-03T19:30"),
        ("next week Thursday 7pm", "2026-12-03T19:00"),
        ("tomorrow at 18:30", "2026-11-24T18:30"),
        ("tonight at 8", "2026-11-23T20:00"),
        ("noon tomorrow", "2026-11-24T12:00"),
        ("the day after tomorrow at 6 p.m.", "2026-11-25T18:00"),
        ("first Monday of December at 19h", "2026-12-07T19:00"),
        ("last Friday of the month at 5pm", "2026-11-27T17:00"),
        ("2nd tuesday of january 2027 at 10am", "2027-01-12T10:00"),
        ("third wed of next month at 7pm", "2026-12-16T19:00"),
        ("in two weeks, Friday 6 pm", "2026-12-11T18:00"),
        ("Friday in 2 weeks at 6 pm", "2026-12-11T18:00"),
        ("in 3 days at 17:00", "2026-11-26T17:00"),
        ("in a fortnight at 9 am", "2026-12-07T09:00"),
        ("3 weeks from now at 6pm", "2026-12-14T18:00"),
        ("in one month at 6pm", "2026-12-23T18:00"),
        ("in an hour", "2026-11-23T11:00"),
        ("in 90 minutes", "2026-11-23T11:30"),
        ("December 5 7 pm", "2026-12-05T19:00"),
        ("Dec 5th, 2026, 7:15pm", "2026-12-05T19:15"),
        ("Monday the 30th of November at 6 in the evening", "2026-11-30T18:00"),
        ("mon, nov 30 @ 6pm", "2026-11-30T18:00"),
        ("the 15th at 7pm", "2026-12-15T19:00"),
        ("29 february 7pm", "2028-02-29T19:00"),
        ("25/12/2026 19:00", "2026-12-25T19:00"),
        ("12/25/2026 7pm", "2026-12-25T19:00"),
        ("2026-11-30 18:30", "2026-11-30T18:30"),
        ("2026-11-30T18:30", "2026-11-30T18:30"),
        ("2026-11-30T18:30Z", "2026-11-30T13:30"),
        ("2026-11-30 18:30:00-08:00", "2026-11-30T21:30"),
        ("12 am thursday", "2026-11-26T00:00"),
        ("19:00", "2026-11-23T19:00"),
        ("9 am", "2026-11-24T09:00"),
    ],
)
def test_english_is_read(words: str, read: str) -> None:
    assert wall(words) == read


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("jeudi prochain 19h", "2026-11-26T19:00"),
        ("jeudi prochain à 19 h 30", "2026-11-26T19:30"),
        ("le premier lundi de décembre à 19 h", "2026-12-07T19:00"),
        ("le deuxième mardi du mois prochain à 19 h 15", "2026-12-08T19:15"),
        ("dernier vendredi du mois à 17h", "2026-11-27T17:00"),
        ("30 novembre 18h30", "2026-11-30T18:30"),
        ("lundi 30 novembre à 18 h", "2026-11-30T18:00"),
        ("le 1er décembre à 18h", "2026-12-01T18:00"),
        ("à 19 h 30 novembre", "2026-11-30T19:00"),
        ("ce soir 19h", "2026-11-23T19:00"),
        ("ce soir à 7 h", "2026-11-23T19:00"),
        ("jeudi soir à sept heures", "2026-11-26T19:00"),
        ("demain midi", "2026-11-24T12:00"),
        ("après-demain à 18 heures 30", "2026-11-25T18:30"),
        ("aujourd’hui à 18h", "2026-11-23T18:00"),
        ("jeudi de la semaine prochaine à 19h", "2026-12-03T19:00"),
        ("dans deux semaines, vendredi 18 h", "2026-12-11T18:00"),
        ("dans sept jours à 17h", "2026-11-30T17:00"),
        ("le 7 sept. à 18h", "2027-09-07T18:00"),
        ("dans 2 heures", "2026-11-23T12:00"),
        ("mar 1 déc 18h", "2026-12-01T18:00"),
        ("samedi 28 nov. 14h", "2026-11-28T14:00"),
        ("le 15 à 19h", "2026-12-15T19:00"),
        ("30/11 18h30", "2026-11-30T18:30"),
    ],
)
def test_french_is_read_whatever_the_case(words: str, read: str) -> None:
    assert (wall(words, "fr-CA"), wall(words.upper(), "fr")) == (read, read)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("whenever", WhenUnclear),
        ("yesterday 7pm", WhenUnclear),
        ("thursday 7pm 8pm", WhenUnclear),
        ("thursday or friday 7pm", WhenUnclear),
        ("not on thursday 7pm", WhenUnclear),
        ("every thursday 7pm", WhenUnclear),
        ("25:00 tomorrow", WhenUnclear),
        ("tomorrow 7:99pm", WhenUnclear),
        ("13pm friday", WhenUnclear),
        ("thursday morning at 19h", WhenUnclear),
        ("thursday 7pm EST", WhenUnclear),
        ("thursday 7pm UTC-8", WhenUnclear),
        ("@everyone thursday 7pm", WhenUnclear),
        ("<!channel> thursday 7pm", WhenUnclear),
        ("[x](javascript:alert(1)) 7pm", WhenUnclear),
        ("'", WhenUnclear),
        ("thursday", WhenNoHour),
        ("next thursday in the evening", WhenNoHour),
        ("at 7 on thursday", WhenAmOrPm),
        ("7 o'clock tomorrow", WhenAmOrPm),
        ("03/04/2027 19:00", WhenDayOrMonth),
        ("feb 30 7pm", WhenNoSuchDay),
        ("2026-13-01 10:00", WhenNoSuchDay),
        ("2026-11-31T18:30Z", WhenNoSuchDay),
        ("99 december 10:00", WhenNoSuchDay),
        ("the 45th at 7pm", WhenNoSuchDay),
        ("fifth monday of december 2026 7pm", WhenNoSuchDay),
        ("tuesday 30 november at 6pm", WhenOtherWeekday),
        ("mardi 30 novembre à 18h", WhenOtherWeekday),
        ("tuesday 2026-11-30 18:00", WhenOtherWeekday),
        ("2020-01-01 10:00", WhenPast),
        ("today at 9 am", WhenPast),
        ("2026-11-23T14:59:59Z", WhenPast),
        ("2099-01-01 10:00", WhenTooFar),
        ("in 99 months at 7pm", WhenTooFar),
        ("thursday 7pm Europe/Atlantis", WhenZone),
        ("thursday 7pm America/../../etc", WhenUnclear),
        ("", TooShort),
        ("   ", TooShort),
        ("\u202e", TooShort),
        ("7pm " * 60, TooLong),
        ("x" * 10_000, TooLong),
        ("thursday\x00 7pm", OddText),
        ("thursday \ud800 7pm", OddText),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_own_sentence(
    words: str, refusal: type[DialogueError]
) -> None:
    with pytest.raises(refusal) as refused:
        parse_when(words, now=MONDAY, zone=TORONTO, locale="en")

    sentence = say(f"errors.{refused.value.code}", **refused.value.facts)
    assert len({plain_voice(locale, TORONTO)(sentence) for locale in ("en", "fr")}) == 2


def test_marks_that_turn_the_text_round_change_nothing() -> None:
    assert wall("\u202enext \u200bThursday\u2069 7pm") == "2026-11-26T19:00"


def test_thursday_said_on_a_thursday_is_today_until_the_hour_has_struck() -> None:
    thursday = datetime(2026, 11, 26, 15, tzinfo=UTC)

    assert wall("thursday 7pm", now=thursday) == "2026-11-26T19:00"
    assert wall("thursday 9 am", now=thursday) == "2026-12-03T09:00"
    assert wall("next thursday 7pm", now=thursday) == "2026-12-03T19:00"


def test_next_weekday_is_read_with_a_doubt() -> None:
    doubted = read_when("next Thursday 7pm", now=MONDAY, zone=TORONTO, locale="en")
    plain = read_when("Thursday 7pm", now=MONDAY, zone=TORONTO, locale="en")

    assert (doubted.doubt, plain.doubt) == (Doubt.NEXT_WEEKDAY, None)


def test_a_zone_named_in_the_words_stands_before_the_usual_one() -> None:
    plan = read_when("next Thursday 7pm (europe/paris)", now=MONDAY, zone=TORONTO, locale="en")

    assert (plan.zone, plan.at) == ("Europe/Paris", datetime(2026, 11, 26, 18, tzinfo=UTC))


@pytest.mark.parametrize("name", ["", "Pacific", "EST5EDT", "UTC-8", "Etc/GMT+8", "../UTC", "a/b"])
def test_what_is_no_place_is_no_zone(name: str) -> None:
    with pytest.raises(WhenZone):
        zone_named(name)


def test_a_zone_is_found_whatever_its_capitals() -> None:
    assert [zone_named(n) for n in ("america/toronto", "utc", "Europe/Paris")] == [
        "America/Toronto",
        "UTC",
        "Europe/Paris",
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_an_hour_that_clocks_skip_is_refused(zone: str) -> None:
    with pytest.raises(WhenInGap):
        parse_when(ZONES[zone][0], now=MONDAY, zone=zone, locale="en")


@pytest.mark.parametrize("zone", ZONES)
def test_of_an_hour_that_comes_twice_the_earlier_is_meant_and_said(zone: str) -> None:
    _, twice, hours = ZONES[zone]

    plan = read_when(twice, now=MONDAY, zone=zone, locale="en")

    later = Plan(wall=plan.wall.replace(fold=1), zone=zone)
    assert plan.doubt is Doubt.TWICE
    assert later.at - plan.at == timedelta(hours=hours)


def test_an_instant_in_the_second_of_two_like_hours_stays_there() -> None:
    plan = read_when("2027-11-07T01:30-05:00", now=MONDAY, zone=TORONTO, locale="en")

    assert (plan.wall, plan.at) == (
        datetime(2027, 11, 7, 1, 30, fold=1),  # noqa: DTZ001  (a wall)
        datetime(2027, 11, 7, 6, 30, tzinfo=UTC),
    )
    assert plan_at(plan.wall, TORONTO).at == plan.at


@given(
    minutes=st.integers(1, 60 * 24 * 365 * 4),
    zone=st.sampled_from(sorted(ZONES)),
)
def test_what_is_written_as_an_instant_is_read_as_that_instant(minutes: int, zone: str) -> None:
    at = MONDAY + timedelta(minutes=minutes)

    for spelled in (at, at.astimezone(ZoneInfo(zone))):
        assert parse_when(spelled.isoformat(), now=MONDAY, zone=zone, locale="en") == at


@given(
    naive=st.datetimes(datetime(2026, 11, 25), datetime(2031, 1, 1)),  # noqa: DTZ001  (a wall)
    zone=st.sampled_from(sorted(ZONES)),
)
def test_a_wall_clock_time_is_kept_to_the_minute_or_refused_as_skipped(
    naive: datetime, zone: str
) -> None:
    asked = naive.replace(second=0, microsecond=0)
    try:
        plan = read_when(f"{asked:%Y-%m-%d %H:%M}", now=MONDAY, zone=zone, locale="en")
    except WhenInGap:
        back = asked.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
        assert back.replace(tzinfo=None) != asked
    else:
        shown = plan.at.astimezone(ZoneInfo(zone))
        assert (shown.replace(tzinfo=None, fold=0), plan.zone) == (asked, zone)


_WORDS = st.sampled_from(
    re.split(
        " ",
        "next thursday jeudi prochain 7pm 19h 19 h 30 at à le the first premier monday lundi of "
        "december décembre in dans two deux weeks semaines 2026-11-30 18:30 12/25 , - ' @ demain "
        "soir o'clock 31 february 1er 2027 month mois last UTC Europe/Paris \u202e W0 M12 O5",
    )
)


@given(st.one_of(st.text(max_size=250), st.lists(_WORDS, max_size=12).map(" ".join)))
def test_any_words_give_a_time_to_come_or_a_refusal(words: str) -> None:
    try:
        at = parse_when(words, now=MONDAY, zone=TORONTO, locale="fr")
    except DialogueError as refusal:
        assert refusal.code  # noqa: PT017  (any refusal has a sentence; the codes are above)
    else:
        assert MONDAY < at < MONDAY + timedelta(days=366 * 5 + 1)


@pytest.mark.parametrize(
    "piece",
    ["x", "1 ", "a ", "19 h ", "W0 ", "monday ", "7pm ", "1/", "'", "in the ", "\u0301"],
)
def test_the_same_again_and_again_is_no_time(piece: str) -> None:
    with pytest.raises(WhenUnclear):
        parse_when((piece * 200)[:200], now=MONDAY, zone=TORONTO, locale="en")


def test_an_hour_again_and_again_is_asked_for_its_half_of_the_day() -> None:
    with pytest.raises(WhenAmOrPm):
        parse_when(("at 7 " * 200)[:200], now=MONDAY, zone=TORONTO, locale="en")
