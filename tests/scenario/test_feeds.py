"""Feeds in the town: what they bring waits for a person, once, whatever the publisher does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.adapters.town.clock import TownClock
from bot.compose import opened
from bot.core.cards import Card
from bot.core.people import Role
from bot.settings import load
from tests.support.clock import A_TUESDAY
from tests.support.reading import read
from tests.support.someone import Someone
from tests.support.town import Town
from tests.unit.worker.feeds import HOSTILE, item, rss

SHIPPED = Path(__file__).parents[2] / "config"
OLD = item("Old news", guid="1", link="https://a.example/1", date="Mon, 02 Nov 2026 10:00:00 GMT")
FIRST = item("First", guid="2", link="https://a.example/2", date="Tue, 03 Nov 2026 10:00:00 GMT")
SECOND = item("Second", guid="3", link="https://a.example/3", date="Wed, 04 Nov 2026 10:00:00 GMT")


@dataclass
class Press:
    """A publisher with one feed, and a town that may follow it."""

    town: Town
    folder: Path
    olga: Someone

    def publishes(self, *items: str, body: bytes | None = None) -> None:
        """Write the feed file anew."""
        (self.folder / "news.xml").write_bytes(rss(*items) if body is None else body)

    async def follows(self, *items: str) -> None:
        """Follow a feed that holds ``items`` at first."""
        self.publishes(*items)
        await self.olga.says("/feed add news.xml")
        await self.town.settles()

    async def next_reading(self) -> None:
        """Let a quarter of an hour go by."""
        await self.town.clock.move(minutes=15)

    @property
    def offered(self) -> list[str]:
        """Titles of what waits for review, in the order in which it came."""
        cards = self.town.channel("triage").cards
        return [read(c.title) for c in cards if "Came from: a feed" in read(c)]


def config(folder: Path) -> Path:
    """Copy the configuration, without feeds."""
    folder.mkdir()
    for name in ("community.toml", "retention.toml"):
        (folder / name).write_bytes((SHIPPED / name).read_bytes())
    (folder / "content").symlink_to(SHIPPED / "content")
    (folder / "feeds").mkdir()
    return folder


@pytest.fixture
async def press(tmp_path: Path) -> AsyncGenerator[Press]:
    """A town with an empty folder of feeds, and an organizer before it."""
    async with opened_press(tmp_path, fresh=True) as press:
        yield press


def opened_press(tmp_path: Path, *, fresh: bool = False, at: TownClock | None = None) -> _Opened:
    return _Opened(tmp_path, fresh=fresh, at=at)


class _Opened:
    def __init__(self, tmp_path: Path, *, fresh: bool, at: TownClock | None) -> None:
        folder = config(tmp_path / "config") if fresh else tmp_path / "config"
        settings = load({"DATA_DIR": str(tmp_path / "data"), "CONFIG_DIR": str(folder)})
        clock = TownClock(still_at=A_TUESDAY) if at is None else at
        self._feeds = folder / "feeds"
        self._opening = opened(settings, clock=clock, migrate=True)

    async def __aenter__(self) -> Press:
        app = await self._opening.__aenter__()
        town = Town(app.town, app)
        olga = town.someone("olga", Role.ORGANIZER).goes_to("triage")
        return Press(town, self._feeds, olga)

    async def __aexit__(self, *error: object) -> None:
        await self._opening.__aexit__(None, None, None)


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
