"""How a question moves while liaisons have it: claimed, held, given back, answered, corrected.

Like every move these are pure; ``moves.py`` has those of askers, organizers and the clock.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.core.people import PersonRef
from bot.features.questions.model import Hold, Question, State
from bot.features.questions.moves import not_own, only
from bot.features.questions.refusals import (
    AlreadyClaimed,
    LoadReached,
    NotYours,
    Recused,
    ReviewDayNeeded,
    SecondReaderNeeded,
)

_YEAR: Final = timedelta(days=366)


def claim(
    question: Question,
    by: PersonRef,
    *,
    until: datetime,
    holds: int,
    at_most: int,
    recused: bool = False,
) -> Question:
    """Give it to one liaison for a while. Claiming one's own again renews the lease."""
    if recused:
        raise Recused
    if question.state is State.CLAIMED and question.held_by != by:
        raise AlreadyClaimed(number=question.number or 0)
    only(question, State.OPEN, State.CLAIMED)
    not_own(question, by)
    if question.state is State.OPEN and holds >= at_most:
        raise LoadReached(at_most=at_most)
    return replace(question, state=State.CLAIMED, held_by=by, held_until=until)


def let_go(question: Question, by: PersonRef) -> Question:
    """Give it back to the queue; no reason is asked."""
    _held(question, by)
    return back_to_queue(question)


def back_to_queue(question: Question) -> Question:
    """Return it to the queue: the lease ran out, or its liaison left."""
    only(question, State.CLAIMED)
    return replace(question, state=State.OPEN, held_by=None, held_until=None, second_by=None)


def step_aside(question: Question) -> Question:
    """Leave it to somebody else, whoever has it now."""
    only(question, State.OPEN, State.CLAIMED, State.ON_HOLD)
    return question


def hold(
    question: Question,
    by: PersonRef,
    why: Hold,
    remark: str,
    *,
    until: date,
    today: date,
    left: timedelta,
) -> Question:
    """Let it wait for a stated reason until a stated day. The clock stands meanwhile."""
    _held(question, by)
    if not today < until <= today + _YEAR:
        raise ReviewDayNeeded
    return replace(
        back_to_queue(question),
        state=State.ON_HOLD,
        reason=why.value,
        remark=remark,
        review_on=until,
        due_at=None,
        left=left,
    )


def reopen(question: Question, *, due_at: datetime) -> Question:
    """Put it back into the queue on its review day; the clock goes on."""
    only(question, State.ON_HOLD)
    return replace(
        question,
        state=State.OPEN,
        reason="",
        remark="",
        review_on=None,
        due_at=due_at,
        left=None,
    )


def read_over(question: Question, by: PersonRef) -> Question:
    """Note that a second liaison has read the answer that is about to be published."""
    only(question, State.CLAIMED)
    not_own(question, by)
    if question.held_by == by:
        raise SecondReaderNeeded
    return replace(question, second_by=by)


def publish(question: Question, by: PersonRef, *, at: datetime, second_reader: bool) -> Question:
    """Answer it. What was said is out; the clock stops for good."""
    _held(question, by)
    if second_reader and question.second_by is None:
        raise SecondReaderNeeded
    return replace(
        question,
        state=State.ANSWERED,
        held_by=None,
        held_until=None,
        second_by=None,
        due_at=None,
        left=None,
        reason="",
        remark="",
        rating=None,
        moved_on=at.date(),
        published_at=at,
    )


def correct(question: Question, by: PersonRef, *, at: datetime) -> Question:
    """Note that a new version of an answer is out; the old one stays readable."""
    only(question, State.ANSWERED, State.FOLLOW_UP, State.CLOSED)
    not_own(question, by)
    return replace(question, moved_on=at.date(), published_at=at)


def _held(question: Question, by: PersonRef) -> None:
    only(question, State.CLAIMED)
    if question.held_by != by:
        raise NotYours
