"""Telling everyone of a forum, and how a series goes on.

The next forum of a series is made in the transaction that ends this one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.ids import new_id
from bot.core.ports import Tx
from bot.delivery.display import show
from bot.delivery.facts import fact
from bot.features.forums import moves, timers
from bot.features.forums.clockwork import next_plan
from bot.features.forums.model import Forum
from bot.features.forums.seats import Seats
from bot.features.forums.store import Forums


async def tell_everyone(tx: Tx, forum: Forum, *, seats: Seats, now: datetime) -> None:
    """Show an announced forum, plan its reminders, and give it the questions that wait."""
    taken = await seats.take_proposed(tx, forum.community, forum.id)
    await timers.plan_anew(tx, forum, now=now)
    await tx.send(
        show(timers.CARD, forum.community, forum.id),
        fact(timers.ANNOUNCED, forum.community, forum=forum.id),
    )
    if taken:
        await tx.send(show(timers.AGENDA, forum.community, forum.id))


async def carry_on(
    tx: Tx, ended: Forum, *, forums: Forums, seats: Seats, now: datetime
) -> Forum | None:
    """Announce the next forum of the series, if ``ended`` is one of a series."""
    plan = ended.details.plan
    following = None if plan is None else next_plan(ended.details.repeats, plan, after=now)
    if following is None:
        return None
    draft = Forum(
        id=new_id(),
        community=ended.community,
        number=await forums.number(tx, ended.community),
        details=replace(ended.details, plan=following),
        touched_at=now,
    )
    forum = moves.announce(draft, now=now)
    await forums.add(tx, forum)
    await tell_everyone(tx, forum, seats=seats, now=now)
    return forum
