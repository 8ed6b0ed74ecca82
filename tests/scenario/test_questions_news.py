"""News: who hears that a question moved, once for each true move, and never of one another."""

from __future__ import annotations

import pytest

from bot.core.people import Role
from tests.support.questions import ANSWER, ASKED, Desk
from tests.support.someone import Someone

WAITED = "It was approved and waits for a liaison"
ANSWERED = "There is an answer"


async def _follows(desk: Desk, name: str = "theo") -> Someone:
    """Have somebody follow the newest question in the queue; return them."""
    who = desk.town.someone(name)
    await who.says("/questions")
    await who.chooses("open:" + desk.question)
    await who.presses("questions.follow")
    return who


def told(who: Someone) -> list[str]:
    """What this person was written, oldest first."""
    return [who.reads(card) for card in who.direct]


# ---- true news, once --------------------------------------------------------------------------


async def test_who_follows_is_not_told_that_a_liaison_stepped_aside(desk: Desk) -> None:
    await desk.reaches_queue()
    theo = await _follows(desk)
    anna = desk.town.someone("anna", Role.LIAISON).goes_to("queue")

    await anna.presses("questions.recuse")
    await desk.town.clock.move(minutes=20)

    assert told(theo) == []


async def test_who_steps_aside_with_the_question_in_hand_is_not_told_of(desk: Desk) -> None:
    await desk.reaches_queue()
    theo = await _follows(desk)
    await desk.ben.presses("questions.claim")
    await desk.ben.presses("questions.work")

    await desk.ben.presses("questions.recuse")
    await desk.town.clock.move(minutes=20)

    assert told(theo) == []
    assert "Where it stands: Open" in desk.town.channel("queue").text


@pytest.mark.parametrize("said", ["questions.good", "questions.bad"])
async def test_a_rating_is_no_news_to_who_follows_nor_to_who_rated(desk: Desk, said: str) -> None:
    receipt = await desk.reaches_queue(naming="notify")
    theo = await _follows(desk)
    await desk.answers()
    heard = (told(theo), told(desk.maya))

    await desk.looks(receipt)
    await desk.maya.presses(said)
    await desk.town.clock.move(minutes=20)

    assert (told(theo), told(desk.maya)) == heard
    assert [ANSWERED in line for line in heard[0]] == [True]


async def test_a_correction_is_told_as_a_correction(desk: Desk) -> None:
    await desk.reaches_queue()
    theo = await _follows(desk)
    await desk.answers()
    await desk.ben.goes_to("questions").presses("questions.read")

    await desk.ben.presses("questions.correct")
    await desk.ben.fills(answer="Since 2025, not 2024.", note="The year was wrong.").sends()
    await desk.town.settles()

    assert "The answer was corrected" in told(theo)[-1]
    assert [ANSWERED in line for line in told(theo)] == [True, False]


async def test_a_question_that_comes_back_from_hold_is_not_called_approved(desk: Desk) -> None:
    await desk.reaches_queue()
    theo = await _follows(desk)
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
    theo = await _follows(desk)
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
    theo = await _follows(desk)
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


# ---- joined questions -------------------------------------------------------------------------

ALIKE = "Who looks at the recordings of body cameras that are worn at night, please?"


async def _joins(desk: Desk, name: str = "zoe", **answers: str) -> tuple[Someone, str]:
    """Have somebody ask the same, and an organizer join it to question 1."""
    asker, desk.maya = desk.maya, desk.town.someone(name)
    receipt = await desk.reaches_triage(ALIKE, **answers)
    await desk.olga.chooses("merge", of="questions.decide")
    await desk.olga.fills(number="1").sends()
    await desk.town.settles()
    joined, desk.maya = desk.maya, asker
    return joined, receipt


async def test_a_joined_asker_reads_which_question_it_is_and_where_it_stands(desk: Desk) -> None:
    await desk.reaches_queue()
    zoe, receipt = await _joins(desk)

    shown = await desk.looks(receipt, by=zoe)

    assert "Question 1" in shown
    assert "Open" in shown
    assert ASKED in shown
    assert "without a number" not in shown


async def test_a_joined_asker_reads_the_answer_by_their_own_receipt(desk: Desk) -> None:
    await desk.reaches_queue()
    zoe, receipt = await _joins(desk)
    await desk.answers()

    shown = await desk.looks(receipt, by=zoe)

    assert ANSWER in shown
    assert "Answered" in shown


async def test_a_joined_asker_says_not_quite_and_it_is_shown_beside_the_answer(
    desk: Desk,
) -> None:
    await desk.reaches_queue()
    zoe, receipt = await _joins(desk)
    await desk.answers()
    await desk.looks(receipt, by=zoe)

    await zoe.presses("questions.bad")
    at_once = desk.town.channel("questions").text
    await desk.town.clock.move(minutes=16)

    assert "not quite" not in at_once  # or all would see who is here now
    assert "not quite" in desk.town.channel("questions").text
    assert "You said: not quite" in await desk.looks(receipt, by=zoe)


async def test_what_a_joined_asker_says_is_not_laid_into_the_mouth_of_the_other(
    desk: Desk,
) -> None:
    first = await desk.reaches_queue()
    zoe, receipt = await _joins(desk)
    await desk.answers()
    await desk.looks(receipt, by=zoe)
    await zoe.presses("questions.bad")
    await desk.town.clock.move(minutes=16)

    shown = await desk.looks(first)

    assert "You said" not in shown
    assert desk.maya.sees_button("questions.good")
    assert desk.maya.sees_button("questions.bad")


