"""The desk of a calm talk: what members ask for, and what organizers decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.core.allowances import Allowance, Allowances
from bot.core.clock import day_of
from bot.core.errors import MovedOn
from bot.core.ids import new_id
from bot.core.people import Actor, Role
from bot.core.places import Place
from bot.core.ports import Clock, Deed, Directory, Job, Store, Tx
from bot.core.text import clean
from bot.delivery.display import show
from bot.features.calm.asks import Asks
from bot.features.calm.model import (
    QUORUM,
    REMARK,
    WINDOW,
    Cause,
    Cooling,
    Measure,
    Signal,
    What,
    Why,
)
from bot.features.calm.store import CalmTable

SIGNAL_VIEW: Final = "calm.signal"
COOLING_VIEW: Final = "calm.cooling"
END: Final = "calm.end"
_REPORTS: Final = Allowance(what="calm.report", an_hour=10, together=120)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalmDesk:
    """Where people ask for calm. Rights are checked here, at every press."""

    store: Store
    clock: Clock
    directory: Directory
    allowances: Allowances
    asks: Asks
    table: CalmTable = field(default_factory=CalmTable)

    @classmethod
    def of(cls, store: Store, clock: Clock, directory: Directory) -> CalmDesk:
        """Set the desk up with an empty memory."""
        return cls(
            store=store,
            clock=clock,
            directory=directory,
            allowances=Allowances(clock),
            asks=Asks(clock, WINDOW),
        )

    async def slow_down(self, actor: Actor, place: Place) -> int:
        """Count who asks to slow down here; return how many did within the window.

        From the second person on, organizers are told how many, and never who.
        """
        actor.require(Role.MEMBER)
        many = self.asks.add(place.key, self.allowances.token(actor.community, actor.person))
        if many >= QUORUM:
            await self._signal(actor.community, What.SLOW_DOWN, place, many=many)
        return many

    async def report(
        self, actor: Actor, place: Place, cause: Cause, remark: str, *, key: str
    ) -> None:
        """Tell organizers about a message, without saying who did.

        Raises:
            TooFast: too many reports in an hour; it does not say whose.
        """
        actor.require(Role.MEMBER)
        words = clean(remark, at_most=REMARK, at_least=0)
        self.allowances.take(_REPORTS, actor)
        await self._add(
            await self._new(actor.community, What.REPORT, place, cause=cause, remark=words),
            key=key,
        )

    async def appeal(self, cooling: str, remark: str, *, actor: Actor, key: str) -> None:
        """Ask that somebody else looks at a pause again.

        Raises:
            NotFound: there is no such pause here.
            TooFast: too many in an hour; it does not say whose.
        """
        actor.require(Role.MEMBER)
        words = clean(remark, at_most=REMARK)
        found = await self.store.read(lambda tx: self.table.cooling(tx, actor.community, cooling))
        self.allowances.take(_REPORTS, actor)
        await self._add(
            await self._new(actor.community, What.APPEAL, found.place, remark=words), key=key
        )

    async def signal(self, signal: str, *, actor: Actor) -> Signal:
        """Return a signal to an organizer. Raises ``NotFound``."""
        actor.require(Role.ORGANIZER)
        return await self.store.read(lambda tx: self.table.signal(tx, actor.community, signal))

    async def handle(self, signal: str, *, actor: Actor, key: str) -> Signal:
        """Put a signal aside. Raises ``NotFound``, ``MovedOn``."""
        actor.require(Role.ORGANIZER)

        async def unit(tx: Tx) -> Signal:
            await tx.once(key)
            before = await self.table.signal(tx, actor.community, signal)
            after = before.handled()
            await self.table.swap(tx, before, after)
            await tx.record(_deed(actor, "calm.handle", signal))
            await tx.send(show(SIGNAL_VIEW, actor.community, signal))
            return after

        handled = await self.store.write(unit)
        self.asks.forget(handled.place.key)
        return handled

    async def cool(
        self, actor: Actor, place: Place, measure: Measure, why: Why, minutes: int, *, key: str
    ) -> Cooling:
        """Put a note or a pause into a place; it ends by itself after ``minutes``."""
        actor.require(Role.ORGANIZER)
        cooling = Cooling(
            community=actor.community,
            id=new_id(),
            place=place,
            measure=measure,
            why=why,
            until=self.clock.now() + timedelta(minutes=minutes),
        )

        async def unit(tx: Tx) -> None:
            await tx.once(key)
            await self.table.begin(tx, cooling)
            await tx.record(_deed(actor, f"calm.{measure.value}", cooling.id, why))
            await tx.send(
                show(COOLING_VIEW, cooling.community, cooling.id),
                Job(
                    kind=END,
                    community=cooling.community,
                    lane=f"{END}:{cooling.id}",
                    payload={"cooling": cooling.id},
                    due_at=cooling.until,
                ),
            )

        await self.store.write(unit)
        return cooling

    async def reopen(self, cooling: str, *, actor: Actor, key: str) -> Cooling:
        """End a pause before its time. Raises ``NotFound``, ``MovedOn``."""
        actor.require(Role.ORGANIZER)

        async def unit(tx: Tx) -> Cooling:
            await tx.once(key)
            before = await self.table.cooling(tx, actor.community, cooling)
            after = before.ended()
            await self.table.end(tx, before)
            await tx.record(_deed(actor, "calm.reopen", cooling))
            await tx.send(show(COOLING_VIEW, actor.community, cooling))
            return after

        return await self.store.write(unit)

    async def _signal(self, community: str, what: What, place: Place, *, many: int) -> None:
        fresh = await self._new(community, what, place, many=many)

        async def unit(tx: Tx) -> None:
            waiting = await self.table.new_in(tx, community, place, what)
            if waiting is None:
                await self._note(tx, fresh)
                return
            await self.table.swap(tx, waiting, waiting.joined_by(many))
            await tx.send(show(SIGNAL_VIEW, community, waiting.id))

        try:
            await self.store.write(unit)
        except MovedOn:  # another press was quicker and counted as many
            return

    async def _add(self, signal: Signal, *, key: str) -> None:
        async def unit(tx: Tx) -> None:
            await tx.once(key)
            await self._note(tx, signal)

        await self.store.write(unit)

    async def _note(self, tx: Tx, signal: Signal) -> None:
        await self.table.add(tx, signal)
        await tx.record(
            Deed(
                community=signal.community,
                verb=f"calm.{signal.what.value}",
                object=signal.id,
                role=Role.MEMBER.value,
            )
        )
        await tx.send(show(SIGNAL_VIEW, signal.community, signal.id))

    async def _new(
        self,
        community: str,
        what: What,
        place: Place,
        *,
        cause: Cause | None = None,
        remark: str = "",
        many: int = 1,
    ) -> Signal:
        zone = (await self.directory.community(community)).zone
        return Signal(
            community=community,
            id=new_id(),
            what=what,
            place=place,
            noted_on=day_of(self.clock.now(), zone),
            cause=cause,
            remark=remark,
            many=many,
        )


def _deed(actor: Actor, verb: str, thing: str, why: Why | None = None) -> Deed:
    return Deed(
        community=actor.community,
        verb=verb,
        object=thing,
        role=Role.ORGANIZER.value,
        reason="" if why is None else why.value,
    )
