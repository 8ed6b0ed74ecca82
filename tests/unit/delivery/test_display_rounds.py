"""Every hour: which messages are edited again, and how many at a time."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.town.outbound import TownPlatform
from bot.core.cards import Card, Note, Paragraph
from bot.core.places import MessageRef, Purpose
from bot.core.ports import Community, Event
from bot.core.text import Verbatim
from bot.delivery.display import Drawn, show
from bot.delivery.looks import alike, looks
from tests.support.town import Room, Town, open_town

HERE = "riverbend"
LINE = Verbatim("One of many")
RIVERBEND = Community(id=HERE, name="R", locale="en", zone="America/Toronto", country="CA")


@dataclass
class Street:
    """The town, things on display in its channel for forums, and how often each was edited."""

    town: Town
    truth: dict[str, Drawn] = field(default_factory=dict)
    edited: int = 0
    broken: str = ""

    async def draw(self, community: str, thing: str) -> Drawn | None:
        assert community == HERE
        if thing == self.broken:
            raise RuntimeError
        return self.truth.get(thing)

    async def shows(self, *things: str, event: Event | None = None) -> None:
        for thing in things:
            card = Card(title=Verbatim(thing))
            self.truth[thing] = Drawn(card=card, purpose=Purpose.FORUMS, event=event)
        jobs = [show("sample", HERE, thing) for thing in things]
        await self.town.app.store.write(lambda tx: tx.send(*jobs))
        await self.town.settles()

    async def round(self) -> None:
        """Do what is done every hour."""
        await self.town.app.display.redraw_all(HERE)
        await self.town.settles()

    @property
    def forums(self) -> Room:
        return self.town.channel("forums")


@pytest.fixture
async def street(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Street]:
    real = TownPlatform.edit

    async with open_town(tmp_path) as town:
        await town.settles()
        street = Street(town)
        town.app.display.view("sample", street.draw)

        async def counted(
            self: TownPlatform, message: MessageRef, card: Card, *, key: str
        ) -> None:
            street.edited += message.place == street.forums.place
            await real(self, message, card, key=key)

        monkeypatch.setattr(TownPlatform, "edit", counted)
        yield street


async def test_in_the_first_week_a_message_is_edited_every_hour(street: Street) -> None:
    await street.shows("one")

    for _ in range(3):
        await street.town.clock.move(hours=1)
        await street.round()

    assert street.edited == 3


async def test_later_a_message_that_looks_the_same_is_edited_once_a_day(street: Street) -> None:
    await street.shows("one")
    await street.town.clock.move(days=10)

    for _ in range(3):
        await street.town.clock.move(hours=1)
        await street.round()
    first_day = street.edited
    await street.town.clock.move(days=1)
    await street.round()

    assert first_day == 1
    assert street.edited == 2


async def test_what_looks_different_by_now_is_edited_within_the_hour(street: Street) -> None:
    await street.shows("one")
    await street.town.clock.move(days=10)
    await street.round()
    late = Card(title=Verbatim("one"), body=(Paragraph(Verbatim("It is late now")),))
    street.truth["one"] = Drawn(card=late, purpose=Purpose.FORUMS)

    await street.town.clock.move(hours=1)
    await street.round()

    assert street.forums.cards == (late,)


async def test_an_older_message_deleted_by_hand_comes_back_within_a_day(street: Street) -> None:
    await street.shows("one")
    await street.town.clock.move(days=10)
    await street.round()
    street.forums.delete()

    await street.town.clock.move(days=1)
    await street.round()

    assert street.forums.cards == (Card(title=Verbatim("one")),)


async def test_what_has_not_changed_for_half_a_year_is_left_alone_until_it_does(
    street: Street,
) -> None:
    await street.shows("one")
    await street.town.clock.move(days=181)
    await street.round()
    alone = street.edited

    await street.shows("one")

    assert alone == 0
    assert street.edited == 1


async def test_a_meeting_in_the_calendar_is_looked_after_as_long_as_it_is_there(
    street: Street,
) -> None:
    starts = street.town.clock.now() + timedelta(days=300)
    meeting = Event(
        name="Night calls",
        about="What dispatch asks",
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        place="The library",
    )
    await street.shows("one", event=meeting)
    await street.town.clock.move(days=200)
    street.town.world.events.clear()

    await street.round()

    assert list(street.town.world.events.values()) == [meeting]


async def test_one_that_cannot_be_drawn_keeps_no_other_from_its_turn(street: Street) -> None:
    await street.shows("one", "two")
    await street.town.clock.move(days=10)
    await street.round()
    late = Card(title=Verbatim("two, late"))
    street.truth["two"] = Drawn(card=late, purpose=Purpose.FORUMS)
    street.broken = "one"

    await street.round()

    assert street.forums.cards[-1] == late


async def test_a_round_of_many_goes_on_evenly_and_a_minute_takes_no_more_than_48(
    street: Street,
) -> None:
    await street.shows(*(f"thing {number}" for number in range(100)))
    await street.town.clock.move(hours=1)

    await street.round()
    at_once = street.edited
    await street.town.clock.move(minutes=1)
    in_a_minute = street.edited
    await street.town.clock.move(minutes=1)

    assert at_once <= 30
    assert in_a_minute - at_once <= 48
    assert street.edited == 100


async def test_news_does_not_wait_behind_a_round_of_many(street: Street) -> None:
    await street.shows(*(f"thing {number}" for number in range(100)))
    await street.town.clock.move(hours=1)
    await street.town.app.display.redraw_all(HERE)

    await street.shows("thing 99", "something new")

    assert Card(title=Verbatim("something new")) in street.forums.cards


def test_another_kind_of_piece_with_the_same_words_looks_different() -> None:
    def seen(card: Card, release: str = "1") -> str:
        return looks(card, None, None, about=RIVERBEND, release=release)

    said, noted = Card(title=LINE, body=(Paragraph(LINE),)), Card(title=LINE, body=(Note(LINE),))

    assert seen(said) == seen(Card(title=LINE, body=(Paragraph(LINE),)))
    assert not alike(seen(said), seen(noted))
    assert seen(said) != seen(said, release="2")
    assert alike(seen(said), seen(said, release="2"))
    assert LINE.words not in seen(said)
