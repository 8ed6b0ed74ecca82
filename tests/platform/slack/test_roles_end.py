"""A role that ends on Slack: what was held by it goes back as soon as Slack says so."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest

from bot.core.people import Role
from tests.support.slack.faults import Fault
from tests.support.slack.house import MODES
from tests.support.slack.people import Person
from tests.support.slack.whole import Riverbend, riverbend


@pytest.fixture(params=MODES)
async def town(request: pytest.FixtureRequest) -> AsyncGenerator[Riverbend]:
    async with riverbend(request.param) as town:
        await town.set_up()
        yield town
        assert town.slack.refused == []


async def _claimed(town: Riverbend) -> Person:
    """Have a liaison claim a question; return them."""
    maya, olu = town.someone("maya"), town.someone("olu", Role.ORGANIZER)
    lee = town.someone("lee", Role.LIAISON)
    form = await maya.calls(town.hall, "ask")
    draft = await maya.submits(
        form, words="Why was Elm Street closed?", topic="other", naming="named", public="yes"
    )
    await maya.presses(draft, "Send it")
    await town.app.town.move(timedelta(minutes=31))
    await olu.presses(await town.shown("triage", "Elm Street"), "Approve")
    await lee.presses(await town.shown("queue", "Elm Street"), "I will answer this")
    await town.shown("queue", "With a liaison")
    return lee


def _leaves_the_group(town: Riverbend, lee: Person) -> str:
    group = town.groups[Role.LIAISON]
    town.slack.world.groups[town.workspace.id][group].discard(lee.id)
    return group


async def test_what_they_hold_goes_back_when_slack_tells_of_the_group(town: Riverbend) -> None:
    lee = await _claimed(town)

    group = _leaves_the_group(town, lee)
    event = {
        "type": "subteam_members_changed",
        "subteam_id": group,
        "team_id": town.workspace.id,
    }
    await lee.wire.deliver("event", lee._event(event))
    await town.quiet()

    assert "I will answer this" in (await town.shown("queue", "Open")).buttons


async def test_without_a_word_of_slack_it_goes_back_within_a_quarter_of_an_hour(
    town: Riverbend,
) -> None:
    lee = await _claimed(town)

    _leaves_the_group(town, lee)
    town.groups_changed()  # a minute has passed
    await town.app.town.move(timedelta(minutes=16))

    assert "I will answer this" in (await town.shown("queue", "Open")).buttons


async def test_who_left_the_workspace_holds_nothing(town: Riverbend) -> None:
    lee = await _claimed(town)

    lee.user.stranger = True
    town.door.people._profiles.drop(f"{town.workspace.id}:{lee.id}")
    await town.app.town.move(timedelta(minutes=16))

    assert "I will answer this" in (await town.shown("queue", "Open")).buttons


async def test_nothing_is_taken_while_slack_cannot_say(town: Riverbend) -> None:
    lee = await _claimed(town)
    _leaves_the_group(town, lee)
    town.groups_changed()
    town.slack.fails(Fault("usergroups.list", status=500, times=9))

    await town.app.town.move(timedelta(minutes=16))
    kept = set((await town.shown("queue", "With a liaison")).buttons)
    town.slack.faults.clear()
    town.groups_changed()
    await town.app.town.move(timedelta(minutes=16))

    assert "Answer" in kept
    assert "I will answer this" in (await town.shown("queue", "Open")).buttons
