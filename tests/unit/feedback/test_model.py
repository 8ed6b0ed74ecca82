"""How a note moves, how counts are rounded, when notes are released."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from bot.core.errors import MovedOn
from bot.features.feedback.model import (
    Note,
    Reason,
    State,
    Withdrawn,
    at_least,
    released_at,
)
from tests.unit.feedback.samples import NAMED, NOTE, in_state

MOVES: dict[str, Callable[[Note], Note]] = {
    "read": Note.read,
    "act": lambda n: n.act("done", open_to_all=False),
    "act for all": lambda n: n.act("done", open_to_all=True),
    "not_now": lambda n: n.not_now(Reason.LATER, "", open_to_all=False),
    "told": Note.told,
}
ALLOWED = {
    (State.NEW, "read"): State.READ,
    **{(s, "act"): State.ACTED for s in (State.NEW, State.READ)},
    **{(s, "act for all"): State.TOLD for s in (State.NEW, State.READ)},
    **{(s, "not_now"): State.NOT_NOW for s in (State.NEW, State.READ)},
    **{(s, "told"): State.TOLD for s in (State.ACTED, State.NOT_NOW)},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", MOVES)
def test_a_note_moves_only_along_its_way(state: State, move: str) -> None:
    before = in_state(state)

    if (state, move) in ALLOWED:
        assert MOVES[move](before).state is ALLOWED[state, move]
    else:
        with pytest.raises(MovedOn):
            MOVES[move](before)


def test_what_was_decided_stays_when_it_was_told() -> None:
    told = NOTE.not_now(Reason.NOT_OURS, "The city decides.", open_to_all=False).told()

    assert (told.state, told.outcome, told.reason) == (
        State.TOLD,
        State.NOT_NOW,
        Reason.NOT_OURS,
    )


def test_a_withdrawn_note_has_neither_words_nor_name_and_is_not_worked_on() -> None:
    gone = NAMED.withdraw()

    assert gone == replace(NAMED, words="", by=None)
    with pytest.raises(Withdrawn):
        gone.act("done", open_to_all=False)


@pytest.mark.parametrize(
    ("count", "shown"), [(0, None), (1, None), (4, None), (5, 5), (9, 5), (10, 10), (104, 100)]
)
def test_counts_go_in_steps_of_five(count: int, shown: int | None) -> None:
    assert at_least(count, 5) == shown


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_no_public_count_gives_away_a_single_note(counts: list[int]) -> None:
    before = [at_least(c, 5) for c in counts]
    after = [at_least(c + 1, 5) for c in counts]

    for old, new, count in zip(before, after, counts, strict=True):
        assert new == old or (count + 1) % 5 == 0


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001  (made aware below)
def test_notes_of_one_window_are_released_together(naive: datetime) -> None:
    now, every = naive.replace(tzinfo=UTC), timedelta(minutes=15)

    released = released_at(now, every)

    assert timedelta(0) < released - now <= every
    assert released_at(released - timedelta(microseconds=1), every) == released
