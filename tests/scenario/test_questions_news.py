"""What askers and followers hear: true news, each once."""

from __future__ import annotations

import pytest

from bot.core.people import Role
from tests.support.question_news import ANSWERED, follows, told
from tests.support.questions import ASKED, Desk

WAITED = "It was approved and waits for a liaison"


async def test_who_follows_is_not_told_that_a_liaison_stepped_aside(desk: Desk) -> None:
    await desk.reaches_queue()
    theo = await follows(desk)
    anna = desk.town.someone("anna", Role.LIAISON).goes_to("queue")

    await anna.presses("questions.recuse")
    await desk.town.clock.move(minutes=20)

    assert told(theo) == []


async def test_who_steps_aside_with_the_question_in_hand_is_not_told_of(desk: Desk) -> None:
    await desk.reaches_queue()
    theo = await follows(desk)
    await desk.ben.presses("questions.claim")
    await desk.ben.presses("questions.work")

    await desk.ben.presses("questions.recuse")
    await desk.town.clock.move(minutes=20)

    assert told(theo) == []
    assert "Where it stands: Open" in desk.town.channel("queue").text


@pytest.mark.parametrize("said", ["questions.good", "questions.bad"])
async def test_a_rating_is_no_news_to_who_follows_nor_to_who_rated(desk: Desk, said: str) -> None:
    receipt = await desk.reaches_queue(naming="notify")
    theo = await follows(desk)
    await desk.answers()
    heard = (told(theo), told(desk.maya))

    await desk.looks(receipt)
    await desk.maya.presses(said)
    await desk.town.clock.move(minutes=20)

    assert (told(theo), told(desk.maya)) == heard
    assert [ANSWERED in line for line in heard[0]] == [True]


async def test_a_correction_is_told_as_a_correction(desk: Desk) -> None:
    await desk.reaches_queue()
    theo = await follows(desk)
    await desk.answers()
    await desk.ben.goes_to("questions").presses("questions.read")

    await desk.ben.presses("questions.correct")
    await desk.ben.fills(answer="Since 2025, not 2024.", note="The year was wrong.").sends()
    await desk.town.settles()

    assert "The answer was corrected" in told(theo)[-1]
    assert [ANSWERED in line for line in told(theo)] == [True, False]


async def test_a_question_that_comes_back_from_hold_is_not_called_approved(desk: Desk) -> None:
    await desk.reaches_queue()
    theo = await follows(desk)
    await desk.ben.presses("questions.claim")
    await desk.ben.presses("questions.work")
    await desk.ben.presses("questions.hold")
    await desk.ben.fills(reason="needs_records", review_on="2026-12-01").sends()

    await desk.town.clock.move(days=7)

    assert "has to wait" in told(theo)[0]
    assert "It goes on" in told(theo)[1]
    assert not any(WAITED in line for line in told(theo))


async def test_a_follow_up_that_is_declined_is_told_to_its_asker_and_is_no_answer(
    desk: Desk,
) -> None:
    receipt = await desk.reaches_queue(naming="notify")
    theo = await follows(desk)
    await desk.answers()
    heard = told(theo)
    await desk.looks(receipt)
    await desk.maya.presses("questions.again")
    await desk.maya.fills(words="And how many were switched off last year?").sends()
    await desk.town.clock.move(minutes=16)

    await desk.olga.chooses("decline", of="questions.decide")
    await desk.olga.fills(reason="off_topic", remark="").sends()
    await desk.town.settles()

    assert "Your follow-up was not taken up" in told(desk.maya)[-1]
    assert [ANSWERED in line for line in told(desk.maya)].count(True) == 1
    assert told(theo) == heard


async def test_who_follows_hears_of_a_follow_up_as_such(desk: Desk) -> None:
    receipt = await desk.reaches_queue()
    theo = await follows(desk)
    await desk.answers()
    await desk.looks(receipt)
    await desk.maya.presses("questions.again")
    await desk.maya.fills(words="And how many were switched off last year?").sends()
    await desk.town.clock.move(minutes=16)

    await desk.olga.presses("questions.approve")
    await desk.town.settles()

    assert "More was asked about it" in told(theo)[-1]


async def test_who_asked_with_their_name_is_told_directly(desk: Desk) -> None:
    await desk.gets_answer(naming="named")

    assert ANSWERED in told(desk.maya)[-1]
    assert not any(ASKED[:20] in line for line in told(desk.maya))


async def test_who_follows_hears_that_it_was_taken_back_and_who_took_it_does_not(
    desk: Desk,
) -> None:
    receipt = await desk.gets_answer(naming="notify")
    theo = desk.town.someone("theo").goes_to("questions")
    await theo.presses("questions.follow")
    heard = told(desk.maya)
    await desk.looks(receipt)

    await desk.maya.presses("questions.withdraw")
    await desk.town.clock.move(minutes=20)

    assert "It was taken back" in told(theo)[-1]
    assert told(desk.maya) == heard
