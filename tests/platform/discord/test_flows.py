"""People use the bot on Discord: the real client over real sockets."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest

from bot.core.actions import act
from bot.core.cards import Card
from bot.core.gestures import Called, Press
from bot.core.people import Role
from bot.core.routes import Command, Parameter, Responds, Routes
from bot.core.text import Verbatim, say
from tests.support.discord.faults import cut
from tests.support.discord.house import House, bare_house
from tests.support.discord.world import Channel, Message, snowflake
from tests.support.lending_shelf import PNG, Shelf, lending_shelf


@dataclass
class Street:
    house: House
    shelf: Shelf
    routes: Routes


@pytest.fixture
async def street() -> AsyncGenerator[Street]:
    routes, shelf = lending_shelf()
    _slow_routes(routes)
    async with bare_house(routes) as house:
        yield Street(house, shelf, routes)
    assert house.discord.all_refusals() == []
    assert house.reported == []


def _slow_routes(routes: Routes) -> None:
    async def slow(called: Called) -> Card:
        await asyncio.sleep(1.7)
        if called.given.get("words") == "refused":
            called.actor.require(Role.ORGANIZER)
        return Card(title=Verbatim("Saved at last"))

    async def slow_press(press: Press) -> Card:
        await asyncio.sleep(1.7)
        if press.action.ids == ("no",):
            press.actor.require(Role.ORGANIZER)
        return Card(title=Verbatim("Drawn anew"))

    async def suggest(actor: object, typed: str) -> list[str]:
        return [f"{typed} {n}" for n in range(40)] + ["x" * 101]

    words = (Parameter(name="words", about=say("core.yes"), suggest=suggest),)
    for name, responds in (("slow", Responds.PRIVATELY), ("loud", Responds.PUBLICLY)):
        routes.command(
            Command(
                name=name, about=say("core.yes"), responds=responds, handle=slow, parameters=words
            )
        )
    routes.on("shelf.slowly", Responds.BY_UPDATING, slow_press)


async def test_a_neighbour_offers_a_thing_and_a_liaison_takes_it(street: Street) -> None:
    house = street.house
    maya, lee = house.someone("maya"), house.someone("lee", Role.LIAISON)

    opened = await maya.calls(house.hall, "offer")
    offered = await maya.submits(opened, what="ladder", why="It is long", agree=["yes"])
    refused = await maya.presses(offered, "Keep it")
    taken = await lee.presses(offered, "Keep it")

    assert street.shelf.things == ["It is long"]
    assert not offered.private
    assert refused.private
    assert "another role" in refused.text
    assert taken.message is offered.message
    assert taken.text.startswith("### taken")


async def test_pictures_travel_with_their_alternative_text(street: Street) -> None:
    maya = street.house.someone("maya")

    shown = await maya.calls(street.house.hall, "look", words="a ladder")

    assert shown.message.files == ("0-picture.png",)
    gallery = next(p for p in shown.message.body["components"][0]["components"] if p["type"] == 12)
    assert gallery["items"][0]["description"] == "Done."
    assert PNG.startswith(b"\x89PNG")


async def test_a_form_opened_before_a_restart_is_taken_after_it(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    opened = await maya.calls(house.hall, "offer")

    await house.restart()
    offered = await maya.submits(opened, what="ladder", why="It is long", agree=["yes"])

    assert street.shelf.things == ["It is long"]
    assert "It is long" in offered.text


async def test_a_button_from_before_a_restart_works(street: Street) -> None:
    house = street.house
    maya, lee = house.someone("maya"), house.someone("lee", Role.LIAISON)
    shown = await maya.calls(house.hall, "show all", words="a ladder")

    await house.restart()
    taken = await lee.presses(shown, "Keep it")

    assert taken.text.startswith("### taken")


async def test_what_is_wrong_in_a_form_is_listed_and_the_form_opens_again_filled_in(
    street: Street,
) -> None:
    house = street.house
    maya = house.someone("maya")
    opened = await maya.calls(house.hall, "offer")

    wrong = await maya.submits(opened, what="ladder", why="  a ", days=["sun"], agree=["yes"])
    again = await maya.presses(wrong, "Fix it")
    fields = {
        c["component"]["custom_id"]: c["component"]
        for c in again.modal["components"]
        if c["type"] == 18
    }
    mended = await maya.submits(again, why="It is long", agree=["yes"])

    assert wrong.private
    assert "at least 3" in wrong.text
    assert fields["what"]["value"] == "ladder"
    assert fields["days"]["options"][1]["default"] is True
    assert street.shelf.things == ["It is long"]
    assert "It is long" in mended.text


async def test_after_a_restart_words_of_a_wrong_form_are_handed_back(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    opened = await maya.calls(house.hall, "offer")

    await house.restart()
    wrong = await maya.submits(opened, what="my old wooden ladder", why="a", agree=["yes"])

    assert "my old wooden ladder" in wrong.text
    assert wrong.message.buttons == {}


async def test_words_to_mend_are_forgotten_with_a_restart(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    opened = await maya.calls(house.hall, "offer")
    wrong = await maya.submits(opened, what="ladder", why="a", agree=["yes"])

    await house.restart()
    gone = await maya.presses(wrong, "Fix it")

    assert "start again" in gone.text


async def test_a_dangerous_button_asks_first_and_keeping_changes_nothing(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    street.shelf.things.append("ladder")
    shown = await maya.calls(house.hall, "show all", words="a ladder")

    asked = await maya.presses(shown, "No")
    question = asked.text
    kept = await maya.presses(asked, "Keep it")
    things_kept = list(street.shelf.things)
    asked_again = await maya.presses(shown, "No")
    burnt = await maya.presses(asked_again, "Yes")

    assert asked.private
    assert "Are you sure?" in question
    assert kept.message is asked.message
    assert "Nothing was changed" in kept.text
    assert things_kept == ["ladder"]
    assert burnt.message is asked_again.message
    assert street.shelf.things == []


async def test_a_dangerous_button_asks_after_a_restart_too(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    street.shelf.things.append("ladder")
    shown = await maya.calls(house.hall, "show all", words="a ladder")

    await house.restart()
    asked = await maya.presses(shown, "No")

    assert list(asked.message.buttons) == ["Yes", "Keep it"]
    assert street.shelf.things == ["ladder"]


async def test_a_choice_acts_at_once(street: Street) -> None:
    maya = street.house.someone("maya")
    shown = await maya.calls(street.house.hall, "look", words="a ladder")

    lent = await maya.chooses(shown, "theo")

    assert lent.text == "### lent to theo"
    assert lent.private


async def test_a_day_is_asked_for_and_mended(street: Street) -> None:
    maya = street.house.someone("maya")
    shown = await maya.calls(street.house.hall, "look", words="a ladder")
    opened = await maya.presses(shown, "Fix it")

    wrong = await maya.submits(opened, day="tomorrow")
    listed = wrong.text
    again = await maya.presses(wrong, "Fix it")
    told = await maya.submits(again, day="2026-12-24")

    assert "YYYY-MM-DD" in listed
    assert told.message is wrong.message
    assert told.text == "### 2026-12-24"


async def test_a_slow_answer_is_announced_and_comes(street: Street) -> None:
    maya = street.house.someone("maya")

    slow = await maya.calls(street.house.hall, "slow")

    assert slow.was_told_to_wait
    assert slow.private
    assert slow.text == "### Saved at last"


async def test_a_slow_refusal_of_a_public_answer_stays_private(street: Street) -> None:
    maya = street.house.someone("maya")

    refused = await maya.calls(street.house.hall, "loud", words="refused")

    assert refused.was_told_to_wait
    assert refused.withdrawn
    assert refused.private
    assert "another role" in refused.text
    assert "refused" in refused.text
    assert street.house.discord.world.shown_in(street.house.hall.id) == []


async def test_a_slow_press_draws_its_card_anew_or_refuses_beside_it(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    signer = house.running.renderer.signer
    shown = await maya.calls(house.hall, "show all", words="a ladder")
    yes = signer.token("riverbend", act("shelf.slowly", "yes"))
    no = signer.token("riverbend", act("shelf.slowly", "no"))

    done = await maya.presses_raw(shown.message, yes)
    refused = await maya.presses_raw(shown.message, no)

    assert done.was_told_to_wait
    assert done.message is shown.message
    assert done.text == "### Drawn anew"
    assert refused.private
    assert refused.original is shown.message
    assert "another role" in refused.text


async def test_a_forged_button_does_nothing(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    shown = await maya.calls(house.hall, "show all", words="a ladder")
    taken = shown.message.buttons["Keep it"]

    for forged in (
        taken[:-1] + "A",
        "v1~shelf.burn~0~AAAAAAAAAAAAAA",
        "x",
        "?",
        "!",
        "v1~discord.fix~1~x",
    ):
        refused = await maya.presses_raw(shown.message, forged)
        assert "no longer works" in refused.text


async def test_a_completion_offers_at_most_what_fits(street: Street) -> None:
    maya = street.house.someone("maya")

    offered = await maya.types(street.house.hall, "slow", "words", "so")

    assert offered == [f"so {n}" for n in range(25)]


async def test_a_message_is_picked_from_its_menu(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    written = await maya.says(house.hall, "Why is the street closed?")

    asked = await maya.points(written, "Please check this")

    assert asked.private
    assert "Why is the street closed?" in asked.text


async def test_the_panel_is_drawn_when_it_is_called(street: Street) -> None:
    maya = street.house.someone("maya", locale="fr")

    home = await maya.calls(street.house.hall, "home")

    assert home.private
    assert home.text.startswith("### Votre espace")


async def test_a_mention_is_answered_in_place_and_other_talk_is_not_heard(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    bot = house.discord.world

    await maya.says(house.hall, "nothing to do with anyone")
    said = await maya.says(house.hall, "<@500000000000000001> when is the next forum?")
    answer = await _answer_in(house, house.hall)

    assert street.shelf.said == ["when is the next forum?"]
    assert answer.body["message_reference"]["message_id"] == str(said.id)
    assert answer.body["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert len(bot.shown_in(house.hall.id)) == 3


async def test_a_direct_message_is_answered(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    letters = Channel(snowflake(), None, "", 1, recipient=maya.id)
    house.discord.world.letters[letters.id] = letters

    await maya.says(letters, "hello")
    answer = await _answer_in(house, letters)

    assert "hello" in answer.text


async def test_bots_are_not_answered(street: Street) -> None:
    house = street.house
    other = house.someone("other bot")
    raw = {
        "id": "1",
        "channel_id": str(house.hall.id),
        "guild_id": str(house.guild.id),
        "type": 0,
        "author": other.user() | {"bot": True},
        "content": "hi",
        "mentions": [{"id": "500000000000000001"}],
    }

    await house.discord.gateway.tell("MESSAGE_CREATE", raw, house.guild.id)
    await other.calls(house.hall, "look")

    assert street.shelf.said == []


async def test_a_server_without_a_community_is_welcomed_and_told_how_to_go_on(
    street: Street,
) -> None:
    house = street.house
    new = house.discord.world.guild("Elsewhere")
    square = house.discord.world.channel(new, "square")

    await house.discord.gateway.tell("GUILD_CREATE", new.json(), new.id)
    welcome = await _answer_in(house, square)

    assert "/setup" in welcome.text


async def test_hostile_words_stay_inert_in_every_answer(street: Street) -> None:
    house = street.house
    maya = house.someone("maya")
    hostile = "@everyone <@1> <@&2> <#3> </ask:4> <t:5> <id:customize> [x](javascript:a) \u202e**b** ||c||"

    shown = await maya.calls(house.hall, "show all", words=hostile)
    said = await maya.calls(house.hall, "look", words="`" * 300)

    for live in (
        "@everyone",
        "<@1>",
        "<@&2>",
        "<#3>",
        "</ask:4>",
        "<t:5>",
        "<id:",
        "[x](",
        "\u202e",
        "**b**",
        "||c",
    ):
        assert live not in shown.text
    assert shown.message.body["allowed_mentions"] == {"parse": []}
    assert "\\`\\`\\`" in said.text


@pytest.mark.parametrize(
    "words", ["", "x" * 10_000, "a\x00b", "\u200f\u200b\u202e", "`" * 3_000, "*" * 2_000]
)
async def test_odd_words_in_a_form_are_answered_to_their_author(
    street: Street, words: str
) -> None:
    maya = street.house.someone("maya")
    opened = await maya.calls(street.house.hall, "offer")

    done = await maya.submits(opened, what="x", why=words, agree=["yes"])

    assert done.text
    assert done.private == (words != "*" * 2_000)


async def _answer_in(house: House, channel: Channel) -> Message:
    """Wait for what the bot writes in a channel."""
    async with asyncio.timeout(30):
        while True:
            for message in house.discord.world.shown_in(channel.id):
                if message.body.get("components"):
                    return message
            await asyncio.sleep(0.01)


async def test_an_answer_whose_reception_was_not_heard_of_is_not_given_twice(
    street: Street,
) -> None:
    house, maya = street.house, street.house.someone("maya")
    house.discord.fails(cut("POST", r"/interactions/\d+/\w+/callback", after_effect=True))

    shown = await maya.calls(house.hall, "look", words="a ladder")
    async with asyncio.timeout(30):
        while not shown.refused:  # noqa: ASYNC110  (Discord tells nobody that it refused)
            await asyncio.sleep(0.01)
    again = await maya.calls(house.hall, "look", words="a saw")

    assert shown.refused == [40060]
    assert "a ladder" in shown.text
    assert "a saw" in again.text
