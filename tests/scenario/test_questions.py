"""The life of a question in the town: asked without a name, answered, read, asked again."""

from __future__ import annotations

import pytest

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


async def test_everyone_finds_the_answer_by_other_forms_of_the_words(desk: Desk) -> None:
    await desk.gets_answer()
    theo = desk.town.someone("theo")

    await theo.says("/faq camera officer nights")

    assert ANSWER in theo.reads(theo.private[-1])


@pytest.mark.parametrize(
    ("locale", "none"),
    [("en", "No question waits for an answer."), ("fr", "Aucune question n'attend de réponse.")],
)
async def test_where_nothing_waits_that_is_said_in_words_and_one_can_ask(
    desk: Desk, locale: str, none: str
) -> None:
    theo = desk.town.someone("theo", locale=locale)

    await theo.says("/questions")

    assert none in theo.reads(theo.private[-1])
    assert "0 question" not in theo.reads(theo.private[-1])
    assert isinstance(await theo.presses("questions.open"), Form)


async def test_a_desk_with_nothing_on_it_says_so_in_words(desk: Desk) -> None:
    await desk.ben.says("/queue")
    await desk.olga.says("/triage")

    assert "You hold no question.\nNo question is open." in desk.ben.reads(desk.ben.private[-1])
    assert "No question waits for review." in desk.olga.reads(desk.olga.private[-1])


@pytest.mark.parametrize(
    ("locale", "page"),
    [("en", "What is this space for?"), ("fr", "À quoi sert cet espace?")],
)
async def test_who_looks_for_nothing_yet_is_shown_the_newest_answers(
    desk: Desk, locale: str, page: str
) -> None:
    await desk.gets_answer()
    theo = desk.town.someone("theo", locale=locale)

    await theo.says("/faq")
    shown = theo.private[-1]
    await theo.chooses("How many officers on night duty wear a body camera, and who checks the…")

    assert ASKED[:60] in theo.reads(shown)
    assert ANSWER in theo.reads(shown)
    assert page in theo.reads(shown)
    assert ANSWER in theo.reads(theo.private[-1])


async def test_before_the_first_answer_general_pages_are_shown(desk: Desk) -> None:
    theo = desk.town.someone("theo")

    await theo.says("/faq")
    await theo.chooses("How do I complain about an officer?")

    assert theo.sees("No answer has been published here yet. These general pages may help.")
    assert theo.sees("Type /help complaint for the independent body in your area")


async def test_general_pages_are_read_and_found_in_french(desk: Desk) -> None:
    theo = desk.town.someone("theo", locale="fr")

    await theo.says("/faq")
    await theo.chooses("Comment porter plainte contre un policier ou une policière?")
    page = theo.private[-1]
    await theo.says("/faq caméra corporelle vidéo")

    assert "Un message dans ce clavardage n'est pas une plainte" in theo.reads(page)
    assert "Par la procédure d'accès à l'information" in theo.reads(theo.private[-1])
    assert "What is this space for?" not in theo.screen


async def test_hints_beside_an_answer_come_in_the_language_of_its_author(desk: Desk) -> None:
    await desk.reaches_queue()
    desk.ben.locale = "fr"

    await desk.prepares(acknowledge="Hm.", answer="Oui.")

    shown = desk.ben.reads(desk.ben.private[-1])
    assert "Redites d'abord la préoccupation dans vos mots." in shown
    assert "Say back" not in shown


async def test_answers_are_found_by_a_button_as_well(desk: Desk) -> None:
    await desk.gets_answer()
    theo = desk.town.someone("theo")

    await theo.says("/faq")
    await theo.presses("Look for answers")
    await theo.fills(words="camera officer nights").sends()
    found = theo.private[-1]
    await theo.presses("Look for something else", on=found)
    await theo.fills(words="zebra crossings").sends()

    assert ANSWER in theo.reads(found)
    assert "Nothing published fits these words." in theo.reads(theo.private[-1])
    assert "zebra crossings" in theo.reads(theo.private[-1])


async def test_a_mention_finds_the_answer_and_opens_the_form_filled_in(desk: Desk) -> None:
    await desk.gets_answer()
    theo = desk.town.someone("theo")
    said = "do your officers wear body cameras at night?"

    await theo.says(f"@commonground {said}")
    assert theo.sees(ANSWER)
    await theo.presses("questions.open")

    assert said in theo.form.fields[0].filled  # type: ignore[union-attr]


async def test_a_mention_that_nothing_fits_says_that_it_did_not_understand(desk: Desk) -> None:
    await desk.maya.says("@commonground xyzzy plugh quux")

    assert desk.maya.sees("We did not understand that")
    assert desk.maya.sees_button("questions.open")


async def test_ask_about_this_opens_the_form_with_the_words_of_a_message(desk: Desk) -> None:
    await desk.maya.says("The new camera rule starts on Monday")
    shown = await desk.maya.points_at("camera rule", "Ask about this")

    assert isinstance(shown, Form)
    assert desk.maya.form.fields[0].filled == "The new camera rule starts on Monday"  # type: ignore[union-attr]


async def test_one_person_votes_once_and_hears_on_their_panel(desk: Desk) -> None:
    await desk.reaches_queue()
    theo = desk.town.someone("theo")
    await theo.says("/questions")
    await theo.chooses("open:" + desk.question)

    await theo.presses("questions.vote")
    await theo.presses("questions.vote")
    await desk.town.clock.move(minutes=16)
    assert theo.sees("Your vote is counted already")
    assert "Others who ask this: 1 person" in desk.town.channel("queue").text
    await desk.answers()

    panel = await theo.opens_home()
    assert "1 question you voted for has an answer" in theo.reads(panel)


async def test_who_follows_is_told_and_can_stop(desk: Desk) -> None:
    await desk.reaches_queue()
    theo = desk.town.someone("theo")
    ines = desk.town.someone("ines")
    for who in (theo, ines):
        await who.says("/questions")
        await who.chooses("open:" + desk.question)
        await who.presses("questions.follow")
    await ines.presses("questions.unfollow")

    await desk.answers()

    assert [theo.reads(card) for card in theo.direct] != []
    assert "There is an answer" in theo.reads(theo.direct[-1])
    assert ines.direct == ()


async def test_french_readers_read_french(desk: Desk) -> None:
    receipt = await desk.gets_answer()
    luc = desk.town.someone("luc", locale="fr")

    shown = await desk.looks(receipt, by=luc)

    assert "Ce que nous avons entendu" in shown
    assert "Répondue" in shown


async def test_the_card_says_when_an_answer_is_late_and_very_late(desk: Desk) -> None:
    await desk.reaches_queue()
    due = desk.town.channel("queue").text

    await desk.town.clock.move(days=4)
    await desk.ben.says("/queue")
    late = desk.ben.reads(desk.ben.private[-1])
    await desk.town.clock.move(days=7)
    await desk.ben.says("/queue")

    assert "due Friday, November 27, 2026, 10:15" in due
    assert "LATE: was due" in late
    assert "VERY LATE" not in late
    assert "VERY LATE" in desk.ben.reads(desk.ben.private[-1])


async def test_an_answered_question_closes_by_itself(desk: Desk) -> None:
    receipt = await desk.gets_answer()

    await desk.town.clock.move(days=32)

    assert "It is closed, and stays readable" in await desk.looks(receipt)
