"""Presses and answers that should not be: without a step, without a right, forged."""

from __future__ import annotations

import pytest

from bot.core.actions import act
from bot.core.people import Role
from bot.features.questions.model import State
from tests.support.questions import ANSWER, ASKED, Desk, archive_of


async def test_an_answer_without_a_next_step_stays_in_the_form(desk: Desk) -> None:
    await desk.reaches_queue()

    await desk.prepares(next="  ")

    assert "Please fill this in." in desk.ben.wrong["next"]
    assert desk.ben.typed["answer"] == ANSWER
    assert ANSWER not in desk.town.channel("questions").text


async def test_a_template_with_a_blank_left_cannot_go_out(desk: Desk) -> None:
    await desk.reaches_queue()

    await desk.prepares(answer="The rule is {policy and link}, last updated {date}.")

    assert "A blank of the template" in desk.ben.wrong["answer"]


async def test_a_press_after_demotion_is_refused_and_the_question_goes_back(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.ben.presses("questions.claim")
    await desk.town.settles()
    desk.ben.becomes()

    shown = await desk.pressed_anyway(desk.ben, "questions.answer", desk.question)
    await desk.town.settles()

    assert "This is for people with another role" in shown
    assert "Where it stands: Open" in desk.town.channel("queue").text


async def test_someone_with_two_roles_that_must_not_meet_can_do_neither(desk: Desk) -> None:
    await desk.reaches_queue()
    desk.ben.becomes(Role.LIAISON, Role.ORGANIZER)

    await desk.ben.presses("questions.claim")

    assert desk.ben.sees("You hold two roles that one person may not hold together")
    assert "Where it stands: Open" in desk.town.channel("queue").text


async def test_a_liaison_who_is_given_a_second_role_gives_back_what_they_hold(
    desk: Desk,
) -> None:
    await desk.reaches_queue()
    await desk.ben.presses("questions.claim")
    await desk.town.settles()
    desk.ben.becomes(Role.LIAISON, Role.ORGANIZER)

    await desk.pressed_anyway(desk.ben, "questions.release", desk.question)
    await desk.town.settles()

    assert desk.ben.sees("You hold two roles that one person may not hold together")
    assert "Where it stands: Open" in desk.town.channel("queue").text


async def test_a_second_liaison_is_told_that_it_is_taken(desk: Desk) -> None:
    await desk.reaches_queue()
    rosa = desk.town.someone("rosa", Role.LIAISON).goes_to("queue")
    await desk.ben.presses("questions.claim")

    shown = await desk.pressed_anyway(rosa, "questions.claim", desk.question)

    assert "Question 1 is already with another liaison" in shown


async def test_a_forged_choice_opens_nothing(desk: Desk) -> None:
    await desk.gets_answer()
    question = desk.town.channel("questions").cards[-1].actions[0]
    theo = desk.town.someone("theo")
    await theo.says("/faq body camera")
    entry, choice = next(
        (e, c)
        for e in reversed(desk.town.world.on_screen("theo"))
        for c in getattr(e.said, "actions", ())
        if c.action.name == "questions.find"
    )
    inbound = desk.town.inner.inbound
    token = inbound.token(await inbound.community(), choice.action)
    thing = question.action.ids[0]  # type: ignore[union-attr]

    await inbound.presses("theo", entry, token, "en", chosen=f"questions.claim:{thing}")

    whole = await desk.town.app.features.questions.by_id("riverbend", thing)
    assert whole.question.state is State.ANSWERED
    assert theo.sees("no longer works") or theo.sees("There is nothing here")


async def test_no_button_with_an_altered_mark_does_anything(desk: Desk) -> None:
    await desk.reaches_queue()
    question = desk.question
    inbound = desk.town.inner.inbound
    community = await inbound.community()
    entry = desk.town.channel("queue").entries[-1]
    names = [n for n in desk.town.app.routes.presses if n.startswith("questions.")]
    before = await archive_of(desk).whole("riverbend", question)
    everyone = [
        desk.town.someone(f"person{n}", *roles)
        for n, roles in enumerate(
            ((), (Role.LIAISON,), (Role.PANEL,), (Role.ORGANIZER,), (Role.VERIFIER,))
        )
    ]

    for name in names:
        token = inbound.token(community, act(name, question, question))
        flipped = token[:-1] + ("A" if token[-1] != "A" else "B")
        other = inbound.token("elsewhere", act(name, question, question))
        for who in everyone:
            for forged in (flipped, other, token.replace("~", "~x", 1), "", "v1~x"):
                reply = await inbound.presses(who.user, entry, forged, "en", chosen="own:x")
                assert reply is not None
                assert "no longer works" in who.reads(reply.shown)  # type: ignore[arg-type]
    assert len(names) > 40
    assert await archive_of(desk).whole("riverbend", question) == before


@pytest.mark.parametrize("words", [" \ud800 ", "before\0after", "a" * 1_900, "@everyone"])
async def test_odd_words_in_passing_are_answered_and_never_fill_a_form_with_them(
    desk: Desk, words: str
) -> None:
    await desk.maya.says(f"@commonground {words}")
    await desk.maya.presses("questions.open")

    filled = desk.maya.form.fields[0].filled  # type: ignore[union-attr]
    assert len(filled) <= 3_000
    assert "\ud800" not in filled
    assert "\0" not in filled
    assert desk.town.pinged == []


async def test_who_does_not_say_how_to_be_named_is_not_named(desk: Desk) -> None:
    await desk.maya.says("/ask")
    await desk.maya.fills(words=ASKED, topic="data", naming="", public="yes").sends()

    assert "Asked without a name" in desk.maya.reads(desk.maya.private[-1])
