"""Questions at the desk: claims, hand-overs, holds, the daily sum."""

from __future__ import annotations

import pytest

from bot.core.people import Role
from tests.support.forum_steps import announced
from tests.support.questions import ASKED, Desk


async def test_a_claim_that_is_forgotten_is_nudged_once_and_then_goes_back(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.ben.presses("questions.claim")

    await desk.town.clock.move(hours=47)
    nudged = desk.town.channel("queue").text
    pinged = list(desk.town.pinged)
    await desk.town.clock.move(hours=2)

    assert "Question 1 goes back to the queue soon" in nudged
    assert pinged == [desk.ben.person]
    assert "Where it stands: Open" in desk.town.channel("queue").text
    assert "goes back to the queue soon" not in desk.town.channel("queue").text


async def test_a_liaison_hands_over_with_a_note_that_only_the_next_one_reads(desk: Desk) -> None:
    await desk.reaches_queue()
    note = "The training unit promised figures by Friday."
    await desk.ben.presses("questions.claim")
    await desk.ben.presses("questions.work")

    await desk.ben.presses("questions.hand_over")
    await desk.ben.fills(note=note).sends()
    await desk.town.settles()
    assert note not in desk.town.channel("queue").text
    rosa = desk.town.someone("rosa", Role.LIAISON).goes_to("queue")
    await rosa.presses("questions.claim")
    await rosa.presses("questions.work")

    assert note in rosa.reads(rosa.private[-1])


async def test_who_steps_aside_is_not_offered_it_again(desk: Desk) -> None:
    await desk.reaches_queue()

    await desk.ben.presses("questions.recuse")
    await desk.ben.presses("questions.claim")

    assert desk.ben.sees("You said that somebody else should answer this one")
    assert "Where it stands: Open" in desk.town.channel("queue").text


async def test_a_question_on_hold_comes_back_by_itself_on_its_day(desk: Desk) -> None:
    receipt = await desk.reaches_queue()
    await desk.ben.presses("questions.claim")
    await desk.ben.presses("questions.work")
    await desk.ben.presses("questions.hold")
    await desk.ben.fills(
        reason="needs_records", remark="Asked for on Tuesday.", review_on="2026-12-01"
    ).sends()
    await desk.town.settles()
    held = desk.town.channel("queue").text
    told = await desk.looks(receipt)

    await desk.town.clock.move(days=7)

    assert "On hold" in held
    assert "stands still" in held
    assert "Records have to be found first" in told
    assert "Asked for on Tuesday." in told
    assert "Where it stands: Open" in desk.town.channel("queue").text


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-01", "2029-01-01"])
async def test_a_hold_needs_a_day_ahead_of_us(desk: Desk, day: str) -> None:
    await desk.reaches_queue()
    await desk.ben.presses("questions.claim")
    await desk.ben.presses("questions.work")
    await desk.ben.presses("questions.hold")

    await desk.ben.fills(reason="before_court", review_on=day).sends()

    assert desk.ben.sees("Please name a day after today and within a year")


async def test_an_organizer_puts_back_what_is_stuck(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.ben.presses("questions.claim")
    await desk.olga.says("/queue")
    await desk.town.settles()

    await desk.pressed_anyway(desk.olga, "questions.put_back", desk.question)
    await desk.town.settles()

    assert "Where it stands: Open" in desk.town.channel("queue").text


async def test_the_queue_is_summed_up_once_a_day_and_never_twice(desk: Desk) -> None:
    await desk.reaches_queue()

    await desk.town.clock.move(days=1)
    first = desk.town.channel("queue").text
    await desk.town.clock.move(days=1)
    second = desk.town.channel("queue").text

    assert first.count("The queue on") == 1
    assert "November 25, 2026" in first
    assert second.count("The queue on") == 1
    assert "November 26, 2026" in second


async def test_on_a_holiday_and_a_weekend_the_queue_is_not_summed_up(desk: Desk) -> None:
    await desk.reaches_queue()

    await desk.town.clock.move(days=30)
    before = desk.town.channel("queue").text
    said = []
    for _ in range(4):  # Friday is Christmas; Boxing Day, a Saturday, is kept on Monday
        await desk.town.clock.move(days=1)
        said.append("The queue on" in desk.town.channel("queue").text)
    await desk.town.clock.move(days=1)

    assert "December 24, 2026" in before
    assert said == [False, False, False, False]
    assert "December 29, 2026" in desk.town.channel("queue").text


async def test_what_many_ask_is_proposed_for_the_agenda_of_the_next_forum(desk: Desk) -> None:
    await announced(desk.town, desk.olga)
    for words in (ASKED, "Who pays for the lamps at the lake, and until when?"):
        await desk.reaches_queue(words)
    for n in range(5):
        voter = desk.town.someone(f"voter{n}")
        await desk.pressed_anyway(voter, "questions.vote", await desk.numbered(1))

    await desk.town.clock.move(days=1)

    agenda = desk.town.channel("forums").threads[0].text
    assert ASKED in agenda
    assert "lamps at the lake" not in agenda
    assert "From questions: 1." in agenda


async def test_an_empty_queue_says_nothing(desk: Desk) -> None:
    await desk.town.clock.move(days=2)

    assert "The queue on" not in desk.town.channel("queue").text
