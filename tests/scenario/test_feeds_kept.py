"""Feeds that fail, rest, end or are hostile, and who may meddle with them."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.cards import Card
from tests.support.feed_press import (
    FIRST,
    OLD,
    SECOND,
    Press,
)
from tests.support.reading import read
from tests.unit.worker.feeds import HOSTILE, item


async def test_a_feed_that_cannot_be_read_says_so_and_backs_off(press: Press) -> None:
    await press.follows(OLD)
    press.publishes(body=b"this is no feed")
    await press.next_reading()

    told = press.town.channel("triage").cards[-1]
    assert "A feed cannot be read" in read(told)
    assert "not RSS, Atom or JSON Feed" in read(told)
    assert "again in about 30 minutes" in read(told)

    press.publishes(FIRST, OLD)
    await press.town.clock.move(minutes=16)
    assert press.offered == []
    await press.town.clock.move(minutes=15)
    assert press.offered == ["First"]
    assert not any("cannot be read" in read(c) for c in press.town.channel("triage").cards)


async def test_a_missing_file_is_told_to_organizers_once(press: Press) -> None:
    await press.follows(OLD)
    (press.folder / "news.xml").unlink()

    await press.town.clock.move(hours=12)

    told = [c for c in press.town.channel("triage").cards if "cannot be read" in read(c)]
    assert len(told) == 1
    assert "not in the feeds folder" in read(told[0])


async def test_a_paused_feed_rests_and_a_removed_one_is_forgotten(press: Press) -> None:
    await press.follows(OLD)
    await press.olga.says("/feed pause news.xml")
    await press.olga.presses("posts.feed_pause")
    press.publishes(FIRST, OLD)
    await press.town.clock.move(hours=2)
    assert press.offered == []

    await press.olga.presses("posts.feed_go_on")
    await press.town.settles()
    assert press.offered == ["First"]

    await press.olga.says("/feed remove news.xml")
    await press.olga.presses("posts.feed_remove", sure=False)
    assert "Posts that came of it stay" in press.olga.asked
    await press.olga.presses("posts.feed_remove")
    press.publishes(SECOND)
    await press.town.clock.move(hours=2)
    assert press.offered == ["First"]
    await press.olga.says("/feed list")
    assert "No feed is followed yet." in read(press.olga.private[-1])


async def test_why_tells_what_became_of_an_item(press: Press) -> None:
    await press.follows(OLD)
    press.publishes(FIRST, OLD)
    await press.next_reading()

    await press.olga.says("/feed why first")
    assert "waits until an organizer reviews it" in read(press.olga.private[-1])
    await press.olga.says("/feed why Old news")
    assert "The first reading posts nothing" in read(press.olga.private[-1])
    await press.olga.presses("posts.reject", on=press.town.channel("triage").cards[-1])
    await press.olga.fills(why="duplicate").sends()
    await press.town.settles()
    await press.olga.says("/feed why first")
    assert "Reason: We have it already." in read(press.olga.private[-1])
    await press.olga.says("/feed why nothing like it")
    assert "No item of that name" in read(press.olga.private[-1])


@pytest.mark.parametrize(
    "name",
    ["../community.toml", "/etc/passwd", "..", "news", "Absent.xml", "@everyone", "a" * 1_000],
)
async def test_no_name_leads_out_of_the_folder(press: Press, name: str) -> None:
    await press.olga.says(f"/feed add {name}")
    refused = press.olga.private[-1]

    assert "not the name of a feed file" in read(refused) or "at most" in read(refused)
    await press.olga.says("/feed list")
    assert "No feed is followed yet." in read(press.olga.private[-1])


async def test_a_feed_is_followed_once(press: Press) -> None:
    await press.follows(OLD)

    await press.olga.says("/feed add news.xml")
    assert "followed already" in read(press.olga.private[-1])
    await press.olga.says("/feed add absent.xml")
    assert "puts it into the feeds folder first" in read(press.olga.private[-1])


async def test_only_organizers_meddle_with_feeds(press: Press) -> None:
    await press.follows(OLD)
    maya = press.town.someone("maya")

    for line in ("add news.xml", "list", "pause news.xml", "remove news.xml", "why", "why x"):
        await maya.says(f"/feed {line}")
        assert "for people with another role" in read(maya.private[-1])


@pytest.mark.parametrize("name", ["an address", "a path", "a billion laughs", "noise", "nothing"])
async def test_a_hostile_file_offers_nothing_and_stops_nobody(press: Press, name: str) -> None:
    await press.follows(OLD)
    press.publishes(body=HOSTILE[name])
    await press.next_reading()
    await press.next_reading()

    assert press.offered == []
    maya = press.town.someone("maya")
    assert isinstance(await maya.says("/help crisis"), Card)


async def test_hostile_words_of_a_feed_ping_nobody(press: Press) -> None:
    await press.follows()
    words = "@everyone <!channel> [x](javascript:alert(1)) <@123>"
    press.publishes(item(words.replace("<", "&lt;"), guid="1", text=words.replace("<", "&lt;")))
    await press.next_reading()

    assert press.offered == [words]
    assert press.town.pinged == []


async def test_two_readings_at_once_offer_each_item_once(press: Press) -> None:
    await press.follows()
    press.publishes(FIRST, SECOND)

    await press.olga.says("/feed list")
    await press.olga.chooses("Riverbend Notices")
    card = press.olga.private[-1]
    await asyncio.gather(
        press.olga.presses("posts.feed_read", on=card),
        press.olga.presses("posts.feed_read", on=card),
        press.next_reading(),
    )
    await press.town.settles()

    assert sorted(press.offered) == ["First", "Second"]
