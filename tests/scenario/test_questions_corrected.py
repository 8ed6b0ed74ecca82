"""Answers written with help, corrected, and taken along by whoever gave them."""

from __future__ import annotations

import pytest

from bot.core.people import Role
from tests.support.questions import ANSWER, ASKED, Desk


async def test_a_template_opens_the_form_filled_in(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.ben.presses("questions.claim")
    await desk.ben.presses("questions.work")

    await desk.ben.chooses("standard", of="questions.template")

    assert "You are asking" in desk.ben.form.fields[0].filled  # type: ignore[union-attr]


async def test_hints_are_seen_by_the_author_alone(desk: Desk) -> None:
    await desk.reaches_queue()

    await desk.prepares(acknowledge="Calm down please.", answer="We do what we do.")
    shown = desk.ben.reads(desk.ben.private[-1])
    await desk.ben.presses("questions.publish")
    await desk.town.settles()

    assert "Only you see this: Say back the concern in your own words first." in shown
    assert "Only you see this: These words often land badly" in shown
    assert "Only you see this" not in desk.town.channel("questions").text


async def test_personal_data_in_an_answer_is_pointed_out(desk: Desk) -> None:
    await desk.reaches_queue()

    await desk.prepares(answer="Call Sergeant Miller at 416-555-0199 on Monday.")

    assert "may contain personal details" in desk.ben.reads(desk.ben.private[-1])


async def test_a_correction_is_new_on_top_and_the_old_answer_stays(desk: Desk) -> None:
    receipt = await desk.gets_answer()
    right = "Every officer wears one since 2025, not 2024."
    await desk.ben.says("/faq body camera night")
    await desk.ben.chooses(
        "How many officers on night duty wear a body camera, and who checks the…"
    )
    await desk.ben.presses("questions.correct")
    await desk.ben.fills(answer=right, note="The year was wrong.").sends()
    await desk.town.settles()

    public = desk.town.channel("questions")
    theo = desk.town.someone("theo").goes_to("questions")
    await theo.presses("questions.read")
    await theo.presses("questions.history")
    history = theo.reads(theo.private[-1])
    await theo.presses("Next page")
    before = theo.reads(theo.private[-1])
    assert right in public.text
    assert "What changed: The year was wrong." in public.text
    assert ANSWER not in public.text
    assert right in history
    assert ANSWER in before
    assert right in await desk.looks(receipt)


async def _corrects_privately(desk: Desk, **parts: str) -> None:
    """Have Ben correct his newest answer that its asker did not want published."""
    await desk.ben.says("/liaison export")
    await desk.ben.chooses("Question 1")
    await desk.ben.presses("questions.correct")
    await desk.ben.fills(**parts).sends()
    await desk.town.settles()


async def test_an_answer_for_the_asker_alone_is_corrected_for_the_asker_alone(desk: Desk) -> None:
    receipt = await desk.gets_answer(public="no")
    right = "Every officer wears one since 2025, not 2024."

    await _corrects_privately(desk, answer=right, note="The year was wrong.")

    said = desk.ben.reads(desk.ben.private[-1])
    shown = await desk.looks(receipt)
    await desk.maya.presses("questions.own_history")
    await desk.maya.presses("Next page")
    assert "Only they can read it" in said
    assert right in shown
    assert "What changed: The year was wrong." in shown
    assert ANSWER in desk.maya.reads(desk.maya.private[-1])
    assert right not in desk.town.channel("questions").text


async def test_nobody_else_reads_or_corrects_an_answer_for_the_asker_alone(desk: Desk) -> None:
    await desk.gets_answer(public="no")
    question = await desk.numbered(1)
    stray = await desk.reaches_queue("Who else may read what is between two people?")
    assert stray

    for who in (desk.maya, desk.olga, desk.town.someone("pam", Role.PANEL)):
        for name in ("questions.private_read", "questions.correct"):
            shown = await desk.pressed_anyway(who, name, question)
            assert "This is for people with another role" in shown
            assert ANSWER not in shown


async def test_who_stepped_aside_does_not_correct_the_answer_of_another(desk: Desk) -> None:
    rosa = desk.town.someone("rosa", Role.LIAISON).goes_to("queue")
    await desk.reaches_queue()
    await rosa.presses("questions.recuse")
    await desk.answers()
    await rosa.goes_to("questions").presses("questions.read")

    await rosa.presses("questions.correct")

    assert rosa.sees("You said that somebody else should answer this one")
    assert not rosa.has_form


async def test_nobody_corrects_the_answer_to_their_own_question(desk: Desk) -> None:
    desk.maya = desk.town.someone("rosa", Role.LIAISON)
    await desk.gets_answer(naming="named")
    desk.maya.goes_to("questions")
    await desk.maya.presses("questions.read")
    await desk.maya.presses("questions.correct")

    await desk.maya.fills(answer="Nobody wears one.", note="It is so.").sends()
    await desk.town.settles()

    assert desk.maya.sees("You asked this one yourself")
    assert "Nobody wears one." not in desk.town.channel("questions").text


async def test_a_liaison_takes_their_own_answers_along_and_never_the_asker(desk: Desk) -> None:
    await desk.gets_answer(naming="named")

    await desk.ben.says("/liaison export")

    shown = desk.ben.reads(desk.ben.private[-1])
    assert ANSWER in shown
    assert ASKED in shown
    assert "maya" not in shown.lower()


@pytest.mark.parametrize("line", ["/liaison export", "/mydata export"])
async def test_an_answer_of_the_evening_bears_the_day_of_the_place(desk: Desk, line: str) -> None:
    await desk.reaches_queue()
    await desk.town.clock.move(hours=11)
    assert desk.town.clock.now().isoformat() > "2026-11-25", "it is tomorrow in Greenwich"
    await desk.answers()

    await desk.ben.says(line)

    shown = desk.ben.reads(desk.ben.private[-1])
    assert "November 24, 2026" in shown
    assert "November 25" not in shown


async def test_versions_of_an_evening_bear_the_day_of_the_place(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.town.clock.move(hours=11)
    await desk.answers()
    theo = desk.town.someone("theo").goes_to("questions")
    await desk.ben.goes_to("questions").presses("questions.read")
    await desk.ben.presses("questions.correct")
    await desk.ben.fills(answer="Every officer.", note="A number was wrong.").sends()
    await desk.town.settles()

    await theo.presses("questions.read")
    await theo.presses("questions.history")

    newest = theo.reads(theo.private[-1])
    await theo.presses("Next page")
    first = theo.reads(theo.private[-1])
    assert "Version 2, November 24, 2026" in newest
    assert "Version 1, November 24, 2026" in first
    assert "November 25" not in newest + first


async def test_who_has_answered_nothing_yet_is_told_so(desk: Desk) -> None:
    await desk.ben.says("/liaison export")

    assert "You have not published an answer yet." in desk.ben.reads(desk.ben.private[-1])
