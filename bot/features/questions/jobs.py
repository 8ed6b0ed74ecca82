"""What the clock and the outbox do with questions: batches, leases, erased keys, news."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.communities import Gate
from bot.core.ports import Clock, Community, Directory, Job, Platform, Store, Tx
from bot.delivery.courier import Courier
from bot.delivery.display import Display, show
from bot.delivery.facts import fact
from bot.delivery.leased import Leased
from bot.features.questions import boards, desk_moves, letters, moves, tables
from bot.features.questions.archive import (
    FORGET,
    LEARN,
    LEASE,
    NUDGE,
    RELEASE,
    REOPEN,
    SWEEP,
    WIPE,
    Archive,
    forget,
)
from bot.features.questions.learning import Learning
from bot.features.questions.model import Question, State
from bot.features.questions.rules import DIGEST_AT, PROPOSED_FROM
from bot.features.questions.service.desk import look_at
from bot.features.questions.service.moving import DIGEST, REMINDER, Move, carry_out_in
from bot.storage.search import Search

DAILY: Final = "questions.daily"
_PROPOSED: Final = 5


def register(
    courier: Courier,
    display: Display,
    archive: Archive,
    platforms: Mapping[str, Platform],
    gate: Gate,
) -> None:
    """Answer for the jobs and the views of questions."""
    boards.register(display, archive, gate)
    clockwork = Clockwork(archive=archive)
    courier.on(RELEASE, clockwork.release)
    courier.on(SWEEP, clockwork.sweep)
    courier.on(FORGET, clockwork.forget)
    courier.on(WIPE, clockwork.wipe)
    courier.on(LEASE, clockwork.end_lease)
    courier.on(NUDGE, clockwork.nudge)
    courier.on(REOPEN, clockwork.reopen)
    courier.on(DAILY, clockwork.daily)
    courier.on(LEARN, Learning(archive=archive).learn)
    letters.register(courier, archive, platforms)


async def begin(store: Store, clock: Clock, directory: Directory) -> None:
    """Plan the daily round of every community, and look after who holds something.

    Planning it again plans nothing new.
    """
    communities = await directory.communities()

    async def unit(tx: Tx) -> None:
        for community in communities:
            await tx.send(_round(community, clock.now()))
            key = {"community": community.id, "after": "", "at_most": 1}
            if await tx.all(tables.HOLDERS, **key):
                await tx.send(look_at(community.id, clock.now()))

    await store.write(unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clockwork:
    """What happens by itself."""

    archive: Archive

    async def release(self, leased: Leased) -> None:
        """Release a batch to the organizers, shuffled: its order says nothing."""
        desk, community = self.archive, leased.community
        hours = await desk.hours(community)
        target = desk.rules(community).target
        now = desk.clock.now()

        def step(before: Question) -> Question:
            due_at = hours.after(now, before.left if before.left is not None else target)
            if before.state is State.FOLLOW_UP:
                return moves.release_follow_up(before, due_at=due_at)
            return moves.release(before, due_at=due_at)

        async def unit(tx: Tx) -> None:
            ready = await desk.questions.ready(tx, community, now)
            secrets.SystemRandom().shuffle(ready)
            for question in ready:
                move = Move(verb="release", role="clock", step=step)
                await carry_out_in(tx, desk, community, question.id, move)
            await leased.finish(tx)

        await desk.store.write(unit)

    async def sweep(self, leased: Leased) -> None:
        """Throw away drafts that nobody sent within the hour."""
        desk = self.archive

        async def unit(tx: Tx) -> None:
            deks = await desk.drafts.drop_old(tx, leased.community, desk.clock.now())
            await tx.send(*forget(leased.community, deks))
            await leased.finish(tx)

        await desk.store.write(unit)

    async def forget(self, leased: Leased) -> None:
        """Erase a key. The job stays until it is erased, whatever happens meanwhile."""
        await self.archive.vault.erase(str(leased.payload["dek"]))
        await self.archive.store.write(leased.finish)

    async def wipe(self, leased: Leased) -> None:
        """Cut out of the index and the files what was taken back. Tried again until it is done."""
        store, search = self.archive.store, Search(self.archive.store)
        while not await store.write(search.tidy):
            pass
        await store.erase_traces()
        await store.write(leased.finish)

    async def end_lease(self, leased: Leased) -> None:
        """Put a question back into the queue whose liaison did not come back to it."""
        now = self.archive.clock.now()

        def over(known: Question) -> bool:
            until = known.held_until
            return known.state is State.CLAIMED and until is not None and until <= now

        await self._if(
            leased, over, Move(verb="lease", role="clock", step=desk_moves.back_to_queue)
        )

    async def reopen(self, leased: Leased) -> None:
        """Put a question that had to wait back into the queue, on its day."""
        today = await self.archive.today(leased.community)
        hours = await self.archive.hours(leased.community)
        now, target = self.archive.clock.now(), self.archive.rules(leased.community).target

        def due(known: Question) -> bool:
            day = known.review_on
            return known.state is State.ON_HOLD and day is not None and day <= today

        def step(before: Question) -> Question:
            left = target if before.left is None else max(before.left, timedelta())
            return desk_moves.reopen(before, due_at=hours.after(now, left))

        await self._if(leased, due, Move(verb="reopen", role="clock", step=step))

    async def nudge(self, leased: Leased) -> None:
        """Remind the liaison who holds it that the lease ends, outside of their quiet hours.

        They may have set other hours since the nudge was planned.
        """
        desk, community = self.archive, leased.community
        question, now = str(leased.payload["question"]), desk.clock.now()
        zone = (await desk.community(community)).zone

        async def unit(tx: Tx) -> None:
            holder = (await desk.questions.get(tx, community, question)).held_by
            if holder is not None:
                at = (await desk.marks.quiet(tx, community, holder)).waking(now, zone)
                await tx.send(
                    show(REMINDER, community, question) if at <= now else nudge_again(leased, at)
                )
            await leased.finish(tx)

        await desk.store.write(unit)

    async def daily(self, leased: Leased) -> None:
        """Say on a working day how the queue stands; propose what many ask for the next forum."""
        desk, name = self.archive, leased.community
        community = await desk.community(name)
        today = await desk.today(name)
        yesterday = today - timedelta(days=1)
        works = (await desk.hours(name)).works_on(today)
        now = desk.clock.now()

        async def unit(tx: Tx) -> None:
            await tx.send(show(DIGEST, name, yesterday.isoformat()))
            if works:
                await tx.send(show(DIGEST, name, today.isoformat()))
            for question in await desk.questions.open_ones(tx, name, at_most=_PROPOSED):
                if question.votes >= PROPOSED_FROM:
                    await tx.send(fact("questions.proposed", name, question=question.id))
            await tx.send(_round(community, now))
            await leased.finish(tx)

        await desk.store.write(unit)

    async def _if(self, leased: Leased, holds: Callable[[Question], bool], move: Move) -> None:
        desk, community = self.archive, leased.community
        question = str(leased.payload["question"])

        async def unit(tx: Tx) -> None:
            if holds(await desk.questions.get(tx, community, question)):
                await carry_out_in(tx, desk, community, question, move)
            await leased.finish(tx)

        await desk.store.write(unit)


def nudge_again(leased: Leased, at: datetime) -> Job:
    """Plan the same nudge for later."""
    return Job(
        kind=NUDGE,
        community=leased.community,
        lane=leased.lane,
        payload=leased.payload,
        due_at=at,
        key=f"{leased.lane}:{at:%Y%m%d%H%M}",
    )


def _round(community: Community, now: datetime) -> Job:
    """Plan the next daily round: at its hour on the community's own clock."""
    zone = ZoneInfo(community.zone)
    local = now.astimezone(zone)
    day = local.date() if local.time() < DIGEST_AT else local.date() + timedelta(days=1)
    return Job(
        kind=DAILY,
        community=community.id,
        lane=DAILY,
        due_at=datetime.combine(day, DIGEST_AT, zone),
        key=f"{DAILY}:{day.isoformat()}",
    )
