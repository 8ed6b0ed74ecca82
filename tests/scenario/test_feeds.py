"""Feeds read and offered: a first reading, news, what was edited or comes again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.town.clock import TownClock
from tests.support.feed_press import (
    FIRST,
    OLD,
    SECOND,
    SHIPPED,
    Press,
    opened_press,
)
from tests.support.reading import read
from tests.unit.worker.feeds import item


async def test_the_first_reading_posts_nothing_and_news_waits_for_review(press: Press) -> None:
    await press.follows(OLD)
    assert press.offered == []
    assert press.town.channel("posts").cards == ()

    press.publishes(SECOND, FIRST, OLD)
    await press.next_reading()

    assert press.offered == ["First", "Second"]
    assert press.town.channel("posts").cards == ()


async def test_an_item_is_published_only_after_a_person_approved_it(press: Press) -> None:
    await press.follows()
    press.publishes(
        item(
            "A night call",
            guid="9",
            link="https://a.example/9",
            text="<p>They <b>waited</b> twenty minutes.</p>" + "word " * 200,
            author="Ana",
        )
    )
    await press.next_reading()

    await press.olga.presses("posts.take")
    await press.olga.presses("posts.approve")
    await press.olga.fills(discuss="What helped?", licence="CC BY 4.0", when="").sends()
    await press.town.settles()

    [card] = press.town.channel("posts").cards
    words = read(card)
    assert words.splitlines()[0] == "A night call"
    assert "Who speaks: News" in words
    assert "Source: Riverbend Notices" in words
    assert "Author: Ana" in words
    assert "They waited twenty minutes. word word" in words
    assert "…" in words
    assert "Read the original" in words


async def test_the_example_feed_that_is_shipped_can_be_followed(press: Press) -> None:
    (press.folder / "example.xml").write_bytes((SHIPPED / "feeds" / "example.xml").read_bytes())

    await press.olga.says("/feed add example.xml")
    await press.town.settles()

    await press.olga.says("/feed why")
    shown = press.olga.private[-1]
    assert "What residents asked at the October forum" in read(shown)
    await press.olga.chooses("What residents asked at the October forum")
    assert "it was in the feed when the feed was added" in read(press.olga.private[-1])


@pytest.mark.parametrize(
    "edited",
    [
        item("First, corrected", guid="2", link="https://a.example/2"),
        item("First", guid="2", link="https://a.example/2", date="Fri, 20 Nov 2026 10:00:00 GMT"),
        item("First", guid="2", link="http://www.a.example/2?utm_source=feed"),
        item("First", link="http://a.example/2"),
    ],
    ids=["title", "date", "address", "id lost"],
)
async def test_an_edited_item_is_not_offered_again(press: Press, edited: str) -> None:
    await press.follows()
    press.publishes(FIRST)
    await press.next_reading()

    press.publishes(edited)
    await press.next_reading()

    assert press.offered == ["First"]


async def test_items_that_share_one_id_are_all_offered(press: Press) -> None:
    await press.follows()

    press.publishes(
        item("A", guid="same", link="https://a.example/a"),
        item("B", guid="same", link="https://a.example/b"),
    )
    await press.next_reading()

    assert press.offered == ["B", "A"]


async def test_a_feed_that_was_empty_for_a_while_repeats_nothing(press: Press) -> None:
    await press.follows(OLD)
    press.publishes()
    await press.next_reading()
    press.publishes(FIRST, OLD)
    await press.next_reading()

    assert press.offered == ["First"]


async def test_a_restart_repeats_nothing_and_goes_on(tmp_path: Path) -> None:
    async with opened_press(tmp_path, fresh=True) as press:
        await press.follows()
        press.publishes(FIRST)
        await press.next_reading()
        assert press.offered == ["First"]
        now = press.town.clock.now()

    async with opened_press(tmp_path, at=TownClock(still_at=now)) as press:
        press.publishes(SECOND, FIRST)
        await press.next_reading()
        assert press.offered == ["Second"]
