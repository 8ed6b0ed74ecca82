"""Letters to one person, platforms that are not here, and entries in calendars."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.people import PersonRef
from bot.core.places import MessageRef, Place
from bot.core.ports import Event
from bot.delivery.display import EVENT_REPLACED, Drawn
from bot.delivery.leased import Leased
from bot.delivery.shown import Showings, Shown
from tests.support.clock import A_TUESDAY
from tests.support.display_board import BELOW, FIRST, HERE, SECOND, Board, in_forums

MEETING = Event(
    name="Night calls",
    about="What dispatch asks",
    starts_at=A_TUESDAY + timedelta(days=2),
    ends_at=A_TUESDAY + timedelta(days=2, hours=1),
    place="The library",
)


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
