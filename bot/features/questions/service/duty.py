"""Duty: a liaison says when they are not pinged, and steps off without a reason."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.people import Actor, Role
from bot.core.ports import Tx
from bot.features.questions.rules import Quiet
from bot.features.questions.service.desk import Desk, put_back_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What liaisons decide about themselves. Nobody else sees it."""

    desk: Desk

    async def quiet(self, *, actor: Actor) -> Quiet:
        """Return the hours in which this liaison is not pinged."""
        await self.desk.require(actor, Role.LIAISON)
        archive = self.desk.archive
        return await archive.store.read(
            lambda tx: archive.marks.quiet(tx, actor.community, actor.person)
        )

    async def set_quiet(
        self, *, actor: Actor, gesture: str, starts: int | None = None, ends: int | None = None
    ) -> Quiet:
        """Keep another first or last hour. What is planned already waits for their end as well."""
        await self.desk.require(actor, Role.LIAISON)
        marks = self.desk.archive.marks

        async def unit(tx: Tx) -> Quiet:
            await tx.once(gesture)
            before = await marks.quiet(tx, actor.community, actor.person)
            quiet = Quiet(
                starts=before.starts if starts is None else starts,
                ends=before.ends if ends is None else ends,
            )
            await marks.set_quiet(tx, actor.community, actor.person, quiet)
            return quiet

        return await self.desk.archive.store.write(unit)

    async def step_off(self, *, actor: Actor, gesture: str) -> int:
        """Put back everything that this liaison holds; no reason is asked. Return how many."""
        await self.desk.require(actor, Role.LIAISON)
        archive = self.desk.archive

        async def unit(tx: Tx) -> int:
            await tx.once(gesture)
            return await put_back_all(
                tx,
                archive,
                actor.community,
                actor.person,
                verb="release",
                role=Role.LIAISON.value,
            )

        return await archive.store.write(unit)
