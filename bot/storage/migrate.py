"""Migrations: numbered files of SQL, each applied once, in one transaction.

Nobody else writes meanwhile: a store has one writer at a time, also between processes.

``migrations/NNNN_name.sql`` is for both engines. Where they differ, ``NNNN_name.sqlite.sql`` and
``NNNN_name.postgres.sql`` stand side by side. Numbers may have gaps. A file is never edited after
a release: the database keeps its checksum, and a difference stops the program.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.core.errors import SetupError
from bot.core.ports import Statement, Tx
from bot.storage.engine import Database, Dialect
from bot.storage.sql import script, sql

FOLDER: Final = Path(__file__).with_name("migrations")
_NAME: Final = re.compile(r"(?P<number>\d{4})_[a-z0-9_]+(?:\.(?P<dialect>sqlite|postgres))?\.sql")

_HAS_VERSIONS: Final = {
    "sqlite": sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'"
    ),
    "postgres": sql("SELECT to_regclass('schema_version') AS name"),
}
_VERSIONS: Final = sql("""
    CREATE TABLE schema_version (
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL,
        CONSTRAINT schema_version_key PRIMARY KEY (number)
    )
""")
_APPLIED: Final = sql("SELECT number, name, checksum FROM schema_version ORDER BY number")
_NOTE: Final = sql("""
    INSERT INTO schema_version (number, name, checksum) VALUES (:number, :name, :checksum)
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One file, as it stands."""

    number: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def migrations(dialect: Dialect, folder: Path = FOLDER) -> tuple[Migration, ...]:
    """Read the migrations of an engine, in order.

    Raises:
        SetupError: a file has no proper name, or two have one number.
    """
    found: dict[int, Migration] = {}
    for path in sorted(folder.glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        if match is None:
            raise SetupError(f"{path} is no migration: call it NNNN_name.sql, or take it away.")
        if match["dialect"] not in {None, dialect}:
            continue
        number = int(match["number"])
        if number in found:
            raise SetupError(f"{path} and {found[number].name} have one number: give it another.")
        found[number] = Migration(
            number=number, name=path.name, text=path.read_text(encoding="utf-8")
        )
    return tuple(found[number] for number in sorted(found))


async def migrate(store: Database, folder: Path = FOLDER) -> list[str]:
    """Apply what is missing; return the names of what was applied, in order.

    Each migration is one transaction: killed in the middle, the database is as before it or as
    after it, and the next run goes on from there.

    Raises:
        SetupError: the database is newer than this program, or a migration was edited.
    """
    known = migrations(store.dialect, folder)
    missing = await store.read(lambda tx: _missing(tx, known, store.dialect))
    if missing:
        await store.write(lambda tx: _prepare(tx, store.dialect))
    applied = [
        migration.name
        for migration in missing
        if await store.write(_step(migration, known, store.dialect))
    ]
    await check(store, folder)
    return applied


async def check(store: Database, folder: Path = FOLDER) -> None:
    """Make sure that the schema is the one this program knows, neither older nor newer.

    Raises:
        SetupError: it is not; the sentence says what to do.
    """
    known = migrations(store.dialect, folder)
    missing = await store.read(lambda tx: _missing(tx, known, store.dialect))
    if missing:
        message = f"The database lacks {missing[0].name}: run `python -m bot migrate` first."
        raise SetupError(message)


async def _prepare(tx: Tx, dialect: Dialect) -> None:
    if not await _has_versions(tx, dialect):
        await tx.execute(_VERSIONS)


def _step(
    migration: Migration, known: Sequence[Migration], dialect: Dialect
) -> Callable[[Tx], Awaitable[bool]]:
    async def unit(tx: Tx) -> bool:
        if migration not in await _missing(tx, known, dialect):
            return False
        for statement in script(migration.text):
            await tx.execute(statement)
        await tx.execute(
            _NOTE, number=migration.number, name=migration.name, checksum=migration.checksum
        )
        if dialect == "sqlite":
            last = max(row["number"] for row in await tx.all(_APPLIED))
            await tx.execute(_user_version(last))
        return True

    return unit


async def _missing(tx: Tx, known: Sequence[Migration], dialect: Dialect) -> list[Migration]:
    rows = await tx.all(_APPLIED) if await _has_versions(tx, dialect) else ()
    applied = {row["number"]: row for row in rows}
    numbers = {migration.number for migration in known}
    for row in rows:
        if row["number"] not in numbers:
            message = f"The database was made by a newer version ({row['name']} is not known here): update Common Ground, or restore a backup of before."
            raise SetupError(message)
    for migration in known:
        noted = applied.get(migration.number)
        if noted is not None and noted["checksum"] != migration.checksum:
            message = f"{migration.name} is not what was applied to the database: put the released file back and write a new migration."
            raise SetupError(message)
    return [migration for migration in known if migration.number not in applied]


async def _has_versions(tx: Tx, dialect: Dialect) -> bool:
    row = await tx.one(_HAS_VERSIONS[dialect])
    return row is not None and row["name"] is not None


def _user_version(number: int) -> Statement:
    return sql(f"PRAGMA user_version = {int(number)}")
