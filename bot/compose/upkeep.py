"""What keeps the house in order while it runs: cards redrawn, keys that nobody needs erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.compose.app import App
from bot.compose.erasing import forget_erasures
from bot.core.ports import Statement, Tx
from bot.delivery.observe import note, report
from bot.storage.inbox import forget_expired
from bot.storage.schema import schema_of
from bot.storage.sql import sql
from bot.storage.vault_copy import FOLDER

_HOURLY: Final = timedelta(hours=1)
_GIVEN_UP: Final = timedelta(days=30)
"""As long as operators may see which jobs were given up, and why."""


async def keep_in_order(app: App) -> None:
    """Mend what platforms show at the start and every hour; sweep the vault at the start.

    Whatever fails is tried again an hour later: the program outlives any trouble here.
    """
    try:
        await sweep_keys(app)
    except Exception as error:  # noqa: BLE001  (unused keys can wait for the next start)
        report(error, "upkeep.keys")
    while True:
        try:
            await tidy(app)
        except Exception as error:  # noqa: BLE001  (see above)
            report(error, "upkeep")
        await app.clock.sleep(_HOURLY)


async def tidy(app: App) -> None:
    """Do what is done every hour, once."""
    for community in await app.directory.communities():
        await app.display.redraw_all(community.id)
    await forget_erasures(app)
    await app.vault.keep_copies(app.settings.environment.data_dir / FOLDER)
    now = app.clock.now()
    while await forget_expired(app.store, now):
        pass  # a thousand gestures a transaction, so that nobody waits behind it
    await app.outbox.forget_dead(now - _GIVEN_UP)


async def sweep_keys(app: App) -> int:
    """Erase the keys of the vault that no row names: reserves of earlier runs, cut-off work.

    A row names a key in a column called ``dek`` or ``<something>_dek``, in whatever table.
    """
    queries = [
        sql(f"SELECT {column.name} AS dek FROM {table} WHERE {column.name} IS NOT NULL")  # noqa: S608  (names of our own schema)
        for table, about in (await schema_of(app.store)).items()
        for column in sorted(about.columns, key=lambda column: column.name)
        if column.name == "dek" or column.name.endswith("_dek")
    ]
    swept = await app.vault.sweep(await app.store.read(lambda tx: _named(tx, queries)))
    if swept:
        note("vault.swept", count=swept)
    return swept


async def _named(tx: Tx, queries: Sequence[Statement]) -> list[str]:
    return [row["dek"] for query in queries for row in await tx.all(query)]
