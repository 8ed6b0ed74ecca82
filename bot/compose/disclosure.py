"""Everything that is held about one question, from every table and the vault, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.compose.app import App
from bot.compose.house import opened
from bot.core.errors import SetupError
from bot.core.ports import Row, Statement, Tx
from bot.settings import Settings
from bot.storage.schema import schema_of
from bot.storage.sql import sql

_QUESTION: Final = sql("""
    SELECT id FROM question WHERE community = :community AND number = :number
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A row that is about a thing, with its columns. Sealed values are named, never opened."""

    table: str
    columns: Mapping[str, object]


async def disclose(
    settings: Settings, number: int, *, community: str | None = None
) -> Sequence[Found]:
    """Return every row about a question, from every table: all that is held, and no more.

    What is sealed stays sealed: nobody learns from this who asked. Of each key that seals something
    it is said whether the vault still holds it; what is sealed under one that is gone, nobody opens.

    Raises:
        SetupError: there is no such question, or no such community.
    """
    community = settings.named(community).community.id
    async with opened(settings) as app:

        async def unit(tx: Tx) -> str | None:
            row = await tx.one(_QUESTION, community=community, number=number)
            return None if row is None else str(row["id"])

        question = await app.store.read(unit)
        if question is None:
            raise SetupError(f"There is no question {number} in {community}.")
        return await _about(app, community, question)


async def _about(app: App, community: str, thing: str) -> Sequence[Found]:
    found: list[Found] = []
    for table, about in (await schema_of(app.store)).items():
        names = sorted(column.name for column in about.columns)
        texts = sorted(c.name for c in about.columns if "TEXT" in c.type.upper())
        if "community" not in names or not texts:
            continue
        where = " OR ".join(f"{name} LIKE :like" for name in texts)
        query = sql(
            f"SELECT * FROM {table} WHERE community = :community AND ({where})"  # noqa: S608
        )  # (names of our own schema)

        found += [
            Found(table=table, columns={name: _plain(row[name]) for name in names})
            for row in await _rows(app, query, community, thing)
        ]
    return [*found, *_in_the_vault(app, community, thing, found)]


def _in_the_vault(app: App, community: str, thing: str, rows: Sequence[Found]) -> Iterator[Found]:
    """Say what the vault holds of a thing: the keys that its rows name, and marks of its erasure."""
    for key in sorted(_keys_named(rows)):
        held = "held, wrapped" if app.vault.holds(key) else "gone"
        yield Found(table="vault: key", columns={"id": key, "key": held})
    for erasure in app.vault.erasures():
        if (erasure.community, erasure.thing) == (community, thing):
            about = {"id": erasure.id, "mark": erasure.mark, "until": erasure.until.isoformat()}
            yield Found(table="vault: erasure", columns=about)


def _keys_named(rows: Sequence[Found]) -> set[str]:
    return {
        str(value)
        for row in rows
        for name, value in row.columns.items()
        if (name == "dek" or name.endswith("_dek")) and value is not None
    }


async def _rows(app: App, query: Statement, community: str, thing: str) -> Sequence[Row]:
    return await app.store.read(lambda tx: tx.all(query, community=community, like=f"%{thing}%"))


def _plain(value: object) -> object:
    if isinstance(value, bytes | bytearray | memoryview):
        return f"(sealed or hashed, {len(bytes(value))} bytes)"
    return value
