"""Forums as calendars, read back by the library and looked at as bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from icalendar import Calendar

from bot.core.text import clean
from bot.features.forums.ics import calendar
from bot.features.forums.model import Forum, State
from tests.support.riverbend import RIVERBEND
from tests.unit.forums.samples import NOW, PLAN, forum


def written(*forums: Forum, site: str = "", locale: str = "en") -> bytes:
    return calendar(forums, replace(RIVERBEND, locale=locale), site=site, now=NOW)


def line(text: bytes, name: str) -> str:
    """Read one property as RFC 5545 says: unfold the lines, then unescape from left to right."""
    unfolded = text.decode().replace("\r\n ", "")
    (raw,) = re.findall(rf"^{name}:(.*?)\r$", unfolded, re.MULTILINE)
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], raw)


def events(text: bytes) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_a_forum_is_one_event_in_utc() -> None:
    text = written(forum(), site="https://talk.example.org")

    (event,) = events(text)
    assert event["dtstart"].dt == datetime(2026, 12, 8, 0, 0, tzinfo=UTC)
    assert event["dtend"].dt == PLAN.at + timedelta(minutes=90)
    assert b"DTSTART:20261208T000000Z" in text
    assert event["summary"] == "Night calls"
    assert event["location"] == "Library"
    assert event["uid"] == "f1@riverbend.commonground"
    assert event["url"] == "https://talk.example.org/forums/f1"
    assert event["status"] == "CONFIRMED"


def test_a_cancelled_forum_says_so_and_why() -> None:
    off = replace(forum(State.CANCELLED), reason="The library is flooded.", changes=3)

    (event,) = events(written(off))

    assert (event["status"], event["sequence"]) == ("CANCELLED", 3)
    assert "The library is flooded." in event["description"]


def test_the_feed_speaks_the_language_of_the_community() -> None:
    (event,) = events(written(forum(off_table="Dossiers en cour"), locale="fr"))

    assert event["description"].endswith("Hors discussion\u00a0: Dossiers en cour")


def test_what_has_no_time_yet_is_in_no_calendar() -> None:
    assert events(written(forum(State.POSTPONED, plan=None), forum())) == events(written(forum()))


@pytest.mark.parametrize(
    "words",
    [
        "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged",
        "x\nATTENDEE:mailto:someone@example.org",
        'a;b,c\\d":e',
        "\u2028ATTACH:https://example.org",
        r"Depot\North, or Depot\nord",
        "é" * 99,
        "🕊" * 99,
    ],
)
def test_words_cannot_add_a_line(words: str) -> None:
    tame = clean(words, at_most=300)
    text = written(forum(title=tame[:100], aim=tame, place=tame[:100], access=tame))

    lines = text.replace(b"\r\n ", b"").split(b"\r\n")
    assert sum(one.startswith((b"ATTENDEE", b"ATTACH", b"BEGIN:VEVENT")) for one in lines) == 1
    assert len(events(text)) == 1
    assert line(text, "SUMMARY") == tame[:100]
    assert line(text, "LOCATION") == tame[:100]


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=120
    )
)
def test_every_line_is_short_and_ends_as_it_must(words: str) -> None:
    text = written(forum(title=words[:100], aim=words, place=words[:100]))

    assert text.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert len(events(text)) == 1
    assert line(text, "SUMMARY") == words[:100]
