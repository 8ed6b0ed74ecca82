"""What privacy itself holds about a person: that they left, until all else is erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.people import PersonRef
from bot.core.ports import Erased, Held, Store, Tx
from bot.core.text import say
from bot.features.privacy.store import PrivacyTables


@dataclass(frozen=True, slots=True)
class PrivacyData:
    """Shows and forgets a departure. Wired last, so that it goes when all else went."""

    store: Store
    tables: PrivacyTables = field(default_factory=PrivacyTables)

    async def export(self, community: str, person: PersonRef) -> Sequence[Held]:
        """Return the day on which all about ``person`` is erased, if they left."""
        day = await self.store.read(lambda tx: self.tables.erase_on(tx, community, person))
        if day is None:
            return ()
        what = say("privacy.held.departed")
        return (Held(what=what, values=((say("privacy.held.erase_on"), day),)),)

    async def erase(self, tx: Tx, community: str, person: PersonRef) -> Sequence[Erased]:
        """Forget that ``person`` left."""
        count = await self.tables.stay(tx, community, person)
        return (Erased(what=say("privacy.erased.departed", n=count), count=count),)
