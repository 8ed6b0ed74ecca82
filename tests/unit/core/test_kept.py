"""Words said in passing are kept for a quarter of an hour, in memory, and then forgotten."""

from __future__ import annotations

import pytest

from bot.core.kept import Kept
from tests.support.stores import StillClock


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def kept(clock: StillClock) -> Kept:
    return Kept(clock)


@pytest.mark.parametrize(
    "words", ["When does the bridge open?", "", "\ud800\x00\u202e", "x" * 10_000]
)
def test_a_form_opens_with_the_words_that_were_said(kept: Kept, words: str) -> None:
    assert kept.find(kept.keep(words)) == words


def test_the_form_can_be_opened_more_than_once(kept: Kept, clock: StillClock) -> None:
    found = kept.keep("the bridge")
    clock.move(minutes=5)

    assert (kept.find(found), kept.find(found)) == ("the bridge", "the bridge")


def test_after_a_quarter_of_an_hour_the_form_opens_empty(kept: Kept, clock: StillClock) -> None:
    found = kept.keep("the bridge")
    clock.move(minutes=15)
    in_time = kept.find(found)
    clock.move(seconds=1)

    assert in_time == "the bridge"
    assert kept.find(found) == ""


def test_looking_does_not_make_words_last_longer(kept: Kept, clock: StillClock) -> None:
    found = kept.keep("the bridge")
    clock.move(minutes=14)
    kept.find(found)
    clock.move(minutes=2)

    assert kept.find(found) == ""


@pytest.mark.parametrize("guess", ["", "a" * 26, "\ud800", "1"])
def test_a_guess_finds_nothing(kept: Kept, guess: str) -> None:
    kept.keep("the bridge")

    assert kept.find(guess) == ""


def test_each_has_an_id_of_its_own_that_says_nothing(kept: Kept) -> None:
    ids = {kept.keep("the same words") for _ in range(100)}

    assert len(ids) == 100
    assert all(len(found) == 26 and found.isalnum() for found in ids)


def test_a_flood_pushes_out_the_oldest_and_no_more(kept: Kept) -> None:
    ids = [kept.keep(f"words {number}") for number in range(2_003)]

    assert [kept.find(found) for found in ids[:4]] == ["", "", "", "words 3"]
    assert kept.find(ids[-1]) == "words 2002"


def test_what_has_run_out_leaves_memory_when_something_new_comes(
    kept: Kept, clock: StillClock
) -> None:
    for number in range(50):
        kept.keep(f"words {number}")
    clock.move(minutes=10)
    recent = kept.keep("recent")
    clock.move(minutes=6)
    kept.keep("new")

    assert len(kept._words) == 2
    assert kept.find(recent) == "recent"


def test_a_restart_forgets_everything(kept: Kept, clock: StillClock) -> None:
    found = kept.keep("the bridge")

    assert Kept(clock).find(found) == ""
    assert "bridge" not in repr(kept)
