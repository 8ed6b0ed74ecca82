"""A liaison's own hours: nobody pings them then, and nobody asks why they step off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.people import Role
from tests.support.questions import Desk


async def _hours(desk: Desk, starts: str, ends: str) -> str:
    """Have Ben set his quiet hours; return what he reads."""
    await desk.ben.says("/queue")
    await desk.ben.presses("questions.duty")
    await desk.ben.chooses(starts, of="questions.quiet_from")
    await desk.ben.chooses(ends, of="questions.quiet_until")
    return desk.ben.reads(desk.ben.private[-1])


async def test_without_a_choice_nobody_is_pinged_at_night(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.ben.goes_to("queue").presses("questions.claim")

    await desk.town.clock.move(hours=37)
    at_night = list(desk.town.pinged)
    await desk.town.clock.move(hours=9)

    assert at_night == []
    assert desk.town.pinged == [desk.ben.person]


async def test_who_works_at_night_is_nudged_at_night(desk: Desk) -> None:
    await desk.reaches_queue()
    shown = await _hours(desk, "1", "6")
    await desk.ben.goes_to("queue").presses("questions.claim")

    await desk.town.clock.move(hours=37)

    assert "You are not pinged between 1:00 and 6:00" in shown
    assert desk.town.pinged == [desk.ben.person]


async def test_who_has_no_quiet_hours_says_so_by_the_same_hour_twice(desk: Desk) -> None:
    shown = await _hours(desk, "8", "8")

    assert "You have no quiet hours" in shown


async def test_hours_that_are_set_later_hold_for_a_nudge_that_was_planned(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.ben.goes_to("queue").presses("questions.claim")
    await _hours(desk, "20", "10")

    await desk.town.clock.move(hours=47)
    before_ten = list(desk.town.pinged)
    await desk.town.clock.move(minutes=50)

    assert before_ten == []
    assert desk.town.pinged == [desk.ben.person]


async def test_who_steps_off_gives_back_all_and_nobody_asks_why(desk: Desk) -> None:
    for words in ("Why is it so, and who decides?", "Who pays for the lamps at the lake?"):
        await desk.reaches_queue(words)
        await desk.ben.goes_to("queue").presses("questions.claim")
        await desk.town.settles()
    await desk.ben.says("/queue")
    await desk.ben.presses("questions.duty")

    await desk.ben.presses("questions.off_duty")
    await desk.town.settles()

    assert "2 questions went back to the queue. Nobody asks why." in desk.ben.screen
    assert desk.town.channel("queue").text.count("Where it stands: Open") == 2
    await desk.ben.says("/queue")
    await desk.ben.presses("questions.duty")
    assert not desk.ben.sees_button("questions.off_duty")


async def test_nobody_holds_more_than_one_person_should(desk: Desk) -> None:
    for n in range(9):
        asker = replace(desk, maya=desk.town.someone(f"asker{n}"))
        await asker.reaches_queue(f"Who decides about the patrols in street number {n}?")
    for _ in range(8):
        await desk.ben.goes_to("queue").presses("questions.claim")
        await desk.town.settles()

    await desk.ben.presses("questions.claim")
    await desk.town.settles()
    refused, waits = desk.ben.screen, desk.town.channel("queue").text
    await desk.ben.presses("questions.release")
    await desk.town.settles()
    await desk.ben.presses("questions.claim")
    await desk.town.settles()

    assert "You hold 8 questions, as many as one person should." in refused
    assert waits.count("Where it stands: Open") == 1
    assert desk.town.channel("queue").text.count("Where it stands: With a liaison") == 8


async def test_nobody_else_sets_hours(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.ben.says("/queue")

    for who in (desk.maya, desk.olga, desk.town.someone("pam", Role.PANEL)):
        shown = await desk.pressed_anyway(who, "questions.quiet_from", chosen="3")
        assert "This is for people with another role" in shown


@pytest.mark.parametrize("hour", ["24", "-1", "", "noon", "٣"])
async def test_an_hour_that_no_day_has_is_refused(desk: Desk, hour: str) -> None:
    await desk.reaches_queue()

    shown = await desk.pressed_anyway(desk.ben, "questions.quiet_from", chosen=hour)

    assert "Quiet from" not in shown
    assert "20:00 and 8:00" in await _hours(desk, "20", "8")


async def test_quiet_hours_are_theirs_to_take_along_and_to_delete(desk: Desk) -> None:
    await _hours(desk, "21", "7")
    await desk.ben.says("/mydata export")
    shown = desk.ben.screen

    await desk.ben.says("/mydata delete")
    await desk.ben.presses("Yes, erase everything")
    await desk.town.settles()
    await desk.ben.says("/mydata export")

    assert "Your quiet hours as a liaison" in shown
    assert "21:00" in shown
    assert "21:00" not in desk.ben.reads(desk.ben.private[-1])
    await desk.ben.says("/queue")
    await desk.ben.presses("questions.duty")
    assert "20:00 and 8:00" in desk.ben.reads(desk.ben.private[-1])


async def test_with_a_reason_the_liaison_reads_what_can_be_said_instead(desk: Desk) -> None:
    await desk.reaches_queue()

    await desk.prepares(reason="before_court")

    shown = desk.ben.reads(desk.ben.private[-1])
    await desk.ben.presses("questions.publish")
    await desk.town.settles()
    assert "which rule applies in general" in shown
    assert "which rule applies in general" not in desk.town.channel("questions").text
