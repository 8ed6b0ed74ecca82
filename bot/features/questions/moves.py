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
    Question,
    Rating,
    Redirect,
    Return,
    State,
)
from bot.features.questions.refusals import (
    MergeWithItself,
    NoMoreFollowUps,
    OwnQuestion,
)

_YEAR = timedelta(days=366)


def release(question: Question, *, due_at: datetime) -> Question:
    """Show it to the organizers; the clock starts."""
    only(question, State.WAITING)
    return replace(question, state=State.IN_TRIAGE, batch=None, due_at=due_at)


def approve(question: Question, by: PersonRef, *, number: int) -> Question:
    """Put it into the queue, under its number. A follow-up keeps the number of its question."""
    _in_triage(question, by)
    return replace(
        question,
        state=State.OPEN,
        number=question.number if question.number is not None else number,
        reason="",
        remark="",
    )


def send_back(
    question: Question, by: PersonRef, why: Return, remark: str, *, left: timedelta, on: date
) -> Question:
    """Ask the asker to mend it. The clock stands meanwhile."""
    only(question, State.IN_TRIAGE)
    not_own(question, by)
    return replace(
        question,
        state=State.RETURNED,
        reason=why.value,
        remark=remark,
        due_at=None,
        left=left,
        moved_on=on,
    )


def resend(question: Question, *, batch: datetime) -> Question:
    """Send the mended question again; it waits for the next batch like every other."""
    only(question, State.RETURNED)
    return replace(question, state=State.WAITING, reason="", remark="", batch=batch)


def redirect(
    question: Question, by: PersonRef, to: Redirect, remark: str, *, on: date
) -> Question:
    """Say where it belongs. Its words are erased."""
    only(question, State.IN_TRIAGE)
    not_own(question, by)
    return _end(question, State.REDIRECTED, to.value, remark, on)


def decline(question: Question, by: PersonRef, why: Decline, remark: str, *, on: date) -> Question:
    """Say no with a public reason. A follow-up that is declined leaves the answer standing."""
    _in_triage(question, by)
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
    only(question, State.IN_TRIAGE, State.OPEN)
    not_own(question, by)
    fits = into.state in IN_THE_QUEUE or into.state in {State.ANSWERED, State.FOLLOW_UP}
    if into.id == question.id or not fits or not into.public or question.round:
        raise MergeWithItself
    return replace(_end(question, State.MERGED, "", "", on), merged_into=into.id)


def give_up(question: Question, *, on: date) -> Question:
    """End a question that was sent back and never came again."""
    only(question, State.RETURNED)
    return replace(_end(question, State.WITHDRAWN, "", "", on), asked_by=None)


def rate(question: Question, rating: Rating, *, on: date) -> Question:
    """Keep what the asker says of the answer. They may change their mind until it closes."""
    only(question, State.ANSWERED)
    return replace(question, rating=rating, moved_on=on)


def rate_joined(question: Question, into: Question, rating: Rating, *, on: date) -> Question:
    """Keep what someone says of the answer to the question that theirs was joined to.

    Their own question notes of which round it was said, so that a newer answer is not blamed.
    """
    only(question, State.MERGED)
    only(into, State.ANSWERED)
    return replace(question, rating=rating, round=into.round, moved_on=on)


def follow_up(question: Question, *, batch: datetime, on: date) -> Question:
    """Ask again about the answer. It is read by an organizer first, like the question was."""
    only(question, State.ANSWERED)
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
    only(question, State.FOLLOW_UP)
    return replace(question, batch=None, due_at=due_at)


def close(question: Question, *, on: date) -> Question:
    """End it: nothing more was asked for a while. It stays readable."""
    only(question, State.ANSWERED)
    return replace(question, state=State.CLOSED, moved_on=on)


def withdraw(question: Question, *, on: date) -> Question:
    """Take it back: the asker's right in every state that has not ended otherwise.

    Nothing of the asker's own words stays; what a liaison said stays on record. What was joined to
    another question counts there no longer.
    """
    if question.state in ENDED - {State.CLOSED, State.MERGED}:
        raise MovedOn
    ended = _end(question, State.WITHDRAWN, "", "", on)
    return replace(ended, asked_by=None)


def unnamed(question: Question) -> Question:
    """Forget the name under which it was asked."""
    return replace(question, asked_by=None)


def may_be_edited(question: Question, by: PersonRef) -> None:
    """Let an organizer offer another wording, while it waits for triage."""
    only(question, State.IN_TRIAGE)
    not_own(question, by)


def running(question: Question) -> bool:
    """Whether its clock runs."""
    return question.due_at is not None and question.state in {
        State.IN_TRIAGE,
        State.OPEN,
        State.CLAIMED,
        State.FOLLOW_UP,
    }


def _in_triage(question: Question, by: PersonRef) -> None:
    """Refuse what waits for its batch still: no organizer has seen it."""
    only(question, State.IN_TRIAGE, State.FOLLOW_UP)
    not_own(question, by)
    if question.batch is not None:
        raise MovedOn


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


def only(question: Question, *states: State) -> None:
    """Refuse a move that these states alone allow."""
    if question.state not in states:
        raise MovedOn


def not_own(question: Question, by: PersonRef) -> None:
    """Refuse someone who asked it under their own name."""
    if question.asked_by is not None and question.asked_by == by:
        raise OwnQuestion
