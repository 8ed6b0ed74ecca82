"""Organizers, liaisons and the panel at work: who decides what, and what happens by itself."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.core.cards import Button
from bot.core.people import Role
from bot.storage.sql import sql
from tests.support.questions import ANSWER, ASKED, Desk, archive_of, desk_of
from tests.support.town import Town

_TRAIL = sql("SELECT verb FROM audit WHERE role = 'panel' ORDER BY number")


@pytest.fixture
def desk(town: Town) -> Desk:
    return desk_of(town)


async def _decides(desk: Desk, verb: str, reason: str, remark: str = "") -> None:
    await desk.olga.chooses(verb, of="questions.decide")
    await desk.olga.fills(reason=reason, remark=remark).sends()
    await desk.town.settles()


def _numbers(shown: str) -> list[int]:
    return [int(number) for number in re.findall(r"Question (\d+):", shown)]


# ---- triage ---------------------------------------------------------------------------------


async def test_a_question_that_is_sent_back_comes_again_mended(desk: Desk) -> None:
    receipt = await desk.reaches_triage()
    await _decides(desk, "return", "points_at_you", "Leave out the street, please.")
    shown = await desk.looks(receipt)
    assert "It holds details that could point at you" in shown
    assert "Leave out the street, please." in shown

    await desk.maya.presses("questions.mend")
    assert desk.maya.form.fields[0].filled == ASKED  # type: ignore[union-attr]
    await desk.maya.fills(words="Who checks the recordings of cameras at night?").sends()
    await desk.town.clock.move(minutes=16)

    assert "Who checks the recordings of cameras at night?" in desk.town.channel("triage").text
    assert ASKED not in desk.town.channel("triage").text


@pytest.mark.parametrize(
    ("verb", "reason", "sentence"),
    [
        ("decline", "about_a_person", "It is about one person or one case"),
        ("redirect", "complaint", "It is a complaint. Nothing has been filed"),
    ],
)
async def test_the_asker_learns_why_and_the_words_are_erased(
    desk: Desk, verb: str, reason: str, sentence: str
) -> None:
    receipt = await desk.reaches_triage()

    await _decides(desk, verb, reason)

    shown = await desk.looks(receipt)
    assert sentence in shown
    assert ASKED not in shown
    assert ASKED not in desk.town.channel("triage").text
    assert await archive_of(desk).deks() == set()


async def test_what_was_approved_is_named_by_its_number_where_it_waited(desk: Desk) -> None:
    await desk.reaches_triage()
    await desk.olga.presses("questions.approve")

    decided = desk.town.channel("triage").cards[-1]
    assert desk.olga.reads(decided).splitlines()[0] == "Done: question 1"


async def test_another_wording_stands_only_when_the_asker_agrees(desk: Desk) -> None:
    receipt = await desk.reaches_triage()
    offered = "How many officers wear a camera at night, and who reviews the footage?"
    await desk.olga.presses("questions.edit")
    await desk.olga.fills(words=offered).sends()

    assert offered in await desk.looks(receipt)
    await desk.maya.presses("questions.agree")
    await desk.town.settles()

    assert offered in desk.town.channel("triage").text


async def test_a_wording_that_was_let_pass_never_replaces_a_later_question(desk: Desk) -> None:
    receipt = await desk.reaches_triage(public="no")
    await desk.olga.presses("questions.edit")
    await desk.olga.fills(words="How often are cameras worn?").sends()
    await desk.olga.presses("questions.approve")
    await desk.town.settles()
    await desk.answers()
    await desk.looks(receipt)
    await desk.maya.presses("questions.again")
    later = "And who reviews what the cameras of sergeants recorded?"
    await desk.maya.fills(words=later).sends()
    await desk.town.clock.move(minutes=16)

    shown = await desk.looks(receipt)
    proof = next(
        c.action.ids
        for c in desk.maya.private[-1].actions
        if isinstance(c, Button) and c.action.name == "questions.withdraw"
    )
    refused = await desk.pressed_anyway(desk.maya, "questions.agree", *proof)

    assert "How often are cameras worn?" not in shown
    assert "There is nothing here" in refused
    assert later in await desk.looks(receipt)


async def test_the_asker_may_keep_their_own_words(desk: Desk) -> None:
    receipt = await desk.reaches_triage()
    await desk.olga.presses("questions.edit")
    await desk.olga.fills(words="How often are cameras worn?").sends()

    await desk.looks(receipt)
    await desk.maya.presses("questions.keep")
    await desk.town.settles()

    assert ASKED in desk.town.channel("triage").text
    assert "How often are cameras worn?" not in await desk.looks(receipt)


async def test_the_same_question_is_joined_and_its_asker_counts(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.town.clock.move(hours=1)
    receipt = await desk.reaches_triage("Who looks at the recordings of body cameras, please?")

    await desk.olga.chooses("merge", of="questions.decide")
    await desk.olga.fills(number="#1").sends()
    await desk.town.settles()

    await desk.ben.says("/queue")
    await desk.ben.chooses("Question 1")
    assert "Others who ask this: 1 person" in desk.ben.reads(desk.ben.private[-1])
    assert "The same was asked before" in await desk.looks(receipt)


async def test_a_liaison_leafs_through_a_long_queue(desk: Desk) -> None:
    for n in range(12):
        asker = replace(desk, maya=desk.town.someone(f"asker{n}"))
        await asker.reaches_queue(f"Who decides about the night patrols in street number {n}?")

    await desk.ben.says("/queue")
    first = desk.ben.reads(desk.ben.private[-1])
    await desk.ben.presses("questions.onward")
    second = desk.ben.reads(desk.ben.private[-1])

    assert "12 questions are open" in first
    assert "12 questions are open" in second
    assert _numbers(first) == list(range(1, 11))
    assert _numbers(second) == [11, 12]
    assert not desk.ben.sees_button("questions.onward")


@pytest.mark.parametrize("number", ["7", "next", "-1", "99999999999"])
async def test_joining_to_nothing_is_refused(desk: Desk, number: str) -> None:
    await desk.reaches_triage()

    await desk.olga.chooses("merge", of="questions.decide")
    await desk.olga.fills(number=number).sends()

    assert desk.olga.sees("There is nothing here by that name")
    assert ASKED in desk.town.channel("triage").text


async def test_a_muted_author_cannot_ask_and_nobody_learns_who(desk: Desk) -> None:
    await desk.reaches_triage()
    await desk.olga.chooses("mute", of="questions.decide")
    await desk.olga.fills(reason="abuse").sends()
    await desk.town.clock.move(hours=2)

    await desk.maya.says("/ask")
    await desk.maya.fills(words=ASKED, topic="data", naming="anonymous", public="yes").sends()
    await desk.maya.presses("questions.send")

    assert "Nobody learns who it is" in desk.olga.screen
    assert "maya" not in desk.olga.screen.lower()
    assert desk.maya.sees("That was a lot at once. Please wait a while and try again.")


async def test_a_mute_ends_after_thirty_days(desk: Desk) -> None:
    await desk.reaches_triage()
    await desk.olga.chooses("mute", of="questions.decide")
    await desk.olga.fills(reason="flood").sends()

    await desk.town.clock.move(days=32)

    assert await desk.asks("Is the new camera rule in force by now?")


async def test_an_author_of_yesterday_cannot_be_muted_any_more(desk: Desk) -> None:
    await desk.reaches_triage()
    await desk.town.clock.move(days=2)

    await desk.olga.chooses("mute", of="questions.decide")
    await desk.olga.fills(reason="abuse").sends()

    assert desk.olga.sees("was never written down, and is forgotten by now")


async def test_a_member_cannot_read_what_waits_for_review(desk: Desk) -> None:
    await desk.reaches_triage()

    await desk.maya.says("/triage")

    assert desk.maya.sees("This is for people with another role")
    assert ASKED not in desk.maya.reads(desk.maya.private[-1])


# ---- the desk -------------------------------------------------------------------------------


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


async def test_an_empty_queue_says_nothing(desk: Desk) -> None:
    await desk.town.clock.move(days=2)

    assert "The queue on" not in desk.town.channel("queue").text


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


# ---- the panel ------------------------------------------------------------------------------


async def _adds(desk: Desk, who: str = "pam", view: str = "Families wait too long.") -> None:
    pam = desk.town.someone(who, Role.PANEL).goes_to("questions")
    await pam.presses("questions.read")
    await pam.presses("questions.view")
    await pam.fills(label="advocacy", view=view, source="Our clinic, 2025.").sends()
    await desk.town.settles()


async def test_the_panel_adds_a_labelled_perspective_without_a_name(desk: Desk) -> None:
    await desk.gets_answer()

    await _adds(desk)

    thread = desk.town.channel("questions").threads[0].text
    assert "Families wait too long." in thread
    assert "Advocacy group" in thread
    assert "pam" not in thread.lower()
    assert "1 perspective of the panel stands beside" in desk.town.channel("questions").text


async def test_who_is_not_on_the_panel_adds_nothing(desk: Desk) -> None:
    await desk.gets_answer()
    theo = desk.town.someone("theo").goes_to("questions")
    await theo.presses("questions.read")

    assert not theo.sees_button("questions.view")
    assert not theo.sees_button("questions.correct")


async def test_after_seven_days_the_panel_is_closed(desk: Desk) -> None:
    await desk.gets_answer()
    pam = desk.town.someone("pam", Role.PANEL).goes_to("questions")
    await pam.presses("questions.read")
    await desk.town.clock.move(days=8)

    await pam.presses("questions.view")

    assert pam.sees("The panel can add perspectives for 7 days")


async def test_a_perspective_has_at_most_150_words(desk: Desk) -> None:
    await desk.gets_answer()

    await _adds(desk, view="so " * 151)

    pam = desk.town.someone("pam", Role.PANEL)
    assert "That is 151 words; at most 150 fit here." in pam.wrong["view"]


async def test_only_its_author_takes_a_perspective_back(desk: Desk) -> None:
    await desk.gets_answer()
    await _adds(desk)
    thread = desk.town.channel("questions").threads[0]
    rita = desk.town.someone("rita", Role.PANEL).goes_to(thread)
    await rita.presses("questions.unview")
    await desk.town.settles()
    kept = thread.text

    pam = desk.town.someone("pam", Role.PANEL).goes_to(thread)
    await pam.presses("questions.unview")
    await desk.town.settles()

    assert "Families wait too long." in kept
    assert "Families wait too long." not in thread.text
    lines = await archive_of(desk).store.read(lambda tx: tx.all(_TRAIL))
    assert [line["verb"] for line in lines] == ["questions.view", "questions.unview"]
