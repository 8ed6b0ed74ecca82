"""What organizers type, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.core.errors import DialogueError, OddText, TooLong, TooShort
from bot.core.when import Doubt, Plan, WhenPast, WhenUnclear
from bot.features.forums.model import Repeats, Speaks
from bot.features.forums.refusals import BadCapacity
from bot.features.forums.sheets import (
    More,
    Reader,
    What,
    Where,
    read_capacity,
    read_more,
    read_where,
    write_plan,
)
from tests.unit.forums.samples import DETAILS, NOW, PLAN

READER = Reader(now=NOW, zone="America/Toronto", locale="en")
SHEET = What(title="Night calls", aim="Learn what happens.", when="7 December 7 pm", minutes="90")

HOSTILE = {
    "@everyone <!channel>": "@everyone <!channel>",
    "[x](javascript:alert(1))": "[x](javascript:alert(1))",
    "\u202ePDF\u200b  x": "PDF x",
    "BEGIN:VEVENT\r\nSUMMARY:x": "BEGIN:VEVENT SUMMARY:x",
}
REFUSED = {
    "": TooShort,
    "   ": TooShort,
    "x" * 10_000: TooLong,
    "a\0b": OddText,
    "\ud800": OddText,
}


def test_the_first_sheet_becomes_details_with_a_time() -> None:
    details, doubt = READER.what(SHEET, None)

    assert (details.plan, details.minutes, doubt) == (PLAN, 90, None)
    assert details.speaks is Speaks.EN


def test_next_thursday_is_taken_with_a_doubt_that_is_not_kept() -> None:
    details, doubt = READER.what(replace(SHEET, when="next Thursday 7pm"), None)

    assert doubt is Doubt.NEXT_WEEKDAY
    assert details.plan == Plan(wall=datetime(2026, 11, 26, 19, 0), zone="America/Toronto")  # noqa: DTZ001  (a wall)


def test_a_french_organizer_plans_in_french() -> None:
    reader = replace(READER, locale="fr-CA")

    details, _ = reader.what(replace(SHEET, when="le premier lundi de décembre à 19 h"), None)

    assert (details.plan, details.speaks) == (PLAN, Speaks.FR)


def test_a_time_that_was_not_touched_is_not_read_again() -> None:
    later = replace(READER, now=datetime.fromisoformat("2027-01-01T00:00:00+00:00"))
    shown = write_plan(PLAN, "America/Toronto")

    details, _ = later.what(replace(SHEET, when=shown), DETAILS)

    assert (shown, details.plan) == ("2026-12-07 19:00", PLAN)
    with pytest.raises(WhenPast):
        later.what(replace(SHEET, when="2026-12-07 19:30"), DETAILS)


@pytest.mark.parametrize(
    "plan",
    [
        PLAN,
        replace(PLAN, zone="Australia/Lord_Howe"),
        Plan(wall=datetime(2027, 11, 7, 1, 30, fold=1), zone="America/Toronto"),  # noqa: DTZ001  (a wall)
    ],
)
def test_a_time_is_written_so_that_it_reads_as_the_same_time(plan: Plan) -> None:
    details, _ = READER.what(replace(SHEET, when=write_plan(plan, READER.zone)), None)

    assert details.plan is not None
    assert details.plan.at == plan.at


def test_a_draft_without_a_readable_time_keeps_its_words() -> None:
    with pytest.raises(WhenUnclear):
        READER.what(replace(SHEET, when="soonish"), None)

    details = READER.untimed(replace(SHEET, when="soonish"))

    assert (details.title, details.plan) == ("Night calls", None)


@pytest.mark.parametrize("words", REFUSED)
@pytest.mark.parametrize("name", ["title", "aim"])
def test_text_that_cannot_be_kept_is_refused(name: str, words: str) -> None:
    with pytest.raises(REFUSED[words]):
        READER.what(replace(SHEET, **{name: words}), None)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_kept_as_words(words: str) -> None:
    details, _ = READER.what(replace(SHEET, title=words), None)
    where = Where(place=words, format="ask-me", resident_host=words, police_host=words)
    filled = read_where(where, details)

    assert {details.title, filled.place, filled.resident_host, filled.police_host} == {
        HOSTILE[words]
    }


@pytest.mark.parametrize("words", ["x" * 10_000, "a\0b", "\ud800"])
def test_the_other_sheets_refuse_what_cannot_be_kept(words: str) -> None:
    for sheet in (
        Where(place=words, format="ask-me"),
        Where(place="Library", format="ask-me", resident_host=words),
        Where(place="Library", format="ask-me", police_host=words),
    ):
        with pytest.raises(DialogueError):
            read_where(sheet, DETAILS)
    for more in (More(facilitator=words), More(access=words)):
        with pytest.raises(DialogueError):
            read_more(more, DETAILS)


def test_the_third_sheet_becomes_details() -> None:
    more = More(facilitator=" Noor ", speaks="both", access="Step-free", repeats="weekly")

    details = read_more(more, DETAILS)

    assert details == replace(
        DETAILS,
        facilitator="Noor",
        speaks=Speaks.BOTH,
        access="Step-free",
        repeats=Repeats.WEEKLY,
    )


@pytest.mark.parametrize(
    ("words", "places"), [("", 0), (" 25 ", 25), ("1", 1), ("100000", 100_000)]
)
def test_places_are_a_number_or_left_empty(words: str, places: int) -> None:
    assert read_capacity(words) == places


@pytest.mark.parametrize(
    "words", ["0", "-1", "100001", "9" * 5_000, "ten", "1e3", "٢٥", "²", "1_0", "2.5", "\ud800"]
)
def test_other_numbers_of_places_are_refused(words: str) -> None:
    with pytest.raises(BadCapacity):
        read_capacity(words)
