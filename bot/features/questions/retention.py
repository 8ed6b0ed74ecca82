"""What questions may keep only for a time; asked every night."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.ports import Erased, Statement, Tx
from bot.core.text import say
from bot.features.questions import moves, tables, voice_tables
from bot.features.questions.archive import Archive, forget
from bot.features.questions.rules import RETURNED_FOR
from bot.features.questions.service.moving import Move, carry_out_in, erasing

_A_NIGHT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRetention:
    """Implements ``core.ports.Perishable``."""

    archive: Archive

    async def expire(self, tx: Tx, community: str, now: datetime) -> Sequence[Erased]:
        """Close what was answered, drop what never came back, erase addresses and old mutes."""
        desk, today = self.archive, now.date()
        rules = desk.rules(community)

        async def before(statement: Statement, days: int) -> list[str]:
            day = today - timedelta(days=days)
            rows = await tx.all(
                statement,
                community=community,
                day=day.isoformat(),
                at_most=_A_NIGHT,
            )
            return [row["id"] for row in rows]

        for question in await before(tables.QUIET, rules.closes_after.days):
            move = Move(verb="close", role="clock", step=lambda q: moves.close(q, on=today))
            await carry_out_in(tx, desk, community, question, move)
        gone = await before(tables.NEVER_BACK, RETURNED_FOR.days)
        for question in gone:
            move = Move(
                verb="give_up",
                role="clock",
                step=lambda q: moves.give_up(q, on=today),
                also=erasing(desk),
            )
            await carry_out_in(tx, desk, community, question, move)
        addresses = 0
        for question in await before(tables.ADDRESSED, rules.address_after.days):
            addresses += await self._erase_addresses(tx, community, question)
        mutes = await tx.execute(
            voice_tables.MUTES_OVER, community=community, today=today.isoformat()
        )
        counts = (
            ("questions.erased.unsent", len(gone)),
            ("questions.erased.addresses", addresses),
            ("questions.erased.mutes", mutes),
        )
        return [Erased(what=say(key, n=n), count=n) for key, n in counts if n]

    async def _erase_addresses(self, tx: Tx, community: str, question: str) -> int:
        own = await self.archive.questions.drop_address(tx, community, question)
        deks = [] if own is None else [own]
        rows = await tx.all(voice_tables.DROP_FOLLOWERS, community=community, question=question)
        deks += [row["dek"] for row in rows]
        await tx.send(*forget(community, deks))
        return len(deks)
