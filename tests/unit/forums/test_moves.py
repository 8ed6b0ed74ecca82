"""How a forum moves, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from bot.core.errors import DialogueError
from bot.core.when import Plan, WhenPast
from bot.features.forums import moves
from bot.features.forums.model import AHEAD, HELD, RUNNING, Forum, State
from bot.features.forums.refusals import (
    Agreed,
    DueOver,
    NothingAgreed,
    NotOpen,
    NotReady,
    NotYet,
    SummaryFirst,
    TooEarly,
)
from tests.unit.forums.samples import DETAILS, IDEA, NOW, PLAN, forum

START = PLAN.at
AFTER = START + timedelta(hours=2)


def at(state: State) -> Forum:
    return replace(IDEA, state=state)


def test_a_forum_goes_from_idea_to_done() -> None:
    announced = moves.announce(IDEA, now=START - timedelta(days=30))
    collecting = moves.collect(announced, now=START - timedelta(days=14))
    live = moves.start(collecting, now=START)
    paused = moves.pause(live, now=START)
    again = moves.start(paused, now=START)
    wrapped = moves.close(again, commitments=2, none_agreed=False, now=AFTER)
    summed = moves.publish(wrapped, "We spoke about night calls.", now=AFTER)
    checked = moves.look_back(summed, 30, now=AFTER + timedelta(days=30))
    done = moves.look_back(checked, 90, now=AFTER + timedelta(days=90))

    states = [f.state for f in (announced, collecting, live, paused, again, wrapped, summed)]
    assert states == [
        State.ANNOUNCED,
        State.COLLECTING,
        State.LIVE,
        State.PAUSED,
        State.LIVE,
        State.WRAP_UP,
        State.FOLLOW_UP_30,
    ]
    assert (checked.state, done.state) == (State.FOLLOW_UP_90, State.DONE)
    assert (wrapped.ended_at, done.summary) == (AFTER, "We spoke about night calls.")


def test_the_agenda_is_open_at_once_when_the_forum_is_less_than_two_weeks_away() -> None:
    assert moves.announce(IDEA, now=START - timedelta(days=14)).state is State.COLLECTING


@pytest.mark.parametrize("missing", ["plan", "place", "resident_host", "police_host"])
def test_nobody_is_told_half_a_plan(missing: str) -> None:
    bare = forum(State.IDEA, **{missing: None if missing == "plan" else ""})

    assert bare.details.missing() == ("when" if missing == "plan" else missing,)
    with pytest.raises(NotReady):
        moves.announce(bare, now=NOW)


def test_a_time_that_is_over_is_not_announced() -> None:
    with pytest.raises(WhenPast):
        moves.announce(IDEA, now=START)


def test_a_forum_moved_far_ahead_closes_its_agenda_until_two_weeks_before() -> None:
    far = replace(DETAILS, plan=Plan(wall=PLAN.wall + timedelta(days=60), zone=PLAN.zone))

    moved = moves.edit(forum(State.COLLECTING), far, now=NOW)

    assert (moved.state, moved.changes) == (State.ANNOUNCED, 1)


def test_a_forum_ahead_cannot_be_moved_into_the_past_or_lose_its_place() -> None:
    past = Plan(wall=datetime(2026, 11, 24, 9, 0), zone=PLAN.zone)  # noqa: DTZ001  (a wall)
    with pytest.raises(WhenPast):
        moves.edit(forum(), replace(DETAILS, plan=past), now=NOW)
    with pytest.raises(NotReady):
        moves.edit(forum(), replace(DETAILS, place=""), now=NOW)


def test_a_running_forum_keeps_its_time_but_may_change_its_room() -> None:
    later = Plan(wall=PLAN.wall + timedelta(hours=1), zone=PLAN.zone)
    with pytest.raises(NotOpen):
        moves.edit(forum(State.LIVE), replace(DETAILS, plan=later), now=START)

    elsewhere = moves.edit(forum(State.LIVE), replace(DETAILS, place="Gym"), now=START)

    assert (elsewhere.details.place, elsewhere.state) == ("Gym", State.LIVE)


def test_an_edit_that_changes_nothing_is_no_change() -> None:
    assert moves.edit(forum(), DETAILS, now=NOW) == forum()


def test_the_doors_open_an_hour_before() -> None:
    with pytest.raises(TooEarly):
        moves.start(forum(), now=START - timedelta(hours=1, seconds=1))

    assert moves.start(forum(), now=START - timedelta(hours=1)).state is State.LIVE


def test_a_forum_does_not_end_in_silence() -> None:
    with pytest.raises(NothingAgreed):
        moves.close(at(State.LIVE), commitments=0, none_agreed=False, now=AFTER)
    with pytest.raises(Agreed):
        moves.close(at(State.LIVE), commitments=1, none_agreed=True, now=AFTER)

    said = moves.close(at(State.LIVE), commitments=0, none_agreed=True, now=AFTER)

    assert (said.state, said.none_agreed) == (State.WRAP_UP, True)


def test_a_meeting_that_nobody_started_here_can_be_closed_once_its_time_has_come() -> None:
    with pytest.raises(NotYet):
        moves.close(forum(), commitments=1, none_agreed=False, now=START - timedelta(seconds=1))

    closed = moves.close(forum(), commitments=1, none_agreed=False, now=START)

    assert closed.state is State.WRAP_UP


def test_promises_are_recorded_from_the_start_until_it_is_closed() -> None:
    moves.open_for_commitments(at(State.PAUSED), now=START)
    moves.open_for_commitments(forum(), now=START)
    with pytest.raises(NotYet):
        moves.open_for_commitments(forum(), now=START - timedelta(hours=1))
    with pytest.raises(NotOpen):
        moves.open_for_commitments(at(State.WRAP_UP), now=AFTER)


def test_a_promise_is_due_on_a_day_to_come_within_two_years() -> None:
    today = date(2026, 12, 7)
    assert moves.due_on(date(2026, 12, 8), today=today) == date(2026, 12, 8)
    for day in (today, date(2025, 1, 1), date(2029, 1, 1), date.max):
        with pytest.raises(DueOver):
            moves.due_on(day, today=today)


def test_nobody_looks_back_before_the_summary() -> None:
    with pytest.raises(SummaryFirst):
        moves.look_back(at(State.WRAP_UP), 30, now=AFTER)


def test_the_second_look_back_ends_it_even_when_the_first_was_missed() -> None:
    assert moves.look_back(at(State.FOLLOW_UP_30), 90, now=AFTER).state is State.DONE
    with pytest.raises(NotOpen):
        moves.look_back(at(State.DONE), 30, now=AFTER)


def test_a_postponed_forum_is_announced_again_with_its_new_time() -> None:
    off = moves.postpone(forum(), "The library is flooded.", now=NOW)
    moved = moves.edit(
        off,
        replace(DETAILS, plan=Plan(wall=PLAN.wall + timedelta(days=7), zone=PLAN.zone)),
        now=NOW,
    )
    again = moves.announce(moved, now=NOW)

    assert (off.state, off.reason) == (State.POSTPONED, "The library is flooded.")
    assert (moved.state, again.state, again.reason) == (State.POSTPONED, State.ANNOUNCED, "")


MOVES: dict[str, tuple[Callable[[Forum], Forum], set[State]]] = {
    "announce": (
        lambda f: moves.announce(f, now=NOW),
        {State.IDEA, State.POSTPONED},
    ),
    "collect": (lambda f: moves.collect(f, now=NOW), {State.ANNOUNCED}),
    "start": (lambda f: moves.start(f, now=START), {*AHEAD, State.PAUSED}),
    "pause": (lambda f: moves.pause(f, now=START), {State.LIVE}),
    "close": (
        lambda f: moves.close(f, commitments=1, none_agreed=False, now=AFTER),
        {*AHEAD, *RUNNING},
    ),
    "publish": (lambda f: moves.publish(f, "words", now=AFTER), {State.WRAP_UP}),
    "look back": (
        lambda f: moves.look_back(f, 90, now=AFTER),
        {State.FOLLOW_UP_30, State.FOLLOW_UP_90},
    ),
    "postpone": (lambda f: moves.postpone(f, "why", now=NOW), set(AHEAD)),
    "cancel": (
        lambda f: moves.cancel(f, "why", now=NOW),
        {State.POSTPONED, *AHEAD, *RUNNING},
    ),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", MOVES)
def test_each_move_is_possible_from_its_own_states_only(move: str, state: State) -> None:
    make, allowed = MOVES[move]
    if state in allowed:
        assert make(at(state)) != at(state)
    else:
        with pytest.raises(DialogueError):
            make(at(state))


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=12))
def test_no_order_of_moves_reaches_the_end_without_a_promise_or_saying_none(
    order: list[str],
) -> None:
    current = IDEA
    for name in order:
        try:
            current = MOVES[name][0](current)
        except DialogueError:
            continue
    assert (current.state in HELD) == (current.ended_at is not None)
    assert current.state not in HELD or "close" in order
