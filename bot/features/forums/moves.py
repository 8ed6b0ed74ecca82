"""How a forum moves, and what it refuses. Every move is pure: forum in, forum out.

``idea → announced → collecting → live (paused ⇄) → wrap_up → follow_up_30 → follow_up_90 →
done``, and from before the start ``→ postponed`` or ``→ cancelled``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.core.when import WhenPast
from bot.features.forums.model import (
    AHEAD,
    RUNNING,
    Details,
    Forum,
    State,
)
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

AGENDA_OPENS: Final = timedelta(days=14)
DOORS_OPEN: Final = timedelta(hours=1)
_LONGEST_PROMISE: Final = timedelta(days=731)


def announce(forum: Forum, *, now: datetime) -> Forum:
    """Tell everyone. A postponed forum is announced again once it has a new time."""
    if forum.state not in {State.IDEA, State.POSTPONED}:
        raise NotOpen
    starts_at = forum.starts_at
    if forum.details.missing() or starts_at is None:
        raise NotReady
    if starts_at <= now:
        raise WhenPast
    state = State.COLLECTING if starts_at - now <= AGENDA_OPENS else State.ANNOUNCED
    return _changed(replace(forum, state=state, reason=""), now)


def collect(forum: Forum, *, now: datetime) -> Forum:
    """Open the agenda."""
    if forum.state is not State.ANNOUNCED:
        raise NotOpen
    return replace(forum, state=State.COLLECTING, touched_at=now)


def edit(forum: Forum, details: Details, *, now: datetime) -> Forum:
    """Change what is said about it, as long as it is not over.

    The time of a forum that runs stays as it is. One whose time moved far ahead collects no
    agenda yet; a postponed one waits to be announced again.
    """
    if forum.state not in {State.IDEA, State.POSTPONED, *AHEAD, *RUNNING}:
        raise NotOpen
    if details == forum.details:
        return forum
    moved = details.plan != forum.details.plan
    if moved and forum.state in RUNNING:
        raise NotOpen
    edited = replace(forum, details=details)
    if forum.state in AHEAD:
        starts_at = edited.starts_at
        if details.missing() or starts_at is None:
            raise NotReady
        if starts_at <= now:
            raise WhenPast
        early = starts_at - now > AGENDA_OPENS
        edited = replace(edited, state=State.ANNOUNCED if early else State.COLLECTING)
    return _changed(edited, now)


def start(forum: Forum, *, now: datetime) -> Forum:
    """Begin, or go on after a pause."""
    if forum.state is State.PAUSED:
        return replace(forum, state=State.LIVE, touched_at=now)
    if forum.state not in AHEAD or forum.starts_at is None:
        raise NotOpen
    if now < forum.starts_at - DOORS_OPEN:
        raise TooEarly
    return _changed(replace(forum, state=State.LIVE), now)


def pause(forum: Forum, *, now: datetime) -> Forum:
    """Take a break: tempers, or a need for care."""
    if forum.state is not State.LIVE:
        raise NotOpen
    return replace(forum, state=State.PAUSED, touched_at=now)


def close(forum: Forum, *, commitments: int, none_agreed: bool, now: datetime) -> Forum:
    """End it with what was promised, or with "none agreed" said out loud.

    A meeting that nobody started here may have taken place all the same: once its time has come
    it can be closed.
    """
    if forum.state in AHEAD:
        if forum.starts_at is None or now < forum.starts_at:
            raise NotYet
    elif forum.state not in RUNNING:
        raise NotOpen
    if none_agreed and commitments:
        raise Agreed
    if not none_agreed and not commitments:
        raise NothingAgreed
    ended = replace(forum, state=State.WRAP_UP, none_agreed=none_agreed, ended_at=now)
    return _changed(ended, now)


def open_for_commitments(forum: Forum, *, now: datetime) -> None:
    """Refuse a promise before the forum began and after it was closed."""
    begun = forum.starts_at is not None and now >= forum.starts_at
    if forum.state in RUNNING or (forum.state in AHEAD and begun):
        return
    raise NotYet if forum.state in AHEAD else NotOpen


def due_on(day: date, *, today: date) -> date:
    """Accept a day on which a promise can be due."""
    if not today < day <= today + _LONGEST_PROMISE:
        raise DueOver
    return day


def publish(forum: Forum, summary: str, *, now: datetime) -> Forum:
    """Publish the summary; the time of looking back begins."""
    if forum.state is not State.WRAP_UP:
        raise NotOpen
    return replace(forum, state=State.FOLLOW_UP_30, summary=summary, touched_at=now)


def look_back(forum: Forum, days: int, *, now: datetime) -> Forum:
    """Take note that the look back after ``days`` days was written. The second ends it."""
    if forum.state is State.WRAP_UP:
        raise SummaryFirst
    after = {
        30: {State.FOLLOW_UP_30: State.FOLLOW_UP_90},
        90: {State.FOLLOW_UP_30: State.DONE, State.FOLLOW_UP_90: State.DONE},
    }[days]
    if forum.state not in after:
        raise NotOpen
    return replace(forum, state=after[forum.state], touched_at=now)


def postpone(forum: Forum, reason: str, *, now: datetime) -> Forum:
    """Take the date back; another one will follow."""
    if forum.state not in AHEAD:
        raise NotOpen
    return _changed(replace(forum, state=State.POSTPONED, reason=reason), now)


def cancel(forum: Forum, reason: str, *, now: datetime) -> Forum:
    """Call it off for good. A draft is thrown away instead: nobody was told of it."""
    if forum.state not in {State.POSTPONED, *AHEAD, *RUNNING}:
        raise NotOpen
    return _changed(replace(forum, state=State.CANCELLED, reason=reason), now)


def _changed(forum: Forum, now: datetime) -> Forum:
    return replace(forum, changes=forum.changes + 1, touched_at=now)
