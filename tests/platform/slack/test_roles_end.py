"""A role that ends on Slack: what was held by it goes back as soon as Slack says so."""

from datetime import timedelta

from bot.core.people import Role
from tests.support.slack.faults import Fault
from tests.support.slack.people import Person
from tests.support.slack.whole import Riverbend
from tests.support.steps import claimed


async def _holder(town: Riverbend) -> Person:
    """Have a liaison claim a question; return them."""
    lee = town.someone("lee", Role.LIAISON)
    await claimed(town, lee)
    await town.shown("queue", "With a liaison")
    return lee


def _leaves_the_group(town: Riverbend, lee: Person) -> str:
    group = town.groups[Role.LIAISON]
    town.slack.world.groups[town.workspace.id][group].discard(lee.id)
    return group


async def test_what_they_hold_goes_back_when_slack_tells_of_the_group(town: Riverbend) -> None:
    lee = await _holder(town)

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
    lee = await _holder(town)

    _leaves_the_group(town, lee)
    town.groups_changed()  # a minute has passed
    await town.app.town.move(timedelta(minutes=16))

    assert "I will answer this" in (await town.shown("queue", "Open")).buttons


async def test_who_left_the_workspace_holds_nothing(town: Riverbend) -> None:
    lee = await _holder(town)

    lee.user.stranger = True
    town.door.people._profiles.drop(f"{town.workspace.id}:{lee.id}")
    await town.app.town.move(timedelta(minutes=16))

    assert "I will answer this" in (await town.shown("queue", "Open")).buttons


async def test_nothing_is_taken_while_slack_cannot_say(town: Riverbend) -> None:
    lee = await _holder(town)
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
