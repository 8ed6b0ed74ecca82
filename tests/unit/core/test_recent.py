"""What is remembered for a while only: it is bounded in number, and in time where it is private."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.recent import Fleeting, Recent

TEN_MINUTES = timedelta(minutes=10)


class Hand:
    """The event loop's clock, which stands still until a test moves it."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at

    async def moves(self, by: timedelta) -> None:
        self.at += by.total_seconds()
        for _ in range(2):  # what is due comes after what was ready before
            await asyncio.sleep(0)


@pytest.fixture
async def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    hand = Hand()
    monkeypatch.setattr(asyncio.get_running_loop(), "time", hand)
    return hand


def test_the_oldest_thing_goes_when_there_are_too_many() -> None:
    recent: Recent[int] = Recent(2)
    for number, name in enumerate("abac"):
        recent.put(name, number)

    assert [recent.get(name) for name in "abc"] == [2, None, 3]
    assert recent.oldest() == ("a", 2)


async def test_each_thing_is_forgotten_after_its_own_ten_minutes(hand: Hand) -> None:
    answers: Fleeting[str] = Fleeting(TEN_MINUTES)
    answers.put("first", "a receipt")
    await hand.moves(timedelta(minutes=6))
    answers.put("second", "another")

    await hand.moves(timedelta(minutes=5))
    eleven = (answers.get("first"), answers.get("second"))
    await hand.moves(timedelta(minutes=5))

    assert eleven == (None, "another")
    assert answers.get("second") is None


async def test_what_is_said_anew_lasts_anew(hand: Hand) -> None:
    answers: Fleeting[str] = Fleeting(TEN_MINUTES)
    answers.put("one", "wrong")
    answers.drop("one")
    await hand.moves(timedelta(minutes=6))
    answers.put("one", "right")

    await hand.moves(timedelta(minutes=6))

    assert answers.get("one") == "right"


async def test_after_all_is_forgotten_the_next_thing_is_too(hand: Hand) -> None:
    answers: Fleeting[str] = Fleeting(TEN_MINUTES)
    answers.put("one", "a receipt")
    await hand.moves(timedelta(hours=1))
    answers.put("two", "a receipt")

    await hand.moves(timedelta(hours=1))

    assert answers.get("two") is None
