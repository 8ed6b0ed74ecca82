"""What people say in the town, point at and open, and where answers arrive."""

import pytest

from bot.adapters.town.inbound import Inbound
from bot.adapters.town.limits import LINE, NoPlatformTakesIt
from bot.core.cards import Quote
from bot.core.gestures import Called
from bot.core.people import Role
from bot.core.routes import Command, Responds
from bot.core.text import Verbatim, say
from tests.support.lending_shelf import OFFER, Shelf
from tests.support.offered import ODD, OFFERED
from tests.support.reading import read
from tests.support.town import Town


async def test_an_unknown_command_hands_the_words_back(town: Town) -> None:
    maya = town.someone("maya")

    await maya.says("/nosuch thing I typed")

    assert Quote(Verbatim("/nosuch thing I typed")) in maya.private[-1].body
    assert "nothing here by that name" in read(maya.private[-1])


async def test_a_line_that_is_too_long_is_handed_back(town: Town, shelf: Shelf) -> None:
    maya = town.someone("maya")

    await maya.says("y" * (LINE + 1))

    assert Quote(Verbatim("y" * (LINE + 1))) in maya.private[-1].body
    assert town.channel("general").entries == ()


async def test_an_empty_line_is_nothing(town: Town) -> None:
    maya = town.someone("maya")

    assert await maya.says(" \n ") is None
    assert maya.screen == ""


async def test_words_to_the_neighbours_never_reach_the_bot(town: Town, shelf: Shelf) -> None:
    maya = town.someone("maya")

    await maya.says("Good morning, everyone")

    assert shelf.said == []
    assert town.channel("general").text == "Good morning, everyone"


async def test_a_mention_is_answered_in_the_same_place(town: Town, shelf: Shelf) -> None:
    maya = town.someone("maya").goes_to("questions")

    await maya.says("@commonground who has a ladder?")

    assert shelf.said == ["who has a ladder?"]
    assert town.channel("questions").cards[0].body == (Quote(Verbatim("who has a ladder?")),)


async def test_a_direct_message_is_heard_without_a_mention(town: Town, shelf: Shelf) -> None:
    maya = town.someone("maya")

    await maya.writes_directly("who has a ladder?")

    assert shelf.said == ["who has a ladder?"]
    assert len(maya.direct) == 1


async def test_the_menu_of_a_message_hands_its_words_over(town: Town) -> None:
    maya, theo = town.someone("maya"), town.someone("theo")
    await maya.says("Is the bridge open?")

    await theo.points_at("bridge", "Please check this")

    assert theo.private[-1].body == (Quote(Verbatim("Is the bridge open?")),)


async def test_home_is_drawn_anew_each_time(town: Town, shelf: Shelf) -> None:
    maya = town.someone("maya")
    await maya.opens_home()
    shelf.things.append("ladder")

    card = await maya.opens_home()

    assert "this number: 1" in read(card)
    assert not town.someone("theo").sees("this number: 1")


async def test_a_button_of_home_answers_there(town: Town) -> None:
    maya = town.someone("maya")
    await maya.opens_home()

    await maya.presses("Fix it")
    await maya.fills(day="2026-12-24").sends()

    assert maya.sees("2026-12-24")


@pytest.mark.parametrize("words", ["", "x" * 10_000, ODD, "\u0645\u0631 \u200f \u202egnp.exe"])
async def test_odd_words_in_a_form_are_refused_kindly_or_kept_as_they_are(
    town: Town, shelf: Shelf, words: str
) -> None:
    maya = town.someone("maya")
    await maya.says("/offer")

    await maya.fills(**{**OFFERED, "why": words}).sends()

    assert (shelf.things == [words]) != ("why" in (maya.wrong if maya.has_form else {}))


async def test_a_form_from_a_route_that_cannot_open_one_is_our_error(
    town: Town,
) -> None:
    async def late(_: Called) -> object:
        return OFFER

    inbound: Inbound = town.inner.inbound
    inbound.dispatcher.routes.command(
        Command(
            name="late",
            about=say("core.done"),
            responds=Responds.PRIVATELY,
            handle=late,  # type: ignore[arg-type]
        )
    )

    with pytest.raises(NoPlatformTakesIt, match=r"shelf\.offer"):
        await town.someone("maya").says("/late")


async def test_only_what_a_card_notifies_makes_a_sound(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await claire.says("/show all @everyone @theo <@theo>")

    assert town.pinged == []

    await claire.says("/staff")

    assert town.pinged == [claire.person]


async def test_in_a_place_without_a_community_only_what_is_open_to_all_works(town: Town) -> None:
    maya = town.someone("maya")
    town.world.tenant = "somewhere-else"
    maya.goes_to("general")

    await maya.says("/look ladder")

    assert "not connected to a community" in read(maya.private[-1])


async def test_a_reply_to_a_place_that_went_away_arrives_directly(town: Town) -> None:
    maya = town.someone("maya")
    await maya.says("/show all ladder")
    town.world.branch(town.channel("general").entries[0], say("core.done"))
    maya.goes_to(town.channel("general").threads[0])
    town.channel("general").delete()

    await maya.says("/look rope")

    assert [card.title for card in maya.private] == [Verbatim("rope")]
