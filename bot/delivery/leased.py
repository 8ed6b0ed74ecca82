"""A job under way, as its handler sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.core.errors import MovedOn

if TYPE_CHECKING:
    from bot.core.ports import Tx
    from bot.storage import outbox as storage
    from bot.storage.outbox import Outbox


class Leased:
    """One job and the lease on it."""

    def __init__(self, claimed: storage.Leased, outbox: Outbox) -> None:
        """Hold what was claimed."""
        self._claimed = claimed
        self._outbox = outbox
        self.finished = False

    @property
    def kind(self) -> str:
        """What sort of job it is."""
        return self._claimed.job.kind

    @property
    def community(self) -> str:
        """Whose job it is."""
        return self._claimed.job.community

    @property
    def lane(self) -> str:
        """Which other jobs it takes turns with."""
        return self._claimed.job.lane

    @property
    def payload(self) -> Mapping[str, str | int]:
        """Ids and numbers; never words."""
        return self._claimed.job.payload

    @property
    def attempt(self) -> int:
        """How many times it has been tried, this time included."""
        return self._claimed.attempt

    @property
    def key(self) -> str:
        """The same at every attempt: what makes a platform show it once."""
        return self._claimed.id

    async def finish(self, tx: Tx) -> None:
        """Complete the job inside the transaction of its effect.

        Raises:
            MovedOn: the lease ran out and another courier has the job: nothing is committed.
        """
        if not await self._outbox.finish_in(tx, self._claimed):
            raise MovedOn
        self.finished = True
