"""What a person types after a command is not lost: the form opens with it."""

from __future__ import annotations

import pytest

from bot.core.cards import Card
from bot.core.forms import Words
from bot.core.people import Role
from tests.support.someone import Someone
from tests.support.town import Town

RIGHTS = (Role.ORGANIZER,)


def filled(who: Someone) -> dict[str, str]:
    """Return what stands in the fields of the open form that somebody can type into."""
    return {f.name: f.filled for f in who.form.fields if isinstance(f, Words) and f.filled}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/ask How is force recorded?", {"words": "How is force recorded?"}),
        ("/ask   two  blanks: kept?", {"words": "two  blanks: kept?"}),
        ("/feedback The last forum was too long.", {"words": "The last forum was too long."}),
        ("/receipt 1234 5678 9012 3456", {"receipt": "1234 5678 9012 3456"}),
        ("/post suggest https://example.org/a", {"link": "https://example.org/a"}),
        ("/post suggest javascript:alert(1)", {"title": "javascript:alert(1)"}),
        ("/post suggest A talk on listening", {"title": "A talk on listening"}),
        ("/forum schedule Night calls", {"title": "Night calls"}),
    ],
)
async def test_what_was_typed_after_a_command_stands_in_the_form(
    town: Town, line: str, expected: dict[str, str]
) -> None:
    claire = town.someone("claire", *RIGHTS)

    await claire.says(line)

    assert filled(claire) == expected


async def test_words_that_no_form_can_hold_open_an_empty_one(town: Town) -> None:
    maya = town.someone("maya")

    await maya.says("/ask before\ud800after")

    assert filled(maya) == {}


async def test_a_command_that_nobody_knows_hands_the_words_back(town: Town) -> None:
    maya = town.someone("maya")

    shown = await maya.says("/aks How is force recorded?")

    assert isinstance(shown, Card)
    assert "How is force recorded?" in maya.reads(shown)
