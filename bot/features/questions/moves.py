"""How a question moves, and what it refuses. Every move is pure: question in, question out.

``draft → waiting → in_triage → open → claimed → answered → closed``, with the side ways of
``model.State``. A move that the state does not allow raises ``MovedOn``: what the button showed
is no longer so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.core.errors import MovedOn
from bot.core.people import PersonRef
from bot.features.questions.model import (
    ENDED,
    FOLLOW_UPS,
    IN_THE_QUEUE,
    Decline,
    Hold,
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
    ReviewDayNeeded,
    SecondReaderNeeded,
)

_TRIAGE = (State.IN_TRIAGE, State.FOLLOW_UP)
_YEAR = timedelta(days=366)


def release(question: Question, *, due_at: datetime) -> Question:
    """Show it to the organizers; the clock starts."""
    _only(question, State.WAITING)
    return replace(question, state=State.IN_TRIAGE, batch=None, due_at=due_at)


def approve(question: Question, by: PersonRef, *, number: int) -> Question:
    """Put it into the queue, under its number. A follow-up keeps the number of its question."""
    _only(question, *_TRIAGE)
    _not_own(question, by)
    if question.state is State.FOLLOW_UP and question.batch is not None:
        raise MovedOn
    return replace(
        question,
        state=State.OPEN,
        number=question.number if question.number is not None else number,
        reason="",
        remark="",
    )


def send_back(
    question: Question, by: PersonRef, why: Return, remark: str, *, left: timedelta
) -> Question:
    """Ask the asker to mend it. The clock stands meanwhile."""
    _only(question, State.IN_TRIAGE)
    _not_own(question, by)
    return replace(
        question,
        state=State.RETURNED,
        reason=why.value,
        remark=remark,
        due_at=None,
        left=left,
    )


def resend(question: Question, *, batch: datetime) -> Question:
    """Send the mended question again; it waits for the next batch like every other."""
    _only(question, State.RETURNED)
    return replace(question, state=State.WAITING, reason="", remark="", batch=batch)


def redirect(
    question: Question, by: PersonRef, to: Redirect, remark: str, *, on: date
) -> Question:
    """Say where it belongs. Its words are erased."""
    _only(question, State.IN_TRIAGE)
    _not_own(question, by)
    return _end(question, State.REDIRECTED, to.value, remark, on)


def decline(question: Question, by: PersonRef, why: Decline, remark: str, *, on: date) -> Question:
    """Say no with a public reason. A follow-up that is declined leaves the answer standing."""
    _only(question, *_TRIAGE)
    _not_own(question, by)
    if question.state is State.FOLLOW_UP:
        return replace(
            question,
            state=State.ANSWERED,
            round=question.round - 1,
            reason=why.value,
            remark=remark,
            batch=None,
            due_at=None,
            left=None,
        )
    return _end(question, State.DECLINED, why.value, remark, on)


def merge(question: Question, into: Question, by: PersonRef, *, on: date) -> Question:
    """Join it to the same question asked before. Its words are erased, its votes move."""
    _only(question, State.IN_TRIAGE, State.OPEN)
    _not_own(question, by)
    fits = into.state in IN_THE_QUEUE or into.state in {State.ANSWERED, State.FOLLOW_UP}
    if into.id == question.id or not fits or not into.public or question.round:
        raise MergeWithItself
    return replace(_end(question, State.MERGED, "", "", on), merged_into=into.id)


def claim(
    question: Question, by: PersonRef, *, until: datetime, holds: int, at_most: int
) -> Question:
    """Give it to one liaison for a while. Claiming one's own again renews the lease."""
    if question.state is State.CLAIMED and question.held_by != by:
        raise AlreadyClaimed(number=question.number or 0)
    _only(question, State.OPEN, State.CLAIMED)
    _not_own(question, by)
    if question.state is State.OPEN and holds >= at_most:
        raise LoadReached(at_most=at_most)
    return replace(question, state=State.CLAIMED, held_by=by, held_until=until)


def let_go(question: Question, by: PersonRef) -> Question:
    """Give it back to the queue; no reason is asked."""
    _held(question, by)
    return back_to_queue(question)


def back_to_queue(question: Question) -> Question:
    """Return it to the queue: the lease ran out, or its liaison left."""
    _only(question, State.CLAIMED)
    return replace(question, state=State.OPEN, held_by=None, held_until=None, second_by=None)


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
    _only(question, State.ON_HOLD)
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
    _only(question, State.CLAIMED)
    _not_own(question, by)
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


def correct(question: Question, *, at: datetime) -> Question:
    """Note that a new version of an answer is out; the old one stays readable."""
    _only(question, State.ANSWERED, State.FOLLOW_UP, State.CLOSED)
    return replace(question, moved_on=at.date(), published_at=at)


def rate(question: Question, rating: Rating, *, on: date) -> Question:
    """Keep what the asker says of the answer. They may change their mind until it closes."""
    _only(question, State.ANSWERED)
    return replace(question, rating=rating, moved_on=on)


def follow_up(question: Question, *, batch: datetime, on: date) -> Question:
    """Ask again about the answer. It is read by an organizer first, like the question was."""
    _only(question, State.ANSWERED)
    if question.round >= FOLLOW_UPS:
        raise NoMoreFollowUps(at_most=FOLLOW_UPS)
    return replace(
        question,
        state=State.FOLLOW_UP,
        round=question.round + 1,
        batch=batch,
        reason="",
        remark="",
        moved_on=on,
    )


def release_follow_up(question: Question, *, due_at: datetime) -> Question:
    """Show a follow-up to the organizers; its clock starts."""
    _only(question, State.FOLLOW_UP)
    return replace(question, batch=None, due_at=due_at)


def close(question: Question, *, on: date) -> Question:
    """End it: nothing more was asked for a while. It stays readable."""
    _only(question, State.ANSWERED)
    return replace(question, state=State.CLOSED, moved_on=on)


def withdraw(question: Question, *, on: date) -> Question:
    """Take it back: the asker's right in every state that has not ended otherwise.

    Nothing of the asker's own words stays; what a liaison said stays on record.
    """
    if question.state in ENDED - {State.CLOSED}:
        raise MovedOn
    ended = _end(question, State.WITHDRAWN, "", "", on)
    return replace(ended, asked_by=None)


def unnamed(question: Question) -> Question:
    """Forget the name under which it was asked."""
    return replace(question, asked_by=None)


def may_be_edited(question: Question, by: PersonRef) -> None:
    """Let an organizer offer another wording, while it waits for triage."""
    _only(question, State.IN_TRIAGE)
    _not_own(question, by)


def running(question: Question) -> bool:
    """Whether its clock runs."""
    return question.due_at is not None and question.state in {
        State.IN_TRIAGE,
        State.OPEN,
        State.CLAIMED,
        State.FOLLOW_UP,
    }


def _end(question: Question, state: State, reason: str, remark: str, on: date) -> Question:
    return replace(
        question,
        state=state,
        batch=None,
        held_by=None,
        held_until=None,
        second_by=None,
        due_at=None,
        left=None,
        review_on=None,
        reason=reason,
        remark=remark,
        moved_on=on,
    )


def _only(question: Question, *states: State) -> None:
    if question.state not in states:
        raise MovedOn


def _held(question: Question, by: PersonRef) -> None:
    _only(question, State.CLAIMED)
    if question.held_by != by:
        raise NotYours


def _not_own(question: Question, by: PersonRef) -> None:
    if question.asked_by is not None and question.asked_by == by:
        raise OwnQuestion
