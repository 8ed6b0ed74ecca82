"""What could not be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.compose.app import Ground
from bot.core.places import Place
from bot.features.troubles import handlers
from bot.features.troubles.ports import Unshown
from bot.features.troubles.service import TroubleDesk
from bot.storage.jobs import Dead
from bot.storage.outbox import Outbox


@dataclass(frozen=True, slots=True)
class OutboxTroubles:
    """Reads what the outbox has given up."""

    outbox: Outbox

    async def of(self, community: str) -> Sequence[Unshown]:
        """Return it by place and reason, the most frequent first."""
        dead = await self.outbox.dead(community)
        counted = Counter((_place(one), one.code) for one in dead)
        return [
            Unshown(place=place, code=code, many=many)
            for (place, code), many in counted.most_common()
        ]

    async def again(self, community: str) -> int:
        """Make each due once more."""
        dead = await self.outbox.dead(community)
        return sum([await self.outbox.revive(one.id) for one in dead])


def wire_troubles(on: Ground) -> None:
    """Let organizers see what could not be shown."""
    handlers.register(on.routes, TroubleDesk(OutboxTroubles(on.outbox)))


def _place(dead: Dead) -> Place | None:
    try:
        return Place.from_key(str(dead.job.payload.get("place", "")))
    except ValueError:
        return None
