"""Askers whose question was joined to another: what they read, say and hear."""

from __future__ import annotations

from tests.support.question_news import ANSWERED, follows, told
from tests.support.questions import ANSWER, ASKED, Desk
from tests.support.someone import Someone

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
    theo = await follows(desk)
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
