"""How numbers, days, instants, people and words sound to a reader of each language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given, strategies as st

from bot.core.people import PersonRef
from bot.core.text import Message, Moment, Slot, Verbatim, Written, say
from bot.i18n.catalogue import MissingMessage
from bot.i18n.voice import Voice, plain_voice, write_day, write_moment, write_number

EVENING = datetime(2026, 11, 24, 23, 5, tzinfo=UTC)
SUMMER = datetime(2026, 7, 14, 12, 0, tzinfo=UTC)
MAYA = PersonRef(platform="town", tenant="", user="maya")
HOSTILE = "@everyone <!channel> [x](javascript:alert(1)) {n} {0} {words.words} %s \u202e\x00\ud800"

english, french = plain_voice("en-CA", "America/Toronto"), plain_voice("fr-CA", "America/Toronto")


# ---- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "in_english", "in_french"),
    [
        (0, "0", "0"),
        (-5, "-5", "-5"),
        (9_999, "9999", "9999"),
        (10_000, "10,000", "10\u202f000"),
        (-12_345, "-12,345", "-12\u202f345"),
        (1_234_567, "1,234,567", "1\u202f234\u202f567"),
    ],
)
def test_large_numbers_are_grouped_as_the_language_does(
    number: int, in_english: str, in_french: str
) -> None:
    assert write_number(number, "en") == in_english
    assert write_number(number, "fr-CA") == in_french


@given(st.integers(-(2**63), 2**63 - 1), st.sampled_from(["en", "fr", "de"]))
def test_a_number_that_a_table_can_hold_keeps_its_digits(number: int, locale: str) -> None:
    written = write_number(number, locale)

    assert int(written.replace(",", "").replace("\u202f", "")) == number


# ---- days and instants -------------------------------------------------------------------------


def test_a_day_is_written_in_full() -> None:
    assert write_day(date(2026, 8, 15), "en-GB") == "August 15, 2026"
    assert write_day(date(2026, 8, 15), "fr-CA") == "15 août 2026"


@pytest.mark.parametrize(
    ("at", "locale", "zone", "written"),
    [
        (EVENING, "en", "America/Toronto", "Tuesday, November 24, 2026, 18:05 (EST)"),
        (EVENING, "fr-CA", "America/Toronto", "mardi 24 novembre 2026, 18\u00a0h\u00a005 (HNE)"),
        (EVENING, "en", "UTC", "Tuesday, November 24, 2026, 23:05 (UTC)"),
        (EVENING, "en", "Australia/Sydney", "Wednesday, November 25, 2026, 10:05 (+1100)"),
        (SUMMER, "en", "America/Toronto", "Tuesday, July 14, 2026, 08:00 (EDT)"),
        (SUMMER, "fr", "America/Toronto", "mardi 14 juillet 2026, 08\u00a0h\u00a000 (HEE)"),
        (EVENING, "de", "America/Toronto", "Tuesday, November 24, 2026, 18:05 (EST)"),
    ],
)
def test_an_instant_is_written_as_the_clock_on_the_readers_wall(
    at: datetime, locale: str, zone: str, written: str
) -> None:
    assert write_moment(at, locale, zone) == written


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2026, 12, 7), date(2027, 8, 31)])
def test_a_day_and_an_instant_on_one_card_are_written_alike(day: date, locale: str) -> None:
    noon = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)

    assert write_day(day, locale) in write_moment(noon, locale, "America/Toronto")


def test_french_counts_the_first_of_a_month_apart() -> None:
    assert write_day(date(2026, 12, 1), "fr") == "1er décembre 2026"
    assert write_day(date(2026, 12, 11), "fr") == "11 décembre 2026"
    evening = datetime(2026, 12, 2, 2, tzinfo=UTC)
    written = "mardi 1er décembre 2026, 21\u00a0h\u00a000 (HNE)"
    assert write_moment(evening, "fr", "America/Toronto") == written


def test_the_same_instant_sounds_the_same_wherever_it_was_read() -> None:
    elsewhere = EVENING.astimezone(timezone(timedelta(hours=9)))

    assert write_moment(elsewhere, "en", "America/Toronto") == write_moment(
        EVENING, "en", "America/Toronto"
    )


def test_a_zone_that_is_none_is_an_error_of_ours() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        write_moment(EVENING, "en", "Atlantis/Harbour")


# ---- slots -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slot", "in_english", "in_french"),
    [
        (say("core.home.title"), "Your panel", "Votre espace"),
        (
            Moment(EVENING),
            "Tuesday, November 24, 2026, 18:05 (EST)",
            "mardi 24 novembre 2026, 18\u00a0h\u00a005 (HNE)",
        ),
        (date(2026, 8, 15), "August 15, 2026", "15 août 2026"),
        (12_000, "12,000", "12\u202f000"),
        (Verbatim("Why?"), "Why?", "Why?"),
        ("Why?", "Why?", "Why?"),
        (MAYA, "maya", "maya"),
    ],
)
def test_each_kind_of_slot_is_put_into_words(slot: Slot, in_english: str, in_french: str) -> None:
    assert english.slot(slot) == in_english
    assert french.slot(slot) == in_french


def test_a_sentence_is_filled_with_its_slots_and_counts_by_n() -> None:
    assert english(say("forums.length.hours", n=1)) == "1 hour"
    assert english(say("forums.length.hours", n=12_000)) == "12,000 hours"
    assert french(say("forums.length.hours", n=0)) == "0 heure"
    assert french(say("forums.length.hours", n=2)) == "2 heures"


def test_a_sentence_within_a_sentence_is_in_the_same_language() -> None:
    line = say("questions.erased.questions", n=2)

    assert english.slot(line) == english(line)
    assert french.slot(line) == french(line) != english(line)


def test_a_sentence_that_no_language_has_is_an_error_of_ours() -> None:
    for voice in (english, french):
        with pytest.raises(MissingMessage):
            voice(Message("core.no.such.key"))


def test_a_slot_that_nobody_fills_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        english(say("core.incident.body", other="7"))


@pytest.mark.parametrize("words", [HOSTILE, "", "{", "}", "{number}", "x" * 10_000])
def test_braces_that_a_person_typed_stay_braces(words: str) -> None:
    written = english(say("core.incident.body", number=words))

    assert written == english(say("core.incident.body", number="?")).replace("?", words)


@pytest.mark.parametrize("line", [Verbatim(HOSTILE), say("core.incident.body", number=HOSTILE)])
def test_words_and_people_are_written_in_the_platforms_own_way_and_no_other(
    line: Verbatim | Message,
) -> None:
    heard: list[object] = []

    def write(slot: Written) -> str:
        heard.append(slot)
        return "<inert>"

    written = Voice("en", write)(line)

    assert heard == [Verbatim(HOSTILE)]
    assert "<inert>" in written
    assert "everyone" not in written
