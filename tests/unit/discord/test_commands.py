"""What Discord is told that people can call."""

from typing import Any

import pytest

from bot.adapters.discord.commands import BARE, command_of, digest, listing, parameter_of
from bot.core.cards import Card
from bot.core.routes import Command, Menu, Parameter, Responds, Routes
from bot.core.text import say
from tests.support.discord import contract
from tests.support.lending_shelf import lending_shelf


async def _never(gesture: Any) -> Card:
    raise AssertionError(gesture)


def _routes(*names: str, **parameters: tuple[Parameter, ...]) -> Routes:
    routes = Routes()
    for name in names:
        routes.command(
            Command(
                name=name,
                about=say("core.home.title"),
                responds=Responds.PRIVATELY,
                handle=_never,
                parameters=parameters.get(name, ()),
            )
        )
    return routes


def test_the_listing_is_one_that_discord_takes() -> None:
    routes, _ = lending_shelf()

    said = contract.needed().check("PUT", "/applications/1/commands", {}, listing(routes))

    assert said == []


def test_a_command_of_two_words_becomes_a_subcommand() -> None:
    listed = listing(_routes("forum list", "forum schedule"))

    assert [c["name"] for c in listed] == ["forum"]
    assert [o["name"] for o in listed[0]["options"]] == ["list", "schedule"]


def test_a_bare_command_beside_subcommands_can_still_be_called() -> None:
    routes = _routes("help", "help crisis")

    listed = listing(routes)

    assert {o["name"] for o in listed[0]["options"]} == {BARE, "crisis"}
    assert command_of(routes, f"help {BARE}") == "help"
    assert command_of(routes, "help crisis") == "help crisis"
    assert command_of(routes, "nothing") == "nothing"


def test_names_and_descriptions_are_french_too() -> None:
    listed = listing(_routes("ask"))

    assert listed[0]["name_localizations"] == {"fr": "demander"}
    assert listed[0]["description"] == "Your panel"
    assert listed[0]["description_localizations"] == {"fr": "Votre espace"}


def test_required_options_come_first() -> None:
    parameters = (
        Parameter(name="place", about=say("core.yes")),
        Parameter(name="words", about=say("core.no"), required=True),
    )

    options = listing(_routes("ask", ask=parameters))[0]["options"]

    assert [(o["name"], o["required"]) for o in options] == [("words", True), ("place", False)]


def test_only_a_parameter_that_suggests_completes_itself() -> None:
    async def suggest(actor: object, typed: str) -> list[str]:
        return [typed]

    parameters = (Parameter(name="words", about=say("core.yes"), suggest=suggest),)
    routes = _routes("ask", "faq", faq=parameters)

    assert parameter_of(routes, "faq", "words") is parameters[0]
    assert parameter_of(routes, "faq", "other") is None
    assert parameter_of(routes, "ask", "words") is None
    assert parameter_of(routes, "nothing", "words") is None


def test_the_digest_changes_with_what_is_listed_and_for_whom() -> None:
    one, two = listing(_routes("ask")), listing(_routes("ask", "faq"))

    assert digest(one, "1") == digest(listing(_routes("ask")), "1")
    assert len({digest(one, "1"), digest(two, "1"), digest(one, "2")}) == 3


def test_more_than_discord_takes_is_a_fault_found_at_once() -> None:
    routes = Routes()
    for number in range(16):
        menu = Menu(
            name=f"m{number}", label=say("core.yes"), responds=Responds.PRIVATELY, handle=_never
        )
        routes.menu(menu)

    with pytest.raises(ValueError, match="more than Discord takes"):
        listing(routes)


def test_a_description_that_does_not_fit_is_a_fault_found_at_once() -> None:
    routes = Routes()
    routes.command(
        Command(
            name="ask",
            about=say("errors.not_set_up"),
            responds=Responds.PRIVATELY,
            handle=_never,
        )
    )

    with pytest.raises(ValueError, match="described"):
        listing(routes)
