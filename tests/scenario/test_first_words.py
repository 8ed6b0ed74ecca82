"""Commands of two words, of which somebody types the first alone."""

import pytest

from bot.core.cards import Card, Quote
from bot.core.forms import Form
from bot.core.people import Role
from bot.core.text import Verbatim
from tests.support.town import Town


@pytest.mark.parametrize("word", ["mydata", "forum", "post"])
@pytest.mark.parametrize("locale", ["en", "fr"])
async def test_someone_who_types_the_first_word_alone_is_shown_what_there_is(
    town: Town, word: str, locale: str
) -> None:
    maya = town.someone("maya", locale=locale)

    shown = await maya.says(f"/{word}")

    assert maya.private == (shown,)
    commands = [c for c in town.app.routes.commands.values() if c.name.startswith(f"{word} ")]
    for command in commands:
        assert maya.sees_button(f"/{command.name}") is (command.role is Role.MEMBER)
        assert maya.sees(maya.reads(command.about)) is (command.role is Role.MEMBER)


async def test_each_button_does_what_the_second_word_would_do(town: Town) -> None:
    maya = town.someone("maya")
    typed = await maya.says("/mydata export")

    await maya.says("/mydata")
    pressed = await maya.presses("/mydata export")

    assert isinstance(typed, Card)
    assert pressed == typed


async def test_a_button_opens_the_form_that_a_second_word_begins_with(town: Town) -> None:
    maya = town.someone("maya")
    typed = await maya.says("/post suggest")

    await maya.says("/post")
    pressed = await maya.presses("/post suggest")

    assert isinstance(typed, Form)
    assert pressed == typed


async def test_an_organizer_chooses_where_there_are_more_than_fit_as_buttons(town: Town) -> None:
    olga = town.someone("olga", Role.ORGANIZER)
    typed = [await olga.says("/forum list"), await olga.says("/forum schedule")]

    await olga.says("/forum")

    assert await olga.chooses("forum list") == typed[0]
    assert await olga.presses("/forum schedule") == typed[1]


async def test_what_stands_behind_an_unknown_second_word_comes_back(town: Town) -> None:
    maya = town.someone("maya")

    shown = await maya.says("/post why is the park closed? @everyone")

    assert isinstance(shown, Card)
    assert Quote(Verbatim("why is the park closed? @everyone")) in shown.body
    assert maya.sees_button("/post suggest")


async def test_who_may_use_none_of_them_is_told_so(town: Town) -> None:
    maya, lee = town.someone("maya"), town.someone("lee", Role.LIAISON)

    await maya.says("/feed")
    await lee.says("/liaison")

    assert maya.sees("This is for people with another role in this community.")
    assert not maya.sees_button("/feed add")
    assert lee.sees_button("/liaison export")


async def test_a_choice_made_after_a_role_ended_is_refused(town: Town) -> None:
    olga = town.someone("olga", Role.ORGANIZER)
    await olga.says("/feed")
    town.someone("olga")

    await olga.presses("/feed add")

    assert olga.sees("This is for people with another role in this community.")
