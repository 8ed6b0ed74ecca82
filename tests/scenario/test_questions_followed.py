"""After the answer: not quite, follow-ups, taking back, and the receipt."""

from __future__ import annotations

from tests.support.questions import ANSWER, ASKED, Desk


async def test_not_quite_is_shown_beside_the_answer(desk: Desk) -> None:
    receipt = await desk.gets_answer()
    await desk.looks(receipt)

    await desk.maya.presses("questions.bad")
    await desk.town.settles()
    at_once = desk.town.channel("questions").text
    await desk.town.clock.move(minutes=16)

    assert "the asker says: not quite" not in at_once  # or all would see who is here now
    assert "the asker says: not quite" in desk.town.channel("questions").text


async def test_a_follow_up_is_read_by_an_organizer_and_answered(desk: Desk) -> None:
    receipt = await desk.gets_answer()
    again = "And how many were switched off during a stop last year?"
    await desk.looks(receipt)

    await desk.maya.presses("questions.again")
    await desk.maya.fills(words=again).sends()
    await desk.town.clock.move(minutes=16)
    assert again in desk.town.channel("triage").text
    await desk.olga.presses("questions.approve")
    await desk.town.settles()
    await desk.answers(answer="In 2025 eleven were switched off during a stop.")

    public = desk.town.channel("questions")
    assert "In 2025 eleven were switched off" in public.text
    assert again in public.text
    assert len(public.threads) == 1


async def test_two_follow_ups_are_the_most(desk: Desk) -> None:
    receipt = await desk.gets_answer()
    for _ in range(2):
        await desk.looks(receipt)
        await desk.maya.presses("questions.again")
        await desk.maya.fills(words="And how many were switched off last year?").sends()
        await desk.town.clock.move(minutes=16)
        await desk.olga.presses("questions.approve")
        await desk.town.settles()
        await desk.answers()

    card = await desk.looks(receipt)
    assert "Ask a follow-up" not in card


async def test_the_asker_takes_a_question_back_and_its_words_go(desk: Desk) -> None:
    receipt = await desk.gets_answer()
    await desk.looks(receipt)

    await desk.maya.presses("questions.withdraw")
    await desk.town.settles()

    theo = desk.town.someone("theo")
    await theo.says("/faq body camera night")
    assert ASKED not in desk.town.channel("questions").text
    assert ASKED not in theo.reads(theo.private[-1])
    assert "You took it back" in await desk.looks(receipt)


async def test_who_takes_back_a_question_under_their_name_is_told_that_it_is_done(
    desk: Desk,
) -> None:
    await desk.reaches_queue(naming="named")
    await desk.maya.says("/questions")
    await desk.maya.chooses("Question 1")

    await desk.maya.presses("questions.withdraw")

    assert "You took it back" in desk.maya.reads(desk.maya.private[-1])


async def test_who_says_that_it_is_answered_is_not_asked_again(desk: Desk) -> None:
    receipt = await desk.gets_answer()
    await desk.looks(receipt)
    answered = desk.maya.reads(desk.maya.private[-1])
    assert answered.index(ANSWER) < answered.index("Does that answer it?")

    await desk.maya.presses("questions.good")

    assert "You said: that answers it." in desk.maya.reads(desk.maya.private[-1])
    assert "Does that answer it?" not in desk.maya.reads(desk.maya.private[-1])


async def test_a_receipt_card_forgets_the_code_after_a_quarter_of_an_hour(desk: Desk) -> None:
    receipt = await desk.gets_answer()
    await desk.looks(receipt)

    await desk.town.clock.move(minutes=20)
    await desk.maya.presses("questions.good")

    assert desk.maya.sees("this card forgets your code after 15 minutes")
