"""Words of every kind in feedback, and help offered before they are kept."""

from __future__ import annotations

import pytest

from bot.core.cards import Card
from bot.core.forms import Form
from bot.core.text import say
from tests.support.feedback_steps import (
    desk_of,
    logs,
    notes,
    organizer,
)
from tests.support.reading import read
from tests.support.town import Town

HOSTILE = {
    "nothing": "",
    "blanks": " \n\t ",
    "ten thousand characters": "a" * 10_000,
    "one too many": "a" * 3_001,
    "NUL": "before\0after",
    "half a character": "half \ud800",
    "an escape": "\x1b[31mred",
}
INERT = {
    "everyone": "@everyone and @here",
    "a channel": "<!channel> <@U123> <#C1>",
    "a link": "[click](javascript:alert(1)) <https://evil.example|bank>",
    "marks": "**bold** `code` ||hidden||",
    "a formula": '=HYPERLINK("https://evil.example")',
}


async def test_help_is_offered_before_anything_is_stored(town: Town) -> None:
    maya = town.someone("maya")

    shown = await logs(maya, words="I want to kill myself", rating="2", kind="concern")

    assert isinstance(shown, Card)
    assert shown.title == say("feedback.concern.title")
    assert "Nothing has been sent or stored yet." in read(shown)
    assert len(await desk_of(town).export_rows("riverbend")) == 1
    again = await maya.presses("feedback.again")
    assert isinstance(again, Form)
    await maya.fills(words="I feel bad about the last forum.").sends()
    rows = await desk_of(town).export_rows("riverbend")
    assert [r[2:7] for r in rows[1:]] == [
        ("concern", "forum", "", "2", "I feel bad about the last forum.")
    ]


async def test_what_was_kept_for_a_quarter_of_an_hour_is_gone_after_it(town: Town) -> None:
    maya = town.someone("maya")
    shown = await logs(maya, words="I want to kill myself")
    assert isinstance(shown, Card)
    await town.clock.move(minutes=16)

    late = await maya.presses("feedback.send_kept", on=shown)

    assert isinstance(late, Card)
    assert "kept for 15 minutes only" in read(late)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_odd_words_stay_in_the_form(town: Town, words: str) -> None:
    maya = town.someone("maya")

    await logs(maya, words=words)

    assert set(maya.wrong) == {"words"}
    assert maya.typed["words"] == words
    assert len(await desk_of(town).export_rows("riverbend")) == 1


@pytest.mark.parametrize("field", ["kind", "about", "rating", "name"])
async def test_an_option_that_was_not_offered_stays_in_the_form(town: Town, field: str) -> None:
    maya = town.someone("maya")

    await logs(maya, **{field: "@everyone"})

    assert set(maya.wrong) == {field}


@pytest.mark.parametrize("words", INERT.values(), ids=INERT)
async def test_words_that_would_ping_or_link_are_shown_as_words(town: Town, words: str) -> None:
    olga = organizer(town)
    await logs(town.someone("maya"), words=words, name="named")
    await town.settles()
    await olga.presses("feedback.act")
    await olga.fills(reply=words, whom="everyone").sends()
    await town.settles()

    assert read(notes(town)[-1]).count(words) == 2
    assert words in read(town.channel("posts").cards[-1])
    assert town.pinged == []


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_odd_replies_stay_in_the_form(town: Town, words: str) -> None:
    olga = organizer(town)
    await logs(town.someone("maya"), name="named")
    await town.settles()
    await olga.presses("feedback.act")

    await olga.fills(reply=words).sends()

    assert set(olga.wrong) == {"reply"}
    assert "Status: New" in read(notes(town)[-1])


async def test_long_words_are_read_whole(town: Town) -> None:
    olga = organizer(town)
    words = "word " * 599 + "zum"
    await logs(town.someone("maya"), words=words, name="named")
    await town.settles()
    assert not olga.sees("zum")

    shown = await olga.presses("feedback.whole")

    assert isinstance(shown, Card)
    assert words in read(shown)
