"""The night's work: what has outlived its term goes, counted and never named."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.errors import NotSaved
from bot.core.ports import Clock, Directory, Job, Later, Store, Tx
from bot.delivery.courier import Courier
from bot.delivery.leased import Leased
from bot.features.privacy.ports import Traces
from bot.features.privacy.service import TRACES, DataDesk

NIGHT: Final = "privacy.night"
_AT: Final = time(3, 30)
_SOON: Final = timedelta(minutes=1)


def register(courier: Courier, desk: DataDesk, *, directory: Directory, traces: Traces) -> None:
    """Work every night, and have the file forget what was erased."""

    async def night(leased: Leased) -> None:
        zone = (await directory.community(leased.community)).zone

        async def unit(tx: Tx) -> None:
            now = desk.clock.now()
            more = await desk.tidy(tx, leased.community)
            await leased.finish(tx)
            due_at = now + _SOON if more else next_night(now, zone)
            await tx.send(_night(leased.community, due_at))

        await desk.store.write(unit)

    async def forget(leased: Leased) -> None:
        try:
            await traces.erase_traces()
        except NotSaved:
            raise Later(_SOON) from None
        await desk.store.write(leased.finish)

    courier.on(NIGHT, night)
    courier.on(TRACES, forget)


async def begin(store: Store, clock: Clock, directory: Directory) -> None:
    """See to it that every community has its next night: at each start."""
    communities = await directory.communities()

    async def unit(tx: Tx) -> None:
        for community in communities:
            await tx.send(_night(community.id, next_night(clock.now(), community.zone)))

    await store.write(unit)


def next_night(now: datetime, zone: str) -> datetime:
    """Return the next half past three in the morning in ``zone``, when few people write."""
    local = now.astimezone(ZoneInfo(zone))
    at = datetime.combine(local.date(), _AT, ZoneInfo(zone))
    if at <= local:
        at = datetime.combine(local.date() + timedelta(days=1), _AT, ZoneInfo(zone))
    return at.astimezone(now.tzinfo)


def _night(community: str, due_at: datetime) -> Job:
    return Job(kind=NIGHT, community=community, due_at=due_at, key=NIGHT)
