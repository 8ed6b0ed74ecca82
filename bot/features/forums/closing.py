"""The verbs at the end and after it: what was promised, the summary, the looks back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.core.clock import day_of
from bot.core.ids import new_id
from bot.core.people import Actor, Role
from bot.core.ports import Clock, Deed, Store, Tx
from bot.core.text import clean
from bot.delivery.display import show
from bot.delivery.facts import fact
from bot.features.forums import moves, timers
from bot.features.forums.model import (
    COMMITMENTS,
    EVIDENCE,
    PROMISE,
    SUMMARY,
    Commitment,
    Forum,
    Kind,
    LookBack,
    Owner,
)
from bot.features.forums.refusals import EnoughCommitments
from bot.features.forums.seats import Seats
from bot.features.forums.series import carry_on
from bot.features.forums.store import Forums


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A forum about to be closed, with what was promised so far."""

    forum: Forum
    commitments: tuple[Commitment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise, as it is typed."""

    owner: str
    what: str = field(repr=False)
    due: str
    evidence: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Where forums end: never silently, and not before people looked back twice."""

    store: Store
    clock: Clock
    forums: Forums = field(default_factory=Forums)
    seats: Seats = field(default_factory=Seats)

    async def ending(self, forum: str, *, actor: Actor) -> Ending:
        """Return a forum with what was promised so far."""
        actor.require(Role.ORGANIZER)

        async def unit(tx: Tx) -> Ending:
            found = await self.forums.get(tx, actor.community, forum)
            return await self._with_commitments(tx, found)

        return await self.store.read(unit)

    async def promise(self, forum: str, promise: Promise, *, actor: Actor, key: str) -> Ending:
        """Record a commitment: who, what, by which day, and what will show it."""
        actor.require(Role.ORGANIZER)
        now = self.clock.now()
        what = clean(promise.what, at_most=PROMISE, at_least=3, one_line=True)
        evidence = clean(promise.evidence, at_most=EVIDENCE, at_least=3, one_line=True)

        async def unit(tx: Tx) -> Ending:
            await tx.once(key)
            found, _ = await self.forums.lock(tx, actor.community, forum)
            moves.open_for_commitments(found, now=now)
            known = await self.forums.commitments(tx, actor.community, forum)
            if len(known) >= COMMITMENTS:
                raise EnoughCommitments(at_most=COMMITMENTS)
            commitment = Commitment(
                id=new_id(),
                forum=forum,
                owner=Owner(promise.owner),
                what=what,
                due=moves.due_on(date.fromisoformat(promise.due), today=_today(found, now)),
                evidence=evidence,
            )
            await self.forums.promise(tx, actor.community, commitment)
            await tx.record(_deed("forums.promise", found))
            return await self._with_commitments(tx, found)

        return await self.store.write(unit)

    async def strike(self, forum: str, commitment: str, *, actor: Actor, key: str) -> Ending:
        """Take a commitment out that was recorded by mistake, before the forum is closed."""
        actor.require(Role.ORGANIZER)
        now = self.clock.now()

        async def unit(tx: Tx) -> Ending:
            await tx.once(key)
            found, _ = await self.forums.lock(tx, actor.community, forum)
            moves.open_for_commitments(found, now=now)
            if await self.forums.unpromise(tx, actor.community, forum, commitment):
                await tx.record(_deed("forums.strike", found))
            return await self._with_commitments(tx, found)

        return await self.store.write(unit)

    async def close(self, forum: str, *, none_agreed: bool, actor: Actor, key: str) -> Forum:
        """End it. The next of a series is announced in the same transaction."""
        actor.require(Role.ORGANIZER)
        now = self.clock.now()

        async def unit(tx: Tx) -> Forum:
            await tx.once(key)
            before, _ = await self.forums.lock(tx, actor.community, forum)
            made = await self.forums.commitments(tx, actor.community, forum)
            closed = moves.close(before, commitments=len(made), none_agreed=none_agreed, now=now)
            after = await self.forums.swap(tx, before, closed)
            await timers.plan_anew(tx, after, now=now)
            await timers.plan_follow_up(tx, after, now=now)
            await carry_on(tx, after, forums=self.forums, seats=self.seats, now=now)
            await self._tell(tx, after, Kind.CLOSED)
            await tx.send(fact(timers.CLOSED, after.community, forum=after.id))
            await tx.record(_deed("forums.close", after))
            return after

        return await self.store.write(unit)

    async def publish(self, forum: str, summary: str, *, actor: Actor, key: str) -> Forum:
        """Publish the summary, in which nobody is named without their consent."""
        actor.require(Role.ORGANIZER)
        now = self.clock.now()
        words = clean(summary, at_most=SUMMARY, at_least=20)

        async def unit(tx: Tx) -> Forum:
            await tx.once(key)
            before = await self.forums.get(tx, actor.community, forum)
            after = await self.forums.swap(tx, before, moves.publish(before, words, now=now))
            await tx.cancel(community=after.community, key=f"forum:{after.id}:{Kind.SUM_UP.value}")
            await self._tell(tx, after, Kind.SUMMARY)
            await tx.record(_deed("forums.publish", after))
            return after

        return await self.store.write(unit)

    async def look_back(
        self, forum: str, days: int, words: str, *, actor: Actor, key: str
    ) -> Forum:
        """Write down what had become of the promises."""
        actor.require(Role.ORGANIZER)
        now = self.clock.now()
        text = clean(words, at_most=SUMMARY, at_least=10)

        async def unit(tx: Tx) -> Forum:
            await tx.once(key)
            before = await self.forums.get(tx, actor.community, forum)
            after = await self.forums.swap(tx, before, moves.look_back(before, days, now=now))
            seen = LookBack(days=days, words=text, on=_today(after, now))
            await self.forums.write_look_back(tx, actor.community, forum, seen)
            await self._tell(tx, after, Kind.CHECKED, number=days)
            await tx.record(_deed("forums.look_back", after))
            return after

        return await self.store.write(unit)

    async def _with_commitments(self, tx: Tx, forum: Forum) -> Ending:
        made = await self.forums.commitments(tx, forum.community, forum.id)
        return Ending(forum=forum, commitments=made)

    async def _tell(self, tx: Tx, forum: Forum, kind: Kind, *, number: int = 0) -> None:
        news = await self.forums.tell(tx, forum, kind, number=number)
        await tx.send(
            show(timers.CARD, forum.community, forum.id),
            show(timers.NEWS, forum.community, news.id),
        )


def _today(forum: Forum, now: datetime) -> date:
    zone = "UTC" if forum.details.plan is None else forum.details.plan.zone
    return day_of(now, zone)


def _deed(verb: str, forum: Forum) -> Deed:
    return Deed(community=forum.community, verb=verb, object=forum.id, role=Role.ORGANIZER.value)
