"""What a calm talk keeps goes by itself: remarks after a month, codes after half a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.core.ports import Erased, Tx
from bot.core.text import say
from bot.delivery.display import show
from bot.features.calm.service import SIGNAL_VIEW
from bot.features.calm.store import CalmTable

_REMARKS_FOR: Final = timedelta(days=30)
_CODES_FOR: Final = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class CalmRetention:
    """Nothing here leads to a person, so there is nothing to show or erase on request."""

    table: CalmTable = field(default_factory=CalmTable)

    async def expire(self, tx: Tx, community: str, now: datetime) -> Sequence[Erased]:
        """Take remarks out after 30 days; forget signals and pauses after 180."""
        blank = await self.table.blank(tx, community, (now - _REMARKS_FOR).date())
        gone = await self.table.forget(tx, community, now - _CODES_FOR)
        for signal in {*blank, *gone}:
            await tx.send(show(SIGNAL_VIEW, community, signal))
        many = len(blank) + len(gone)
        return [Erased(what=say("calm.erased", n=many), count=many)] if many else []
