"""Posts that members suggest, with words of every kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.cards import Card
from bot.core.forms import Form
from bot.core.text import Verbatim, say
from tests.support.post_steps import (
    HOSTILE,
    organizer,
    public,
    suggests,
    written,
)
from tests.support.reading import read
from tests.support.town import Town

INERT = {
    "everyone": "@everyone and @here",
    "a channel": "<!channel> <@U123> <#C1>",
    "a link": "[click](javascript:alert(1)) <https://evil.example|bank>",
    "marks": "**bold** `code` ||hidden||",
    "a command": "</ask:123> <t:0:F>",
}


async def test_a_suggestion_is_reviewed_with_a_label_and_published(town: Town) -> None:
    maya, olga = town.someone("maya"), organizer(town)

    thanks = await suggests(town, maya)
    assert isinstance(thanks, Card)
    assert thanks.title == say("posts.thanks.title")
    assert "A member suggested this. Who it was is not kept." in read(
        town.channel("triage").cards[-1]
    )
    await olga.presses("posts.take")
    await olga.presses("posts.approve")
    await olga.fills(
        label="community", discuss="What do you think?", licence="CC BY 4.0", when=""
    ).sends()
    await town.settles()

    words = read(public(town))
    assert "Who speaks: Community voice" in words
    assert "Source: A local paper" in words
    assert "Licence: CC BY 4.0" in words
    assert "Why it is worth reading." in words
    assert "What do you think?" in words
    assert "Read the original" in words


async def test_nothing_of_a_member_who_suggests_is_kept(town: Town, tmp_path: Path) -> None:
    zebra = town.someone("zebrafinch")

    await suggests(town, zebra)

    stored = written(tmp_path)
    assert b"A good read" in stored
    assert b"zebrafinch" not in stored


async def test_a_suggestion_is_refused_with_a_reason_that_reviewers_see(town: Town) -> None:
    maya, olga = town.someone("maya"), organizer(town)
    await suggests(town, maya)

    await olga.presses("posts.reject")
    await olga.fills(why="advert").sends()
    await town.settles()

    assert "Reason: It advertises something" in read(town.channel("triage").cards[-1])
    assert town.channel("posts").cards == ()


@pytest.mark.parametrize("field", ["title", "text", "source", "author"])
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_odd_words_stay_in_the_form(town: Town, field: str, words: str) -> None:
    maya = town.someone("maya")

    shown = await suggests(town, maya, **{field: words})

    if field == "author" and not words.strip():
        assert isinstance(shown, Card)
        return
    assert set(maya.wrong) == {field}
    assert maya.typed[field] == words
    assert town.channel("triage").cards == ()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://user@a.example", "not a link", "file:///etc/passwd"]
)
async def test_a_link_that_hides_where_it_leads_stays_in_the_form(town: Town, link: str) -> None:
    maya = town.someone("maya")

    await suggests(town, maya, link=link)

    assert "begins with https://" in maya.wrong["link"]


@pytest.mark.parametrize("words", INERT.values(), ids=INERT)
async def test_words_that_would_ping_or_link_are_shown_as_words(town: Town, words: str) -> None:
    maya, olga = town.someone("maya"), organizer(town)
    await suggests(town, maya, title=words, text=words, source=words, author=words)
    await olga.presses("posts.take")
    await olga.presses("posts.approve")
    await olga.fills(label="opinion", discuss=words, licence=words, when="").sends()
    await town.settles()

    assert public(town).title == Verbatim(words)
    assert read(public(town)).count(words) >= 6
    assert town.pinged == []


async def test_help_is_offered_before_a_frightening_suggestion_is_stored(town: Town) -> None:
    maya = town.someone("maya")

    shown = await suggests(town, maya, text="I want to kill myself tonight.")

    assert isinstance(shown, Card)
    assert shown.title == say("posts.concern.title")
    assert "Nothing has been sent or stored yet." in read(shown)
    assert town.channel("triage").cards == ()

    again = await maya.presses("posts.suggest_again")
    assert isinstance(again, Form)
    assert [getattr(f, "filled", "") for f in again.fields][2] == "I want to kill myself tonight."
    maya.closes_form()
    await maya.presses("posts.suggest_kept", on=shown)
    await town.settles()
    assert "I want to kill myself tonight." in read(town.channel("triage").cards[-1])


async def test_what_was_kept_for_a_quarter_of_an_hour_is_gone_after_it(town: Town) -> None:
    maya = town.someone("maya")
    shown = await suggests(town, maya, text="I want to kill myself tonight.")
    assert isinstance(shown, Card)
    await town.clock.move(minutes=16)

    late = await maya.presses("posts.suggest_kept", on=shown)

    assert isinstance(late, Card)
    assert "kept for 15 minutes only" in read(late)
