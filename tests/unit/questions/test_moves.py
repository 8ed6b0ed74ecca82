"""The moves of a question: each state allows what the product says, and refuses the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.errors import DialogueError, MovedOn
from bot.features.questions import desk_moves, moves
from bot.features.questions.model import (
    Decline,
    Hold,
    Naming,
    Question,
    Rating,
    Redirect,
    Return,
    State,
)
from bot.features.questions.refusals import (
    AlreadyClaimed,
    LoadReached,
    MergeWithItself,
    NoMoreFollowUps,
    NotYours,
    OwnQuestion,
    Recused,
    ReviewDayNeeded,
    SecondReaderNeeded,
)
from tests.unit.questions.samples import AMINA, BEN, DUE, NOW, OLGA, TODAY, question

DAY = timedelta(days=1)
LATER = TODAY + 3 * DAY
OTHER = question(State.ANSWERED, id="q5", number=5)


def _claim(q: Question) -> Question:
    return desk_moves.claim(q, BEN, until=DUE, holds=0, at_most=8)


def _hold(q: Question) -> Question:
    return desk_moves.hold(
        q, AMINA, Hold.BEFORE_COURT, "", until=LATER, today=TODAY, left=timedelta(hours=9)
    )


MOVES: dict[str, tuple[Callable[[Question], Question], dict[State, State]]] = {
    "release": (lambda q: moves.release(q, due_at=DUE), {State.WAITING: State.IN_TRIAGE}),
    "approve": (
        lambda q: moves.approve(q, OLGA, number=17),
        {State.IN_TRIAGE: State.OPEN, State.FOLLOW_UP: State.OPEN},
    ),
    "send back": (
        lambda q: moves.send_back(q, OLGA, Return.UNCLEAR, "", left=DAY, on=TODAY),
        {State.IN_TRIAGE: State.RETURNED},
    ),
    "resend": (lambda q: moves.resend(q, batch=DUE), {State.RETURNED: State.WAITING}),
    "redirect": (
        lambda q: moves.redirect(q, OLGA, Redirect.RECORDS, "", on=TODAY),
        {State.IN_TRIAGE: State.REDIRECTED},
    ),
    "decline": (
        lambda q: moves.decline(q, OLGA, Decline.ABUSE, "", on=TODAY),
        {State.IN_TRIAGE: State.DECLINED, State.FOLLOW_UP: State.ANSWERED},
    ),
    "merge": (
        lambda q: moves.merge(q, OTHER, OLGA, on=TODAY),
        {State.IN_TRIAGE: State.MERGED, State.OPEN: State.MERGED},
    ),
    "claim": (_claim, {State.OPEN: State.CLAIMED}),
    "let go": (lambda q: desk_moves.let_go(q, AMINA), {State.CLAIMED: State.OPEN}),
    "back to the queue": (desk_moves.back_to_queue, {State.CLAIMED: State.OPEN}),
    "hold": (_hold, {State.CLAIMED: State.ON_HOLD}),
    "reopen": (lambda q: desk_moves.reopen(q, due_at=DUE), {State.ON_HOLD: State.OPEN}),
    "publish": (
        lambda q: desk_moves.publish(q, AMINA, at=NOW, second_reader=False),
        {State.CLAIMED: State.ANSWERED},
    ),
    "correct": (
        lambda q: desk_moves.correct(q, AMINA, at=NOW),
        {s: s for s in (State.ANSWERED, State.FOLLOW_UP, State.CLOSED)},
    ),
    "rate": (
        lambda q: moves.rate(q, Rating.NOT_QUITE, on=TODAY),
        {State.ANSWERED: State.ANSWERED},
    ),
    "follow up": (
        lambda q: moves.follow_up(q, batch=DUE, on=TODAY),
        {State.ANSWERED: State.FOLLOW_UP},
    ),
    "close": (lambda q: moves.close(q, on=TODAY), {State.ANSWERED: State.CLOSED}),
    "give up": (lambda q: moves.give_up(q, on=TODAY), {State.RETURNED: State.WITHDRAWN}),
    "withdraw": (
        lambda q: moves.withdraw(q, on=TODAY),
        {
            s: State.WITHDRAWN
            for s in State
            if s not in {State.REDIRECTED, State.DECLINED, State.WITHDRAWN}
        },
    ),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", MOVES)
def test_each_move_goes_only_where_the_product_says(name: str, state: State) -> None:
    move, allowed = MOVES[name]
    before = question(state)

    if state in allowed:
        assert move(before).state is allowed[state]
    else:
        with pytest.raises(DialogueError):
            move(before)


def test_a_move_changes_nothing_in_what_it_was_given() -> None:
    before = question()
    kept = replace(before)

    _claim(before)

    assert before == kept


def test_the_second_liaison_to_claim_is_told_the_number() -> None:
    with pytest.raises(AlreadyClaimed) as refusal:
        _claim(question(State.CLAIMED))

    assert refusal.value.facts == {"number": 17}


def test_claiming_ones_own_again_renews_the_lease() -> None:
    again = desk_moves.claim(question(State.CLAIMED), AMINA, until=DUE + DAY, holds=8, at_most=8)

    assert again.held_until == DUE + DAY
    assert again.held_by == AMINA


def test_who_holds_enough_takes_no_more() -> None:
    with pytest.raises(LoadReached):
        desk_moves.claim(question(), BEN, until=DUE, holds=8, at_most=8)


def test_who_stepped_aside_cannot_take_it() -> None:
    with pytest.raises(Recused):
        desk_moves.claim(question(), BEN, until=DUE, holds=0, at_most=8, recused=True)


def test_only_the_holder_lets_go_holds_and_publishes() -> None:
    held = question(State.CLAIMED)

    tries: tuple[Callable[[], Question], ...] = (
        lambda: desk_moves.let_go(held, BEN),
        lambda: desk_moves.publish(held, BEN, at=NOW, second_reader=False),
        lambda: desk_moves.hold(
            held, BEN, Hold.BEFORE_COURT, "", until=LATER, today=TODAY, left=DAY
        ),
    )
    for move in tries:
        with pytest.raises(NotYours):
            move()


def test_nobody_decides_on_a_question_they_asked_under_their_name() -> None:
    tries: tuple[tuple[State, Callable[[Question], Question]], ...] = (
        (State.IN_TRIAGE, lambda q: moves.approve(q, OLGA, number=17)),
        (State.IN_TRIAGE, lambda q: moves.decline(q, OLGA, Decline.ABUSE, "", on=TODAY)),
        (State.OPEN, lambda q: desk_moves.claim(q, OLGA, until=DUE, holds=0, at_most=8)),
    )
    for state, move in tries:
        with pytest.raises(OwnQuestion):
            move(question(state, naming=Naming.NAMED, asked_by=OLGA))


def test_a_question_keeps_its_number_through_a_follow_up() -> None:
    asked_again = question(State.FOLLOW_UP, round=1)

    assert moves.approve(asked_again, OLGA, number=99).number == 17


def test_nothing_is_decided_about_a_follow_up_before_its_batch() -> None:
    waiting = question(State.FOLLOW_UP, round=1, batch=DUE)

    with pytest.raises(MovedOn):
        moves.approve(waiting, OLGA, number=99)
    with pytest.raises(MovedOn):
        moves.decline(waiting, OLGA, Decline.ABUSE, "", on=TODAY)


def test_a_declined_follow_up_leaves_the_answer_standing() -> None:
    after = moves.decline(question(State.FOLLOW_UP, round=2), OLGA, Decline.REPEATED, "", on=TODAY)

    assert (after.state, after.round, after.reason) == (State.ANSWERED, 1, "repeated")


def test_two_follow_ups_are_the_most() -> None:
    with pytest.raises(NoMoreFollowUps):
        moves.follow_up(question(State.ANSWERED, round=2), batch=DUE, on=TODAY)


@pytest.mark.parametrize(
    "into",
    [
        question(State.IN_TRIAGE, id="q9"),
        question(State.DECLINED, id="q9"),
        question(State.OPEN, id="q9", public=False),
        question(State.OPEN),
    ],
    ids=["not open yet", "ended", "not public", "itself"],
)
def test_it_is_joined_only_to_another_that_all_can_read(into: Question) -> None:
    with pytest.raises(MergeWithItself):
        moves.merge(question(State.IN_TRIAGE), into, OLGA, on=TODAY)


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_hold_needs_a_day_ahead_within_a_year(days: int) -> None:
    with pytest.raises(ReviewDayNeeded):
        desk_moves.hold(
            question(State.CLAIMED),
            AMINA,
            Hold.BEFORE_COURT,
            "",
            until=TODAY + days * DAY,
            today=TODAY,
            left=DAY,
        )


def test_the_clock_stands_only_while_returned_or_on_hold() -> None:
    held = _hold(question(State.CLAIMED))
    returned = moves.send_back(
        question(State.IN_TRIAGE), OLGA, Return.UNCLEAR, "", left=DAY, on=TODAY
    )

    assert (held.due_at, held.left) == (None, timedelta(hours=9))
    assert (returned.due_at, returned.left) == (None, DAY)
    assert _claim(question()).due_at == DUE
    assert desk_moves.let_go(question(State.CLAIMED), AMINA).due_at == DUE


def test_an_answer_needs_its_second_reader_where_the_rules_say_so() -> None:
    held = question(State.CLAIMED)
    with pytest.raises(SecondReaderNeeded):
        desk_moves.publish(held, AMINA, at=NOW, second_reader=True)
    with pytest.raises(SecondReaderNeeded):
        desk_moves.read_over(held, AMINA)

    read = desk_moves.read_over(held, BEN)

    out = desk_moves.publish(read, AMINA, at=NOW, second_reader=True)
    assert out.state is State.ANSWERED


def test_taking_back_takes_the_name_off() -> None:
    named = question(naming=Naming.NAMED, asked_by=BEN)

    assert moves.withdraw(named, on=TODAY).asked_by is None


def test_a_new_answer_ends_the_dispute() -> None:
    disputed = question(State.CLAIMED, round=1, rating=Rating.NOT_QUITE)

    out = desk_moves.publish(disputed, AMINA, at=NOW, second_reader=False)

    assert not out.disputed
    assert moves.rate(out, Rating.NOT_QUITE, on=TODAY).disputed
