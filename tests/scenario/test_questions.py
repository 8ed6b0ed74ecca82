"""Questions from the form to the answer, as the one who asks lives them."""

from __future__ import annotations

from bot.core.cards import Button, Card
from bot.core.forms import Form
from tests.support.questions import ANSWER, ASKED, HEARD, NEXT, Desk


async def test_a_question_without_a_name_is_answered_and_read_by_receipt(desk: Desk) -> None:
    receipt = await desk.gets_answer()

    shown = await desk.looks(receipt)
    public = desk.town.channel("questions")
    assert all(part in shown for part in (ASKED, HEARD, ANSWER, NEXT, "Answered"))
    assert all(part in public.text for part in (ASKED, HEARD, ANSWER, NEXT))
    assert "maya" not in public.text.lower()
    assert len(public.threads) == 1


async def test_the_form_opens_before_anything_is_kept(desk: Desk) -> None:
    shown = await desk.maya.says("/ask")

    assert isinstance(shown, Form)
    assert [f.name for f in shown.fields] == ["words", "topic", "naming", "public"]
    assert desk.maya.form.fields[2].options[0].chosen  # type: ignore[union-attr]
    assert desk.maya.form.fields[2].options[0].value == "anonymous"  # type: ignore[union-attr]


async def test_before_sending_the_asker_reads_who_will_see_what(desk: Desk) -> None:
    await desk.maya.says("/ask")
    await desk.maya.fills(words=ASKED, topic="data", naming="anonymous", public="yes").sends()

    preview = desk.maya.reads(desk.maya.private[-1])
    assert "None of them sees who asked" in preview
    assert "a court can order it to tell" in preview
    assert "Few people are asking right now" in preview
    assert desk.town.channel("triage").cards == ()


async def test_a_draft_can_be_changed_and_the_old_one_is_gone(desk: Desk) -> None:
    await desk.maya.says("/ask")
    await desk.maya.fills(words=ASKED, topic="data", naming="anonymous", public="no").sends()
    old = desk.maya.private[-1]

    await desk.maya.presses("questions.change")
    assert desk.maya.form.fields[0].filled == ASKED  # type: ignore[union-attr]
    await desk.maya.fills(words="Who reviews recordings at night in the north end?").sends()
    await desk.maya.presses("questions.send", on=old)

    assert "This draft is gone" in desk.maya.reads(desk.maya.private[-1])


async def test_a_draft_lives_an_hour(desk: Desk) -> None:
    await desk.maya.says("/ask")
    await desk.maya.fills(words=ASKED, topic="data", naming="anonymous", public="yes").sends()

    await desk.town.clock.move(hours=1, minutes=1)
    await desk.maya.presses("questions.send")

    assert desk.maya.sees("This draft is gone")


async def test_a_thrown_away_draft_is_not_sent(desk: Desk) -> None:
    await desk.maya.says("/ask")
    await desk.maya.fills(words=ASKED, topic="data", naming="anonymous", public="yes").sends()

    await desk.maya.presses("questions.drop")
    await desk.town.clock.move(minutes=30)

    assert desk.maya.sees("Nothing was sent")
    assert desk.town.channel("triage").cards == ()


async def test_send_pressed_twice_asks_once_and_shows_the_same_receipt(desk: Desk) -> None:
    await desk.maya.says("/ask")
    await desk.maya.fills(words=ASKED, topic="data", naming="anonymous", public="yes").sends()
    preview = desk.maya.private[-1]
    first = await desk.maya.presses("questions.send", on=preview)

    assert isinstance(first, Card)
    assert "Your code" in desk.maya.reads(first)
    assert not desk.maya.sees_button("questions.send")


async def test_questions_reach_the_organizers_only_with_the_batch(desk: Desk) -> None:
    await desk.asks()

    await desk.town.clock.move(minutes=10)
    before = desk.town.channel("triage").cards
    await desk.town.clock.move(minutes=6)

    assert before == ()
    assert len(desk.town.channel("triage").cards) == 1


async def test_an_organizer_is_told_of_personal_details_and_asked_twice(desk: Desk) -> None:
    await desk.reaches_triage("Can someone call me at 416-555-0199 about the noise at night?")

    (card,) = desk.town.channel("triage").cards
    approve = next(c for c in card.actions if isinstance(c, Button) and c.confirm is not None)
    told = desk.town.channel("triage").text

    assert approve.action.name == "questions.approve"
    assert "personal details" in told


async def test_words_without_personal_details_pass_with_one_press(desk: Desk) -> None:
    await desk.reaches_triage()

    (card,) = desk.town.channel("triage").cards

    assert all(c.confirm is None for c in card.actions if isinstance(c, Button))


async def test_a_similar_answer_is_offered_before_anything_is_sent(desk: Desk) -> None:
    await desk.gets_answer()
    theo = desk.town.someone("theo")

    await theo.says("/ask")
    await theo.fills(
        words="Do officers on night duty wear body cameras?",
        topic="data",
        naming="anonymous",
        public="yes",
    ).sends()

    assert ANSWER in theo.reads(theo.private[-1])
    await theo.presses("questions.solved")
    assert "Nothing was sent" in theo.reads(theo.private[-1])


async def test_who_still_asks_gets_the_preview(desk: Desk) -> None:
    await desk.gets_answer()
    theo = desk.town.someone("theo")
    await theo.says("/ask")
    await theo.fills(
        words="Do officers on night duty wear body cameras?",
        topic="data",
        naming="anonymous",
        public="yes",
    ).sends()

    await theo.presses("questions.read")
    assert ANSWER in theo.reads(theo.private[-1])
    await theo.presses("questions.preview")
    assert theo.sees_button("questions.send")


async def test_notify_me_tells_the_asker_directly_and_names_nothing(desk: Desk) -> None:
    await desk.gets_answer(naming="notify")

    told = [desk.maya.reads(card) for card in desk.maya.direct]
    assert any("There is an answer" in words for words in told)
    assert not any(ASKED[:20] in words or "Numbers and reports" in words for words in told)


async def test_an_anonymous_asker_is_never_written_to(desk: Desk) -> None:
    await desk.gets_answer()

    assert desk.maya.direct == ()


async def test_a_named_question_shows_the_name_and_stands_in_the_list(desk: Desk) -> None:
    await desk.gets_answer(naming="named")

    await desk.maya.says("/questions")
    assert "You asked 1 question under your name" in desk.maya.reads(desk.maya.private[-1])
    assert "maya" in desk.town.channel("questions").text.lower()


async def test_a_question_that_is_not_to_be_published_stays_between_two(desk: Desk) -> None:
    receipt = await desk.gets_answer(public="no")

    shown = await desk.looks(receipt)
    theo = desk.town.someone("theo")
    await theo.says("/faq body camera night duty")
    await theo.says("/questions")
    assert ANSWER in shown
    assert ASKED not in desk.town.channel("questions").text
    assert not theo.sees(ANSWER)
    assert not theo.sees(ASKED)
