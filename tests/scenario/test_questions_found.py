"""Answers found, voted for and followed by everyone else."""

from __future__ import annotations

import pytest

from bot.core.forms import Form
from tests.support.questions import ANSWER, ASKED, Desk


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
