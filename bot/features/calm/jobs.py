"""What the clock does for a calm talk: it draws signals and pauses, and ends every pause."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.errors import MovedOn, NotFound
from bot.core.places import Purpose
from bot.core.ports import Store, Tx
from bot.delivery.courier import Courier
from bot.delivery.display import Display, Drawn, show
from bot.delivery.leased import Leased
from bot.features.calm import views
from bot.features.calm.service import COOLING_VIEW, END, SIGNAL_VIEW
from bot.features.calm.store import CalmTable


@dataclass(frozen=True, slots=True)
class CalmClock:
    """Draws from what is true now, and ends what is due."""

    store: Store
    table: CalmTable

    async def signal(self, community: str, signal: str) -> Drawn | None:
        """Draw a signal for organizers."""
        try:
            found = await self.store.read(lambda tx: self.table.signal(tx, community, signal))
        except NotFound:
            return None
        return Drawn(card=views.signal_card(found), purpose=Purpose.TRIAGE)

    async def cooling(self, community: str, cooling: str) -> Drawn | None:
        """Draw a pause in its own place."""
        try:
            found = await self.store.read(lambda tx: self.table.cooling(tx, community, cooling))
        except NotFound:
            return None
        return Drawn(card=views.cooling_card(found), at=found.place)

    async def end(self, leased: Leased) -> None:
        """End a pause whose time has come; one that an organizer ended stays as it is."""
        community, cooling = leased.community, str(leased.payload["cooling"])

        async def unit(tx: Tx) -> None:
            try:
                before = await self.table.cooling(tx, community, cooling)
                before.ended()
                await self.table.end(tx, before)
                await tx.send(show(COOLING_VIEW, community, cooling))
            except (MovedOn, NotFound):
                pass
            await leased.finish(tx)

        await self.store.write(unit)


def register(courier: Courier, display: Display, store: Store) -> None:
    """Draw the views and answer for the clock."""
    clock = CalmClock(store, CalmTable())
    display.view(SIGNAL_VIEW, clock.signal)
    display.view(COOLING_VIEW, clock.cooling)
    courier.on(END, clock.end)
