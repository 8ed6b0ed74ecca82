"""A role that ends on Discord: what was held by it goes back, though Discord tells us nothing."""

from datetime import timedelta

import pytest

from bot.core.people import Role
from tests.support.discord.faults import Fault
from tests.support.discord.people import Person
from tests.support.discord.whole import Riverbend
from tests.support.steps import claimed

MEMBER = r"/guilds/\d+/members/\d+"


async def _holder(town: Riverbend) -> Person:
    """Have a liaison claim a question; return them."""
    lee = town.someone("lee", Role.LIAISON)
    await claimed(town, lee)
    await town.shown("queue", "With a liaison")
    return lee


@pytest.mark.parametrize("how", ["lost the role", "left the server"])
async def test_what_they_hold_goes_back_within_a_quarter_of_an_hour(
    town: Riverbend, how: str
) -> None:
    lee = await _holder(town)

    if how == "lost the role":
        town.guild.members[lee.id] = []
    else:
        del town.guild.members[lee.id]
    await town.app.town.move(timedelta(minutes=16))

    assert "I will answer this" in (await town.shown("queue", "Open")).buttons


async def test_a_liaison_who_is_one_still_keeps_it(town: Riverbend) -> None:
    await _holder(town)
    before = town.discord.count("GET", MEMBER)

    await town.app.town.move(timedelta(hours=1))

    assert town.discord.count("GET", MEMBER) > before
    assert "Answer" in (await town.shown("queue", "With a liaison")).buttons


async def test_nothing_is_taken_while_discord_cannot_say(town: Riverbend) -> None:
    lee = await _holder(town)
    town.guild.members[lee.id] = []
    refused = {"code": 50001, "message": "Missing Access"}
    town.discord.fails(Fault("GET", MEMBER, status=403, body=refused, times=1))

    await town.app.town.move(timedelta(minutes=16))
    kept = set((await town.shown("queue", "With a liaison")).buttons)
    await town.app.town.move(timedelta(minutes=16))

    assert "Answer" in kept
    assert "I will answer this" in (await town.shown("queue", "Open")).buttons
