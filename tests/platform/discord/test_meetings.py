"""Meetings in the server's calendar, changed by hand there, also while the bot is away."""

import asyncio

import pytest

from bot.compose.upkeep import tidy
from bot.core.people import Role
from tests.support.discord.whole import Riverbend


async def test_a_meeting_renamed_by_hand_has_its_name_again(town: Riverbend) -> None:
    await town.announces_a_forum(town.someone("olu", Role.ORGANIZER))
    meeting = await town.meeting("Stops downtown")

    await town.changes_by_hand(meeting, "renamed")

    again = await town.meeting("Stops downtown")
    assert again["id"] == meeting["id"]


@pytest.mark.parametrize("how", ["cancelled", "deleted"])
async def test_a_meeting_removed_by_hand_is_there_again_and_organizers_can_call_it_off(
    town: Riverbend, how: str
) -> None:
    olu = town.someone("olu", Role.ORGANIZER)
    await town.announces_a_forum(olu)
    meeting = await town.meeting("Stops downtown")

    await town.changes_by_hand(meeting, how)
    again = await town.meeting("Stops downtown", but=meeting["id"])
    notice = await town.shown("forums", "taken out of the calendar")
    form = await olu.presses(notice, "Cancel or postpone")
    await olu.submits(form, how="cancel", reason="The hall is flooded.")
    await town.shown("forums", "The hall is flooded.")

    async with asyncio.timeout(15):
        while int(again["id"]) in town.guild.events:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    threads = [c.id for c in town.guild.channels.values() if c.parent is not None]
    told = [m for t in threads for m in town.discord.world.shown_in(t)]
    assert sum("taken out of the calendar" in m.text for m in told) == 1


async def test_a_meeting_removed_while_we_were_away_is_there_again_after_the_start(
    town: Riverbend,
) -> None:
    await town.announces_a_forum(town.someone("olu", Role.ORGANIZER))
    meeting = await town.meeting("Stops downtown")
    town.guild.events.clear()  # nobody told us

    await tidy(town.app)  # as at every start

    again = await town.meeting("Stops downtown")
    notice = await town.shown("forums", "taken out of the calendar")
    assert again["id"] != meeting["id"]
    assert "Cancel or postpone" in notice.buttons


async def test_meetings_of_others_are_left_alone(town: Riverbend) -> None:
    await town.announces_a_forum(town.someone("olu", Role.ORGANIZER))
    await town.meeting("Stops downtown")
    picnic = {"id": "77", "guild_id": str(town.guild.id), "name": "Picnic", "status": 1}
    town.guild.events[77] = picnic
    asked = town.discord.count("GET", r".*/scheduled-events/\d+")

    await town.changes_by_hand(picnic, "renamed")
    await asyncio.sleep(0.2)

    assert picnic["name"] == "Party"
    assert town.discord.count("GET", r".*/scheduled-events/\d+") == asked
