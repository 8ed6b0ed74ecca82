"""Posts corrected, taken back everywhere, and found."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.cards import Card
from bot.core.text import Verbatim, say
from tests.support.post_steps import (
    HOSTILE,
    TITLE,
    actor,
    column,
    organizer,
    public,
    shares,
    suggests,
)
from tests.support.reading import read
from tests.support.town import Town, open_town

# ---- corrected and taken back ---------------------------------------------------------------


async def test_a_correction_reaches_the_card_and_keeps_what_stood_before(town: Town) -> None:
    maya, olga = town.someone("maya"), organizer(town)
    await suggests(town, maya)
    await olga.presses("posts.take")
    await olga.presses("posts.approve")
    await olga.fills(label="news", discuss="?", when="").sends()
    await town.settles()

    await olga.presses("posts.correct")
    await olga.fills(text="It was a Tuesday.", note="The day was wrong.").sends()
    await town.settles()

    words = read(public(town))
    assert len(town.channel("posts").cards) == 1
    assert "It was a Tuesday." in words
    assert "Why it is worth reading." not in words
    assert "Corrected (version 2): The day was wrong." in words
    maya.goes_to("posts")
    before = await maya.presses("Earlier version")
    assert isinstance(before, Card)
    assert "Why it is worth reading." in read(before)


async def test_a_post_that_is_taken_back_leaves_its_reason_and_nothing_of_its_text(
    town: Town,
) -> None:
    olga = organizer(town)
    await shares(town, olga)
    maya = town.someone("maya").goes_to("posts")

    await olga.says("/post retract")
    await olga.chooses(TITLE)
    await olga.fills(note="The study was withdrawn.").sends()
    await town.settles()

    words = read(public(town))
    assert len(town.channel("posts").cards) == 1
    assert public(town).title == say("posts.retracted.title")
    assert "Why: The study was withdrawn." in words
    assert "bring a tense moment back down" not in words
    assert not maya.sees("bring a tense moment back down")
    assert not maya.sees_button("Useful")


async def test_a_message_deleted_by_hand_comes_back_with_the_next_change(town: Town) -> None:
    olga = organizer(town)
    await shares(town, olga)
    town.channel("posts").delete()

    await olga.presses("posts.correct")
    await olga.fills(note="A word was missing.").sends()
    await town.settles()

    assert "Corrected (version 2): A word was missing." in read(public(town))


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_odd_reasons_stay_in_the_form(town: Town, words: str) -> None:
    olga = organizer(town)
    await shares(town, olga)
    await olga.presses("posts.retract")

    await olga.fills(note=words).sends()

    assert set(olga.wrong) == {"note"}
    assert public(town).title == Verbatim(TITLE)


# ---- found ----------------------------------------------------------------------------------


async def test_plain_words_find_explainers_and_published_posts(town: Town) -> None:
    maya = town.someone("maya")
    await shares(town, organizer(town), "Signs that a moment is heating up")

    async def found(words: str) -> list[tuple[str, str]]:
        things = await town.app.routes.closest(await actor(town, maya), words, "en")
        return [(t.title.words, "" if t.read is None else t.read.name) for t in things]

    signs = await found("What are the signs that a moment is heating up?")
    listening = await found("How can I show people that I was listening and they were heard?")

    assert signs[0] == ("Signs that a moment is heating up", "posts.read")
    assert listening[0] == (
        "Listening so that people know they were heard",
        "posts.explainer_read",
    )
    assert await found("xyzzy plugh") == []


async def test_the_site_reads_what_is_public_and_nothing_else(town: Town) -> None:
    olga = organizer(town)
    await suggests(town, town.someone("maya"))
    await shares(town, olga)
    shelf = town.app.features.shelf
    waiting = await column(town, "SELECT id AS it FROM post WHERE state = 'suggested'")

    published = await shelf.published("riverbend")

    assert [s.post.piece.title for s in published] == [TITLE]
    assert await shelf.published("elsewhere") == ()
    assert await shelf.post("riverbend", str(waiting[0])) is None
    assert await shelf.post("elsewhere", published[0].post.id) is None
    assert await shelf.post("riverbend", "no such post") is None


async def test_a_restart_publishes_nothing_twice_and_forgets_no_plan(tmp_path: Path) -> None:
    async with open_town(tmp_path / "data") as town:
        olga = organizer(town)
        await olga.says(f"/post share {TITLE}")
        await olga.presses("posts.approve")
        await olga.fills(when="in 2 hours").sends()
        await town.settles()
        now = town.clock.now()

    async with open_town(tmp_path / "data", at=now) as town:
        await town.clock.move(hours=3)
        assert len(town.channel("posts").cards) == 1
