"""A channel is gone: organizers learn what was not shown, mend it, and have it tried again."""

from __future__ import annotations

import pytest

from bot.core.cards import Card
from bot.core.people import Role
from tests.support.town import Town


async def shares_into_nowhere(town: Town) -> Card:
    """Share an explainer while the channel for posts is gone; return the organizer's panel."""
    claire = town.someone("claire", Role.ORGANIZER)
    lost = town.world.channels.pop("posts")
    await claire.says("/post share What de-escalation means")
    await claire.presses("posts.approve")
    await claire.fills().sends()
    await town.settles()
    panel = await claire.opens_home()
    town.world.channels["posts"] = lost
    return panel


async def test_an_organizer_sees_where_and_why_and_has_it_tried_again(town: Town) -> None:
    panel = await shares_into_nowhere(town)
    claire = town.someone("claire", Role.ORGANIZER)

    told = await claire.presses("See what and why", on=panel)
    assert isinstance(told, Card)
    shown = claire.reads(told)
    await claire.presses("Try again")
    await town.settles()

    assert "could not be shown" in claire.reads(panel)
    assert "#posts: 1 thing" in shown
    assert "The channel is gone. Choose another with /setup." in shown
    assert "What de-escalation means" in town.channel("posts").text
    assert "could not be shown" not in claire.reads(await claire.opens_home())


@pytest.mark.parametrize("role", [None, Role.LIAISON])
async def test_nobody_else_sees_it(town: Town, role: Role | None) -> None:
    await shares_into_nowhere(town)
    claire = town.someone("claire", Role.ORGANIZER)
    panel = await claire.opens_home()
    other = town.someone("sam", *([role] if role else []))
    own = await other.opens_home()
    claire.becomes(*([role] if role else []))

    refused = await claire.presses("See what and why", on=panel)

    assert "could not be shown" not in other.reads(own)
    assert isinstance(refused, Card)
    assert "another role" in claire.reads(refused)
