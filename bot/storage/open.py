"""Opening the store that ``DATABASE_URL`` names, and the vault of a data directory."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from bot.core.errors import SetupError
from bot.core.ports import Clock
from bot.storage import migrate as migrations
from bot.storage.couriers import free_all
from bot.storage.ending import to_the_end
from bot.storage.engine import Database
from bot.storage.sqlite import SqliteStore
from bot.storage.transaction import Keys, Means
from bot.storage.vault_open import open_vault

__all__ = ["open_store", "open_vault", "sqlite_path"]

_POSTGRES: Final = frozenset({"postgres", "postgresql"})


@asynccontextmanager
async def open_store(
    database_url: str | Path, *, vault: Keys, clock: Clock, migrate: bool = False
) -> AsyncGenerator[Database]:
    """Open the database, and close it whatever happens.

    ``database_url`` is a path, ``sqlite:///data/file.db`` (four slashes begin an absolute path),
    or ``postgresql://…``. ``migrate`` brings the schema up to date; without it an older schema is
    refused.

    Raises:
        SetupError: one sentence for the operator that says what is wrong and what to do.
    """
    means = Means(clock=clock, inbox_key=vault.key("inbox"))
    store = make_store(database_url, means)
    try:
        await store.open()
        if migrate:
            await migrations.migrate(store)
        else:
            await migrations.check(store)
        if store.alone:
            await store.write(free_all)
        yield store
    finally:
        await to_the_end(store.close())


def make_store(database_url: str | Path, means: Means) -> Database:
    """Choose the engine. Nothing is opened, and no schema is looked at.

    Raises:
        SetupError: the address names no database, or the driver is missing.
    """
    path = sqlite_path(database_url)
    if path is not None:
        return SqliteStore(path, means)
    try:
        from bot.storage.postgres import PostgresStore  # noqa: PLC0415  (an extra)
    except ImportError as error:
        message = "DATABASE_URL names PostgreSQL, whose driver is missing: pip install 'commonground-bot[postgres]'."
        raise SetupError(message) from error
    return PostgresStore(str(database_url), means)


def sqlite_path(database_url: str | Path) -> Path | None:
    """Return the file that ``database_url`` names, or ``None`` when it names PostgreSQL.

    Raises:
        SetupError: it names neither.
    """
    if isinstance(database_url, Path):
        return database_url
    parts = urlsplit(database_url)
    if parts.scheme in _POSTGRES:
        return None
    path = unquote(parts.path)[1:]
    if parts.scheme == "sqlite" and not parts.netloc and path:
        return Path(path)
    message = "DATABASE_URL names no database: write sqlite:///data/commonground.db or postgresql://user@host/name."
    raise SetupError(message)
