"""A thing is shown wherever it belongs, as it is now, and nowhere else."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.town.outbound import TownPlatform
from bot.core.cards import Card
from bot.core.people import PersonRef
from bot.core.places import MessageRef, Place, Purpose
from bot.core.ports import Capabilities, Event, Later, Undeliverable
from bot.core.text import Verbatim, say
from bot.delivery.display import EVENT_REPLACED, Drawn, show
from bot.delivery.leased import Leased
from bot.delivery.shown import Showings, Shown
from tests.support.clock import A_TUESDAY
from tests.support.town import Room, Town, open_town

HERE = "riverbend"
FIRST, SECOND = Card(title=Verbatim("As it was")), Card(title=Verbatim("As it is"))
BELOW = Card(title=Verbatim("What hangs below"))
MEETING = Event(
    name="Night calls",
    about="What dispatch asks",
    starts_at=A_TUESDAY + timedelta(days=2),
    ends_at=A_TUESDAY + timedelta(days=2, hours=1),
    place="The library",
)


@dataclass
class Board:
    """The town, and what is true of the things on display."""

    town: Town
    truth: dict[str, Drawn] = field(default_factory=dict)
    drawn: Counter[str] = field(default_factory=Counter)

    async def draw(self, community: str, thing: str) -> Drawn | None:
        assert community == HERE
        self.drawn[thing] += 1
        return self.truth.get(thing)

    async def shows(self, thing: str, drawn: Drawn | None) -> None:
        """Have ``thing`` become what ``drawn`` says, and wait until that is seen."""
        if drawn is None:
            self.truth.pop(thing, None)
        else:
            self.truth[thing] = drawn
        await self.town.app.store.write(lambda tx: tx.send(show("sample", HERE, thing)))
        await self.town.settles()

    async def starts_again(self) -> None:
        """Do what a start of the bot does with what is on display."""
        await self.town.app.display.redraw_all(HERE)
        await self.town.settles()

    async def places(self, thing: str) -> tuple[Shown, ...]:
        return await self.town.app.display.where("sample", HERE, thing)

    async def dead(self) -> list[str]:
        return [letter.code for letter in await self.town.app.outbox.dead(HERE)]

    @property
    def forums(self) -> Room:
        return self.town.channel("forums")


@pytest.fixture
async def board(tmp_path: Path) -> AsyncGenerator[Board]:
    async with open_town(tmp_path) as town:
        await town.settles()
        board = Board(town)
        town.app.display.view("sample", board.draw)
        yield board


def in_forums(card: Card = FIRST, **more: Any) -> Drawn:
    return Drawn(card=card, purpose=Purpose.FORUMS, **more)


# ---- put up, drawn again, taken down -----------------------------------------------------------


async def test_a_thing_is_shown_where_it_belongs_and_drawn_again_in_place(board: Board) -> None:
    await board.shows("one", in_forums(FIRST))
    shown = board.forums.entries[-1]
    await board.shows("one", in_forums(SECOND))

    assert board.forums.cards == (SECOND,)
    assert board.forums.entries[-1].id == shown.id
    assert [s.message.message for s in await board.places("one")] == [shown.id]


async def test_many_changes_at_once_are_drawn_once_as_the_last_left_them(board: Board) -> None:
    board.truth["one"] = in_forums(SECOND)
    for _ in range(5):
        await board.town.app.store.write(lambda tx: tx.send(show("sample", HERE, "one")))
    await board.town.settles()

    assert board.forums.cards == (SECOND,)
    assert board.drawn["one"] == 2  # to learn where it belongs, and there


async def test_what_is_no_more_is_taken_down_everywhere(board: Board) -> None:
    await board.shows("one", in_forums())
    before = board.forums.cards
    await board.shows("one", None)

    assert before == (FIRST,)
    assert board.forums.cards == ()
    assert await board.places("one") == ()
    assert await board.dead() == []


async def test_what_was_never_shown_is_taken_down_without_a_word(board: Board) -> None:
    await board.shows("one", None)

    assert await board.places("one") == ()
    assert await board.dead() == []


async def test_what_belongs_elsewhere_now_moves_there(board: Board) -> None:
    await board.shows("one", in_forums())
    await board.shows("one", Drawn(card=FIRST, purpose=Purpose.POSTS))

    assert board.forums.cards == ()
    assert board.town.channel("posts").cards[-1:] == (FIRST,)


async def test_a_thing_without_a_place_is_shown_nowhere(board: Board) -> None:
    await board.shows("one", Drawn(card=FIRST))

    assert await board.places("one") == ()
    assert await board.dead() == []


async def test_two_views_of_one_name_are_a_mistake(board: Board) -> None:
    with pytest.raises(ValueError, match="two views named sample"):
        board.town.app.display.view("sample", board.draw)


# ---- what moderators do ------------------------------------------------------------------------


async def test_a_message_deleted_by_hand_is_posted_anew_when_it_changes(board: Board) -> None:
    await board.shows("one", in_forums(FIRST))
    lost = board.forums.entries[-1].id
    board.forums.delete()
    await board.shows("one", in_forums(SECOND))

    assert board.forums.cards == (SECOND,)
    assert board.forums.entries[-1].id != lost
    assert await board.dead() == []


async def test_a_message_deleted_by_hand_is_missed_by_nobody_once_its_thing_is_gone(
    board: Board,
) -> None:
    await board.shows("one", in_forums())
    board.forums.delete()
    await board.shows("one", None)

    assert await board.places("one") == ()
    assert await board.dead() == []


async def test_a_channel_that_is_gone_is_said_in_the_dead_letters(board: Board) -> None:
    await board.shows("one", in_forums(FIRST))
    board.forums.delete()
    del board.town.world.channels[board.forums.place.channel]
    await board.shows("one", in_forums(SECOND))

    assert await board.dead() == ["channel_gone"]


# ---- threads -----------------------------------------------------------------------------------


async def test_a_thread_is_opened_once_and_stays(board: Board) -> None:
    titled = in_forums(FIRST, thread=say("core.done"))
    await board.shows("one", titled)
    (thread,) = board.forums.threads
    await board.shows("one", replace(titled, card=SECOND))

    assert [room.place for room in board.forums.threads] == [thread.place]
    assert [s.thread for s in await board.places("one")] == [thread.place]


async def test_what_hangs_below_waits_until_there_is_a_thread(board: Board) -> None:
    await board.shows("below", Drawn(card=BELOW, under=("sample", "one")))
    waiting = await board.places("below")
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.shows("below", board.truth["below"])

    assert waiting == ()
    assert board.forums.threads[0].cards == (BELOW,)


async def test_what_hangs_below_a_deleted_message_comes_back_below_the_new_one(
    board: Board,
) -> None:
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.shows("below", Drawn(card=BELOW, under=("sample", "one")))
    lost = board.forums.threads[0].place
    board.forums.delete()
    await board.shows("one", in_forums(SECOND, thread=say("core.done")))

    (thread,) = board.forums.threads
    assert thread.place != lost
    assert thread.cards == (BELOW,)
    assert [s.place for s in await board.places("below")] == [thread.place]
    assert await board.dead() == []


async def test_what_hangs_below_a_lost_thread_is_no_dead_letter(board: Board) -> None:
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.shows("below", Drawn(card=BELOW, under=("sample", "one")))
    board.forums.threads[0].delete()  # a platform deletes a thread with all that is in it
    board.forums.delete()
    await board.shows("below", board.truth["below"])

    assert board.forums.threads == ()
    assert await board.dead() == []


async def test_what_hangs_below_is_not_forgotten_while_its_thread_is_opened_anew(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.shows("below", Drawn(card=BELOW, under=("sample", "one")))
    board.forums.delete()
    board.drawn.clear()
    real = TownPlatform.open_thread

    async def slowly(self: TownPlatform, message: MessageRef, title: Any, *, key: str) -> Place:
        async with asyncio.timeout(30):
            while board.drawn["below"] < 2:  # noqa: ASYNC110  (it has a lane of its own)
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        return await real(self, message, title, key=key)

    monkeypatch.setattr(TownPlatform, "open_thread", slowly)
    await board.starts_again()

    (thread,) = board.forums.threads
    assert thread.cards == (BELOW,)
    assert [s.place for s in await board.places("below")] == [thread.place]


async def test_what_hangs_below_comes_back_although_its_thread_was_refused_at_first(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.shows("below", Drawn(card=BELOW, under=("sample", "one")))
    board.forums.delete()
    real = TownPlatform.open_thread
    refusals: list[Exception] = [Later(timedelta(seconds=30))]

    async def refuses(self: TownPlatform, message: MessageRef, title: Any, *, key: str) -> Place:
        if refusals:
            raise refusals.pop()
        return await real(self, message, title, key=key)

    monkeypatch.setattr(TownPlatform, "open_thread", refuses)
    await board.starts_again()
    await board.town.clock.move(minutes=1)

    (thread,) = board.forums.threads
    assert thread.cards == (BELOW,)


async def test_what_hung_below_what_is_gone_is_gone_too(board: Board) -> None:
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.shows("below", Drawn(card=BELOW, under=("sample", "one")))
    (thread,) = board.forums.threads
    await board.shows("one", None)
    await board.shows("below", board.truth["below"])

    assert thread.cards == ()
    assert await board.places("below") == ()


async def test_where_there_are_no_threads_the_card_stands_alone(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Capabilities(threads=False, whispers_outside_gestures=True, events=True)
    monkeypatch.setattr(TownPlatform, "capabilities", lambda _: plain)
    await board.shows("one", in_forums(thread=say("core.done")))

    assert board.forums.cards == (FIRST,)
    assert board.forums.threads == ()


async def test_a_message_is_not_forgotten_when_its_thread_is_refused(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = TownPlatform.open_thread
    refusals: list[Exception] = [Later(timedelta(seconds=30)), Undeliverable("no_threads_here")]

    async def refuses(self: TownPlatform, message: MessageRef, title: Any, *, key: str) -> Place:
        if refusals:
            raise refusals.pop(0)
        return await real(self, message, title, key=key)

    monkeypatch.setattr(TownPlatform, "open_thread", refuses)
    await board.shows("one", in_forums(thread=say("core.done")))
    await board.town.clock.move(minutes=1)
    refused = (board.forums.cards, board.forums.threads, await board.dead())
    await board.shows("one", in_forums(SECOND, thread=say("core.done")))

    assert refused == ((FIRST,), (), ["no_threads_here"])
    assert board.forums.cards == (SECOND,)
    assert len(board.forums.threads) == 1


# ---- to one person -----------------------------------------------------------------------------


async def test_a_letter_goes_to_one_person_and_is_kept_nowhere(board: Board) -> None:
    maya, theo = board.town.someone("maya"), board.town.someone("theo")
    await board.shows("one", Drawn(card=FIRST, to=maya.person))

    assert maya.direct == (FIRST,)
    assert theo.direct == ()
    assert await board.places("one") == ()


async def test_a_letter_to_someone_who_takes_none_is_a_dead_letter(board: Board) -> None:
    maya = board.town.someone("maya", takes_messages=False)
    await board.shows("one", Drawn(card=FIRST, to=maya.person))

    assert maya.direct == ()
    assert await board.dead() == ["cannot_message"]


# ---- platforms that are not here ----------------------------------------------------------------


async def test_a_letter_by_a_platform_that_does_not_run_is_a_dead_letter(board: Board) -> None:
    stranger = PersonRef(platform="elsewhere", tenant="t", user="u")
    await board.shows("one", Drawn(card=FIRST, to=stranger))

    assert await board.dead() == ["platform_absent"]


async def test_a_platform_that_does_not_run_holds_no_other_back(board: Board) -> None:
    elsewhere = Place(platform="elsewhere", tenant="t", channel="c")
    shown = Shown(
        place=elsewhere,
        message=MessageRef(place=elsewhere, message="1"),
        thread=None,
        event=None,
    )
    await board.town.app.store.write(
        lambda tx: Showings().put(tx, community=HERE, view="sample", thing="one", shown=shown)
    )
    await board.shows("one", in_forums())

    assert board.forums.cards == (FIRST,)
    assert await board.dead() == ["platform_absent"]
    assert shown in await board.places("one")


# ---- calendar entries --------------------------------------------------------------------------


async def test_a_meeting_is_entered_changed_and_removed_with_its_card(board: Board) -> None:
    events = board.town.world.events
    await board.shows("one", in_forums(event=MEETING))
    entered = dict(events)
    await board.shows("one", in_forums(event=replace(MEETING, place="The town hall")))
    changed = dict(events)
    await board.shows("one", None)

    assert list(entered.values()) == [MEETING]
    assert {name: event.place for name, event in changed.items()} == dict.fromkeys(
        entered, "The town hall"
    )
    assert events == {}


async def test_a_meeting_that_is_off_leaves_the_calendar_and_the_card_stays(board: Board) -> None:
    await board.shows("one", in_forums(event=MEETING))
    before = len(board.town.world.events)
    await board.shows("one", in_forums(SECOND))

    assert before == 1
    assert board.town.world.events == {}
    assert board.forums.cards == (SECOND,)
    assert [s.event for s in await board.places("one")] == [None]


async def test_a_meeting_removed_by_hand_is_entered_again_and_told_of(board: Board) -> None:
    told: list[tuple[object, object]] = []

    async def hears(leased: Leased) -> None:
        told.append((leased.payload["view"], leased.payload["object"]))

    board.town.app.facts.on(EVENT_REPLACED, "test", hears)
    await board.shows("one", in_forums(event=MEETING))
    (lost,) = board.town.world.events
    quiet = list(told)
    board.town.world.events.clear()
    await board.town.app.display.redraw_event(HERE, lost)
    await board.town.settles()

    (again,) = board.town.world.events
    assert board.town.world.events[again] == MEETING
    assert again != lost
    assert [s.event for s in await board.places("one")] == [again]
    assert (quiet, told) == ([], [("sample", "one")])


async def test_a_calendar_entry_of_somebody_else_is_left_alone(board: Board) -> None:
    await board.shows("one", in_forums(event=MEETING))
    drawn = board.drawn.copy()
    await board.town.app.display.redraw_event(HERE, "not-ours")
    await board.town.settles()

    assert board.drawn == drawn
    assert list(board.town.world.events.values()) == [MEETING]


# ---- a start -----------------------------------------------------------------------------------


async def test_a_start_draws_all_that_was_on_display_as_it_is_now(board: Board) -> None:
    await board.shows("one", in_forums(FIRST))
    await board.shows("two", in_forums(BELOW))
    board.truth["one"] = in_forums(SECOND)
    del board.truth["two"]
    await board.starts_again()

    assert board.forums.cards == (SECOND,)
    assert await board.dead() == []


async def test_what_a_view_of_the_past_showed_is_left_as_it_stands(board: Board) -> None:
    await board.shows("one", in_forums())
    board.town.app.display._views.pop("sample")
    await board.starts_again()

    assert board.forums.cards == (FIRST,)
    assert await board.dead() == []
