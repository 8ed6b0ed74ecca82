"""What the storage room itself needs from an engine, beyond the port that features see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol, TypeAlias

from bot.core.ports import Store

Dialect: TypeAlias = Literal["sqlite", "postgres"]


class Database(Store, Protocol):
    """A store together with what couriers, migrations and erasure need."""

    @property
    def dialect(self) -> Dialect:
        """Which engine it is: for migrations and search alone."""
        ...

    @property
    def alone(self) -> bool:
        """Whether no other process can have this database open."""
        ...

    async def open(self) -> None:
        """Open what the address names. Raises ``SetupError`` when that cannot be done."""
        ...

    async def close(self) -> None:
        """Finish what waits and let go. May be called twice, and after a failed ``open``."""
        ...

    def on_jobs(self, stir: Callable[[], None]) -> Callable[[], None]:
        """Call ``stir`` in the event loop after each commit that sent jobs.

        Returns the function that ends this.
        """
        ...

    async def erase_traces(self) -> None:
        """Remove what deleted rows left behind, as far as the engine lets us.

        SQLite: the log is written back and cut to nothing. PostgreSQL keeps dead rows and
        archives until it cleans up, so there only the keys in the vault erase at once.

        Raises:
            NotSaved: somebody still reads what was deleted; call again.
        """
        ...
