"""What organizers type at set-up, kindly read and never trusted."""

import re
from datetime import time

import pytest

from bot.features.team.model import OddHours, UnknownZone
from bot.features.team.typed import code_hash, new_code, pick, read_time, read_zone

CHANNELS = [("10", "posts"), ("11", "Café-Forum"), ("12", "#odd")]
HOSTILE = [
    "",
    "x" * 10_000,
    "a\0b",
    "\ud800",
    "\u202eetirw",
    "@everyone",
    "<!channel>",
    "[x](javascript:alert(1))",
    "../../etc/passwd",
    "/etc/localtime",
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("posts", "10"),
        ("#posts", "10"),
        (" #Posts ", "10"),
        ("<#10>", "10"),
        ("<#10|posts>", "10"),
        ("10", "10"),
        ("café-forum", "11"),
        ("odd", "12"),
        ("nothing", None),
    ],
)
def test_a_channel_is_found_by_name_mention_or_id(typed: str, found: str | None) -> None:
    assert pick(typed, CHANNELS) == found


def test_where_the_platform_lists_nothing_an_id_is_taken_at_its_word() -> None:
    assert pick("<#C0123>", []) == "C0123"
    assert pick("#general", []) == "general"


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_names_are_found_nowhere(typed: str) -> None:
    assert pick(typed, CHANNELS) is None
    assert pick(typed, []) in {None, "everyone", "channel"}


@pytest.mark.parametrize("zone", ["America/Toronto", "Europe/Paris", "UTC", " Asia/Kolkata "])
def test_a_time_zone_is_read(zone: str) -> None:
    assert read_zone(zone) == zone.strip()


@pytest.mark.parametrize("zone", [*HOSTILE, "Toronto", "America/Nowhere", "America", "EST5EDT5"])
def test_what_is_no_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(UnknownZone):
        read_zone(zone)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("9", time(9)),
        ("09:00", time(9)),
        ("9h", time(9)),
        ("17h30", time(17, 30)),
        ("0:05", time(0, 5)),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, found: time) -> None:
    assert read_time(typed) == found


@pytest.mark.parametrize(
    "typed", [*HOSTILE, "25:00", "9:60", "9:5", "\u0669:\u0660\u0660", "nine", "-1"]
)
def test_what_is_no_hour_is_refused(typed: str) -> None:
    with pytest.raises(OddHours):
        read_time(typed)


def test_a_link_code_is_random_and_easy_to_read() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", c) for c in codes)


def test_a_link_code_counts_however_it_is_typed() -> None:
    code = "ABCD-EFGH-JKLM-NPQR"
    assert code_hash(code) == code_hash(" abcd efgh jklmnpqr\n")
    assert code_hash(code) != code_hash("ABCD-EFGH-JKLM-NPQS")
    assert code not in code_hash(code)
