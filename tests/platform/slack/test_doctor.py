"""The doctor on Slack: what it finds, and what it says to do."""

from collections.abc import AsyncGenerator

import pytest

from bot.adapters.slack.doctor import examine
from bot.core.findings import Finding
from bot.core.places import Purpose
from bot.core.routes import Routes
from tests.support.slack.faults import broken, refusal
from tests.support.slack.house import House, bare_house
from tests.support.slack.server import APP_TOKEN


@pytest.fixture
async def house() -> AsyncGenerator[House]:
    async with bare_house(Routes()) as house:
        house.directory.channels[Purpose.POSTS] = [house.place()]
        house.slack.world.group(house.workspace.id, "liaisons")
        await house.stop()
        yield house
        assert house.slack.refused == []


async def look(house: House, app_token: str = APP_TOKEN) -> list[Finding]:
    places = await house.directory.places("riverbend", Purpose.POSTS)
    found = examine(
        house.running, bot_token=house.workspace.token, app_token=app_token, places=places
    )
    return [one async for one in found]


async def test_all_is_well(house: House) -> None:
    found = await look(house)

    assert [one.found for one in found] == ["accepted", "accepted", "read", "we are in it"]
    assert all(not one.fix for one in found)


async def test_a_refused_token_and_an_unreached_network_are_told_apart(house: House) -> None:
    house.slack.fails(refusal("auth.test", "invalid_auth"))
    refused = await look(house)
    house.slack.fails(broken("auth.test"))
    unreached = await look(house)

    assert [(one.about, one.found) for one in refused + unreached] == [
        ("Slack bot token", "refused"),
        ("Slack", "not reached"),
    ]
    assert all(one.fix for one in refused + unreached)


async def test_what_is_missing_is_named_with_its_fix(house: House) -> None:
    house.slack.fails(refusal("usergroups.list", "missing_scope"))
    del house.slack.world.channels[house.hall.id]

    _, socket, groups, channel = await look(house, app_token="xapp-wrong")

    assert (socket.found, groups.found) == ("refused", "missing_scope")
    assert "manifest" in groups.fix
    assert "Invite the bot" in channel.fix


async def test_a_free_plan_is_told_that_it_has_no_groups(house: House) -> None:
    house.slack.world.groups[house.workspace.id].clear()

    found = await look(house)

    assert "paid plan" in found[2].fix
