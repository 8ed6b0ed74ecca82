"""The doctor and the invitation on Discord; what may be done in each channel."""

from collections.abc import AsyncGenerator
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.adapters.discord.doctor import application_of, examine, invite
from bot.adapters.discord.permissions import (
    CREATE_EVENTS,
    NEEDED,
    in_channel,
    in_server,
    invitation,
    lacking,
    wanted,
)
from bot.core.errors import SetupError
from bot.core.findings import Finding
from bot.core.places import Purpose
from bot.core.text import say
from tests.support.discord.faults import refusal
from tests.support.discord.house import House, bare_house
from tests.support.discord.server import TOKEN
from tests.support.discord.world import BOT
from tests.support.lending_shelf import lending_shelf

GUILD, MINE, ME = "1", ["2", "3"], "9"


@pytest.fixture
async def house() -> AsyncGenerator[House]:
    routes, _ = lending_shelf()
    async with bare_house(routes) as house:
        house.directory.channels[Purpose.POSTS] = [house.place()]
        yield house


async def look(house: House, token: str = TOKEN) -> list[Finding]:
    await house.stop()
    door = house.make()
    places = await house.directory.places("riverbend", Purpose.POSTS)
    return [one async for one in examine(door, token, house.dispatcher.routes, places)]


async def test_all_is_well(house: House) -> None:
    found = await look(house)

    assert [one.found for one in found] == [
        "accepted",
        "no privileged intent is needed",
        "all are there",
        "reached",
    ]
    assert all(not one.fix for one in found)


async def test_a_refused_token_and_an_unreached_network_are_told_apart(house: House) -> None:
    house.discord.token_works = False
    refused = await look(house)
    house.discord.token_works = True
    house.discord.fails(refusal("GET", "/users/@me", 503, 0, times=9))
    unreached = await look(house)

    assert [one.found for one in refused] == ["refused"]
    assert [one.found for one in unreached] == ["not reached"]
    assert all(one.fix for one in refused + unreached)


async def test_missing_commands_are_found(house: House) -> None:
    house.discord.world.commands.clear()

    found = await look(house)

    assert any(one.found.endswith("are missing") and one.fix for one in found)


async def test_what_is_missing_in_a_channel_and_in_the_server_is_found(house: House) -> None:
    everyone = house.guild.roles[house.guild.id]
    everyone["permissions"] = str(wanted() & ~CREATE_EVENTS & ~NEEDED["attach_files"])

    found = {one.about: one for one in await look(house)}

    assert found[f"Discord channel {house.hall.id}"].found == "the bot lacks: Attach Files"
    assert found[f"Discord server {house.guild.id}"].found == "meetings cannot be entered"


async def test_a_server_without_the_bot_is_found(house: House) -> None:
    del house.guild.members[BOT]

    found = await look(house)

    assert found[-1].found == "the bot is not there"
    assert "discord invite" in found[-1].fix


async def test_channels_and_roles_to_choose_from(house: House) -> None:
    house.discord.world.channel(house.guild, "voice", 2)
    mine = house.discord.world.role(house.guild, "liaison")
    house.hall.overwrites.append(
        {"id": str(house.guild.id), "allow": "0", "deny": str(NEEDED["send_messages"])}
    )

    channels = await house.running.rooms.list(house.place())
    roles = await house.running.roles.list(house.place())

    assert channels == [(str(house.hall.id), "town-hall – lacks Send Messages")]
    assert roles == [(mine, "liaison")]


async def test_a_server_that_cannot_be_asked_offers_nothing(house: House) -> None:
    house.discord.fails(refusal("GET", r"/guilds/\d+/channels", 403, 50001))
    house.discord.fails(refusal("GET", r"/guilds/\d+/roles", 503, 0))

    assert await house.running.rooms.list(house.place()) == ()
    assert await house.running.roles.list(house.place()) == ()


def test_the_invitation_asks_for_exactly_what_is_used() -> None:
    address = urlsplit(invitation("42"))

    assert parse_qs(address.query) == {
        "client_id": ["42"],
        "scope": ["bot applications.commands"],
        "permissions": [str(wanted())],
        "integration_type": ["0"],
    }
    assert not wanted() & (1 << 3 | 1 << 13 | 1 << 1 | 1 << 2)  # administer, delete, kick, ban


def test_the_invitation_is_made_from_the_token_alone() -> None:
    assert application_of(TOKEN) == str(BOT)
    assert f"client_id={BOT}" in invite(TOKEN)


@pytest.mark.parametrize("token", ["", "x", "not.a.token", "é.a.b", "YWJj.x.y"])
def test_what_is_no_token_is_refused_in_one_sentence(token: str) -> None:
    with pytest.raises(SetupError, match="DISCORD_TOKEN"):
        application_of(token)


def role(name: str, permissions: int) -> dict[str, str]:
    return {"id": name, "permissions": str(permissions)}


def test_permissions_of_roles_add_up_and_administration_opens_all() -> None:
    view, send = NEEDED["view_channel"], NEEDED["send_messages"]

    plain = in_server(GUILD, [role(GUILD, view), role("2", send), role("8", 1 << 3)], MINE)
    admin = in_server(GUILD, [role(GUILD, 0), role("3", 1 << 3)], MINE)

    assert plain == view | send
    assert (
        in_channel(
            admin,
            GUILD,
            ME,
            MINE,
            {"permission_overwrites": [{"id": GUILD, "allow": "0", "deny": str(view)}]},
        )
        & view
    )


def test_a_channel_denies_and_allows_in_the_order_of_discord() -> None:
    view, send = NEEDED["view_channel"], NEEDED["send_messages"]
    written = [
        {"id": GUILD, "allow": "0", "deny": str(view | send)},
        {"id": "2", "allow": str(view), "deny": "0"},
        {"id": "3", "allow": "0", "deny": str(view)},
        {"id": ME, "allow": str(send), "deny": "0"},
        {"id": "77", "allow": "0", "deny": str(send)},
    ]

    left = in_channel(view | send, GUILD, ME, MINE, {"permission_overwrites": written})

    assert left == view | send


def test_who_does_not_see_a_channel_is_told_that_alone() -> None:
    assert lacking(0) == (say("discord.permission.view_channel"),)
    assert lacking(wanted()) == ()
