"""Questions before they are published: what organizers do with them in triage."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.core.cards import Button
from tests.support.questions import ASKED, Desk, archive_of


async def _decides(desk: Desk, verb: str, reason: str, remark: str = "") -> None:
    await desk.olga.chooses(verb, of="questions.decide")
    await desk.olga.fills(reason=reason, remark=remark).sends()
    await desk.town.settles()


def _numbers(shown: str) -> list[int]:
    return [int(number) for number in re.findall(r"Question (\d+):", shown)]


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
