"""Set-up, the team and the languages, as people meet them."""

import pytest

from bot.core.cards import Card, Paragraph
from bot.core.forms import Corrections
from bot.core.people import Role
from bot.core.places import Purpose
from bot.core.text import say
from tests.support.town import Town

HOSTILE = [
    "x" * 2_900,
    "a\0b",
    "\ud800",
    "\u202e\u200b",
    "[x](javascript:alert(1))",
    "' OR 1=1 --",
]


async def test_an_organizer_chooses_a_channel_by_typing_its_name(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await claire.says("/setup")
    assert claire.sees("Set-up of Riverbend")
    await claire.chooses("posts", of="team.purpose")
    await claire.presses("Type the name")

    await claire.fills(name="#general").sends()

    places = await town.app.directory.places("riverbend", Purpose.POSTS)
    assert [p.channel for p in places] == ["general"]
    assert "#general" in claire.reads(claire.private[-1])


async def test_an_organizer_takes_a_channel_back(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await claire.says("/setup")
    await claire.chooses("forums", of="team.purpose")
    await claire.presses("No channel")
    assert await town.app.directory.places("riverbend", Purpose.FORUMS) == ()


async def test_an_organizer_gives_a_role_to_a_group_and_takes_it_back(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    directory = town.app.directory
    await claire.says("/setup")
    await claire.chooses("panel", of="team.role")
    await claire.presses("Type the name")
    await claire.fills(name="elders").sends()
    assert await directory.roles("riverbend", "town", "riverbend", ["elders"]) == {Role.PANEL}

    await claire.chooses("panel", of="team.role")
    await claire.chooses("elders", of="team.take")

    assert await directory.roles("riverbend", "town", "riverbend", ["elders"]) == frozenset()


async def test_language_zone_and_hours_are_set_and_mistakes_are_said(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await claire.says("/setup")
    await claire.presses("Language, zone, hours")
    given = {"locale": "fr", "zone": "Toronto", "days": ["1", "2"], "opens": "17", "closes": "9"}

    wrong = await claire.fills(**given).sends()

    assert isinstance(wrong, Corrections)
    assert set(claire.wrong) == {"zone", "opens", "closes"}
    assert claire.typed["zone"] == "Toronto"

    await claire.fills(
        **{**given, "zone": "America/Montreal", "opens": "8h30", "closes": "16:00"}
    ).sends()
    community = await town.app.directory.community("riverbend")
    assert (community.locale, community.zone) == ("fr", "America/Montreal")
    assert community.hours.days == {1, 2}


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_names_are_refused_and_stay_in_the_form(town: Town, words: str) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    before = town.app.directory.known("riverbend")
    await claire.says("/setup")
    await claire.chooses("posts", of="team.purpose")
    await claire.presses("Type the name")

    shown = await claire.fills(name=words).sends()

    if isinstance(shown, Card):
        assert shown.title == say("core.refused.title")
        assert shown.body[0] == Paragraph(say("errors.unknown_channel"))
    else:
        assert isinstance(shown, Corrections)
        assert claire.typed["name"] == words
    assert town.app.directory.known("riverbend") == before


async def test_set_up_and_team_are_for_organizers_alone(town: Town) -> None:
    for roles in ((), (Role.LIAISON,), (Role.PANEL,), (Role.VERIFIER,)):
        someone = town.someone("ruth", *roles)
        for command in ("/setup", "/team"):
            shown = await someone.says(command)
            assert isinstance(shown, Card)
            assert shown.title == say("core.refused.title")


async def test_someone_demoted_with_the_card_still_open_changes_nothing(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await claire.says("/setup")
    claire.becomes()

    shown = await claire.chooses("posts", of="team.purpose")

    assert isinstance(shown, Card)
    assert shown.title == say("core.refused.title")


async def test_the_team_shows_groups_and_never_people(town: Town) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await claire.says("/team")
    assert claire.sees("Police liaison: @liaisons")
    assert not claire.sees("Amina")


async def test_a_person_chooses_the_language_of_private_answers(town: Town) -> None:
    maya = town.someone("maya")
    await maya.says("/language")
    await maya.chooses("fr")

    assert await town.app.directory.locale(maya.person) == "fr"
    await maya.says("/language auto")
    assert await town.app.directory.locale(maya.person) == "fr"
    await maya.chooses("auto")
    assert await town.app.directory.locale(maya.person) is None


async def test_a_language_can_be_typed(town: Town) -> None:
    maya = town.someone("maya")
    await maya.says("/language FR")
    assert await town.app.directory.locale(maya.person) == "fr"


async def test_an_organizer_gets_a_link_code_that_is_shown_once(town: Town) -> None:
    claire, omar = town.someone("claire", Role.ORGANIZER), town.someone("omar", Role.ORGANIZER)
    await claire.says("/setup")
    card = await claire.presses("Make a link code")
    assert isinstance(card, Card)
    assert card.title == say("team.link.title")
    assert not omar.sees("Your link code")
