"""The jobs of a forum: what is planned for it, and what is told because of a change.

A job carries ids and the instant for which it was planned. A job that was under way while the
plan changed finds that the instants differ, and does nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.clock import to_micros
from bot.core.ports import Job, Tx
from bot.delivery.display import show
from bot.features.forums.clockwork import (
    NUDGE_AFTER,
    SUM_UP_AFTER,
    agenda_opens,
    look_back_at,
    reminders,
)
from bot.features.forums.model import AHEAD, RUNNING, Forum, Kind, State

CARD: Final = "forums.card"
AGENDA: Final = "forums.agenda"
NEWS: Final = "forums.news"
LETTER: Final = "forums.letter"

REMIND: Final = "forums.remind"
COLLECT: Final = "forums.collect"
NUDGE: Final = "forums.nudge"

ANNOUNCED: Final = "forums.announced"
CLOSED: Final = "forums.closed"

_PLANNED: Final = (Kind.WEEK, Kind.DAY, Kind.HOUR, Kind.START, Kind.CLOSE_IT)
_LETTERS_APART: Final = timedelta(seconds=3)


def timer(kind: str, forum: Forum, what: str, at: datetime) -> Job:
    """Plan one thing for a forum. A second one with the same ``what`` is not stored."""
    return Job(
        kind=kind,
        community=forum.community,
        lane=f"forum:{forum.id}",
        payload={"forum": forum.id, "what": what, "at": to_micros(at)},
        due_at=at,
        key=f"forum:{forum.id}:{what}",
    )


async def plan_anew(tx: Tx, forum: Forum, *, now: datetime) -> None:
    """Plan what follows from a forum's time and state, instead of what was planned before.

    Reminders whose moment is over already are not sent at all.
    """
    for kind in _PLANNED:
        await tx.cancel(community=forum.community, key=f"forum:{forum.id}:{kind.value}")
    await tx.cancel(community=forum.community, key=f"forum:{forum.id}:collect")
    plan, ends_at = forum.details.plan, forum.ends_at
    if plan is None or ends_at is None:
        return
    jobs: list[Job] = []
    if forum.state in AHEAD:
        due = reminders(plan)
        jobs += [timer(REMIND, forum, k.value, at) for k, at in due.items() if at > now]
    if forum.state is State.ANNOUNCED:
        jobs.append(timer(COLLECT, forum, "collect", agenda_opens(plan)))
    if forum.state in {*AHEAD, *RUNNING}:
        due_at = max(ends_at, now) + NUDGE_AFTER
        jobs.append(timer(NUDGE, forum, Kind.CLOSE_IT.value, due_at))
    await tx.send(*jobs)


async def plan_follow_up(tx: Tx, forum: Forum, *, now: datetime) -> None:
    """Plan the reminder of the summary and the two looks back."""
    zone = "UTC" if forum.details.plan is None else forum.details.plan.zone
    await tx.send(
        timer(NUDGE, forum, Kind.SUM_UP.value, now + SUM_UP_AFTER),
        timer(NUDGE, forum, Kind.CHECK_30.value, look_back_at(now, 30, zone=zone)),
        timer(NUDGE, forum, Kind.CHECK_90.value, look_back_at(now, 90, zone=zone)),
    )


def letters(sign_ups: Sequence[str], news: str, forum: Forum, *, now: datetime) -> list[Job]:
    """Tell those who asked for it directly, one after another: platforms punish a burst."""
    return [
        replace(
            show(LETTER, forum.community, f"{sign_up}-{news}"),
            due_at=now + number * _LETTERS_APART,
        )
        for number, sign_up in enumerate(sign_ups)
    ]
