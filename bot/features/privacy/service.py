"""The data desk: everything that is held about a person, from every feature, shown and erased.

A person asks for their own data only; nobody, with any role, can ask for another's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.core.clock import day_of
from bot.core.communities import Directory
from bot.core.people import Actor, PersonRef, Role
from bot.core.ports import Clock, Deed, Erased, Held, Job, Perishable, PersonalData, Store, Tx
from bot.features.privacy.model import Outcome, Terms, counts, outcome
from bot.features.privacy.store import PrivacyTables
from bot.storage.erasures import note_erasure

TRACES: Final = "privacy.traces"
_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DataDesk:
    """Asks every feature, in one transaction where something is erased."""

    store: Store
    clock: Clock
    directory: Directory
    holders: Sequence[PersonalData]
    mark: Callable[[str, PersonRef], str]
    perishables: Sequence[Perishable] = ()
    terms: Terms = field(default_factory=Terms)
    tables: PrivacyTables = field(default_factory=PrivacyTables)

    async def export(self, actor: Actor) -> tuple[Held, ...]:
        """Return all that is held about the person who asks, whoever they are."""
        return await self._held(actor.community, actor.person)

    async def delete(self, actor: Actor, *, key: str) -> Outcome:
        """Erase all about the person who asks, at once, whatever state it is in."""
        community, person = actor.community, actor.person

        async def unit(tx: Tx) -> tuple[Erased, ...]:
            await tx.once(key)
            erased = await self.erase_in(tx, community, person)
            await self._mark(tx, community, person)
            await tx.record(
                Deed(
                    community=community,
                    verb="privacy.erase",
                    object="person",
                    role=Role.MEMBER.value,
                )
            )
            return erased

        erased = await self.store.write(unit)
        zone = (await self.directory.community(community)).zone
        return outcome(erased, today=day_of(self.clock.now(), zone), terms=self.terms)

    async def on_leave(self, community: str, people: Iterable[PersonRef]) -> None:
        """Begin the time after which all about people of a place that we left is erased."""
        erase_on = (self.clock.now() + timedelta(days=self.terms.left_member)).date()

        async def unit(tx: Tx) -> None:
            for person in people:
                await self.tables.leave(tx, community, person, erase_on)

        await self.store.write(unit)

    async def on_return(self, community: str, platform: str, tenant: str) -> None:
        """End that time for the people of a place that we are in (again)."""
        gone = await self.store.read(lambda tx: self.tables.gone(tx, community, platform, tenant))
        if not gone:
            return

        async def unit(tx: Tx) -> None:
            for person in gone:
                await self.tables.stay(tx, community, person)

        await self.store.write(unit)

    async def tidy(self, tx: Tx, community: str) -> int:
        """Erase what has outlived its term and who has been gone for long enough.

        Returns how many people are done with; as many as fit into one night's transaction.
        """
        now = self.clock.now()
        erased: list[Erased] = []
        for feature in self.perishables:
            erased += await feature.expire(tx, community, now)
        await self._note(tx, community, erased)
        gone = await self.tables.due(tx, community, now.date(), at_most=_AT_ONCE)
        for person in gone:
            await self.erase_in(tx, community, person)
            await self._mark(tx, community, person)
        return len(gone)

    async def _held(self, community: str, person: PersonRef) -> tuple[Held, ...]:
        found: list[Held] = []
        for feature in self.holders:
            found += await feature.export(community, person)
        return tuple(found)

    async def erase_in(self, tx: Tx, community: str, person: PersonRef) -> tuple[Erased, ...]:
        """Erase all about a person within ``tx``. Doing so twice is harmless."""
        erased: list[Erased] = []
        for feature in self.holders:
            erased += await feature.erase(tx, community, person)
        await self._note(tx, community, erased)
        return tuple(erased)

    async def _mark(self, tx: Tx, community: str, person: PersonRef) -> None:
        """See to it that no older copy of the database brings the person back."""
        mark, today = self.mark(community, person), self.clock.now().date()
        await tx.send(await note_erasure(tx, community, mark, day=today))

    async def _note(self, tx: Tx, community: str, erased: Sequence[Erased]) -> None:
        """Count what went, and have the file forget it too."""
        found = counts(erased)
        if found:
            await self.tables.count(tx, community, self.clock.now().date(), found)
            await tx.send(Job(kind=TRACES, community=community, key=TRACES))
