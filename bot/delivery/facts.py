"""Facts: how one feature hears what happened in another, after the commit.

A fact is written to the outbox in the transaction that made it true. Each subscriber gets a job
of its own, so that one that fails is tried again alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from bot.core.ports import Job, Store, Tx
from bot.delivery.courier import Courier, Leased

FACT: Final = "fact"

OnFact: TypeAlias = Callable[[Leased], Awaitable[None]]


def fact(name: str, community: str, **ids: str | int) -> Job:
    """Say that something happened: ``fact("questions.answered", community, question=id)``."""
    lane = f"{name}:{next(iter(ids.values()), '')}"
    return Job(kind=FACT, community=community, lane=lane, payload={"fact": name, **ids})


class Facts:
    """Who wants to hear what."""

    def __init__(self, *, store: Store, courier: Courier) -> None:
        """Take what is needed and answer for the jobs that carry facts."""
        self._store = store
        self._courier = courier
        self._subscribers: dict[str, list[str]] = {}
        courier.on(FACT, self._spread)

    def on(self, name: str, subscriber: str, hear: OnFact) -> None:
        """Have ``subscriber`` (a feature's name) hear every fact ``name``, at least once."""
        kind = f"{FACT}:{name}>{subscriber}"
        self._subscribers.setdefault(name, []).append(kind)
        self._courier.on(kind, hear)

    async def _spread(self, leased: Leased) -> None:
        kinds = self._subscribers.get(str(leased.payload["fact"]), [])

        async def unit(tx: Tx) -> None:
            for kind in kinds:
                await tx.send(
                    Job(
                        kind=kind,
                        community=leased.community,
                        lane=f"{kind}:{leased.lane}",
                        payload=leased.payload,
                    )
                )
            await leased.finish(tx)

        await self._store.write(unit)