async def test_a_joined_asker_goes_on_with_a_question_of_their_own(desk: Desk) -> None:
    await desk.reaches_queue()
    zoe, receipt = await _joins(desk)
    await desk.answers()

    await desk.looks(receipt, by=zoe)

    assert not zoe.sees_button("questions.again")
    await zoe.presses("questions.open")
    assert zoe.form.fields[0].name == "words"


async def test_a_joined_asker_who_wanted_news_hears_of_the_other_question(desk: Desk) -> None:
    await desk.reaches_queue()
    zoe, _ = await _joins(desk, naming="notify")
    joined = told(zoe)[-1]

    await desk.answers()

    assert "joined to the same question" in joined
    assert "Question 1" in joined
    assert ANSWERED in told(zoe)[-1]
    assert "Question 1" in told(zoe)[-1]
    assert told(desk.maya) == []


async def test_a_joined_asker_with_a_name_hears_too(desk: Desk) -> None:
    await desk.reaches_queue()
    zoe, _ = await _joins(desk, naming="named")

    await desk.answers()

    assert ANSWERED in told(zoe)[-1]
    assert "zoe" not in desk.town.channel("questions").text.lower()


async def test_who_followed_the_joined_question_hears_of_the_other(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.reaches_queue(ALIKE)
    theo = await _follows(desk)
    await desk.olga.says("/queue")
    await desk.pressed_anyway(desk.olga, "questions.join", desk.question)

    await _merges(desk, desk.question, 1)
    desk.ben.goes_to("queue")
    await desk.answers()

    assert ANSWERED in told(theo)[-1]
    assert "Question 1" in told(theo)[-1]


async def test_who_asked_and_followed_is_told_once(desk: Desk) -> None:
    await desk.reaches_queue()
    zoe, _ = await _joins(desk, naming="notify")
    await zoe.says("/questions")
    await zoe.chooses("open:" + desk.question)
    await zoe.presses("questions.follow")
    before = len(told(zoe))

    await desk.answers()

    assert [ANSWERED in line for line in told(zoe)[before:]] == [True]


async def test_a_question_joined_to_one_that_is_joined_later_is_told_too(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.reaches_queue(ALIKE)
    zoe, receipt = await _joins(desk, naming="notify")
    first = await desk.numbered(1)

    await _merges(desk, first, 2)
    await desk.answers()

    assert "Question 2" in told(zoe)[-1]
    assert ANSWERED in told(zoe)[-1]
    assert ANSWER in await desk.looks(receipt, by=zoe)


async def test_a_joined_asker_keeps_the_answer_when_one_between_takes_theirs_back(
    desk: Desk,
) -> None:
    between = await desk.reaches_queue()
    await desk.reaches_queue(ALIKE)
    zoe, receipt = await _joins(desk)
    await _merges(desk, await desk.numbered(1), 2)
    await desk.answers()
    await desk.looks(between)

    await desk.maya.presses("questions.withdraw")
    await desk.town.settles()

    assert ANSWER in await desk.looks(receipt, by=zoe)
    await zoe.presses("questions.good")
    assert "You said" in await desk.looks(receipt, by=zoe)


async def test_an_address_lives_as_long_as_the_question_it_was_joined_to(desk: Desk) -> None:
    await desk.reaches_queue()
    zoe, _ = await _joins(desk, naming="notify")

    await desk.town.clock.move(days=40)
    await desk.answers()
    heard = told(zoe)[-1]
    await desk.town.clock.move(days=31)
    closed = await desk.addresses()
    await desk.town.clock.move(days=16)

    assert ANSWERED in heard
    assert closed == 1
    assert await desk.addresses() == 0


async def test_a_joined_asker_takes_it_back_and_hears_no_more(desk: Desk) -> None:
    await desk.reaches_queue()
    zoe, receipt = await _joins(desk, naming="notify")
    heard = told(zoe)
    await desk.looks(receipt, by=zoe)

    await zoe.presses("questions.withdraw")
    await desk.town.clock.move(minutes=20)
    await desk.answers()

    assert told(zoe) == heard
    assert await desk.addresses() == 0
    assert "Others who ask this" not in desk.town.channel("questions").text
    assert "You took it back" in await desk.looks(receipt, by=zoe)


async def test_a_joined_asker_learns_that_the_other_question_is_gone(desk: Desk) -> None:
    first = await desk.gets_answer()
    zoe, receipt = await _joins(desk, naming="notify")
    await desk.looks(first)

    await desk.maya.presses("questions.withdraw")
    await desk.town.clock.move(minutes=20)

    shown = await desk.looks(receipt, by=zoe)
    assert "It was taken back" in told(zoe)[-1]
    assert "is no longer there" in shown
    assert ASKED not in shown
    assert ANSWER not in shown


async def _merges(desk: Desk, question: str, number: int) -> None:
    """Have an organizer join what is in the queue already."""
    await desk.pressed_anyway(desk.olga, "questions.join", question)
    await desk.olga.fills(number=str(number)).sends()
    await desk.town.settles()
