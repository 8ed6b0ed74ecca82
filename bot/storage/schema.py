"""What a schema consists of, read from the database itself: to compare one with another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.ports import Row, Tx
from bot.storage.engine import Database, Dialect
from bot.storage.sql import sql

_SQLITE: Final = {
    "columns": sql("""
        SELECT m.name AS of_table, c.name AS name, c.type AS type, c."notnull" = 0 AS nullable,
               c.dflt_value AS preset
          FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
    """),
    "indexes": sql("""
        SELECT tbl_name AS of_table, sql AS definition FROM sqlite_master
         WHERE type = 'index' AND sql IS NOT NULL
    """),
    "rules": sql("""
        SELECT tbl_name AS of_table, sql AS definition FROM sqlite_master
         WHERE type IN ('table', 'trigger') AND name NOT LIKE 'sqlite%'
    """),
}
_POSTGRES: Final = {
    "columns": sql("""
        SELECT table_name AS of_table, column_name AS name, data_type AS type,
               is_nullable = 'YES' AS nullable, column_default AS preset
          FROM information_schema.columns WHERE table_schema = current_schema()
    """),
    "indexes": sql("""
        SELECT tablename AS of_table, indexdef AS definition FROM pg_indexes
         WHERE schemaname = current_schema()
    """),
    "rules": sql("""
        SELECT t.relname AS of_table, c.conname || ' ' || pg_get_constraintdef(c.oid) AS definition
          FROM pg_constraint AS c JOIN pg_class AS t ON t.oid = c.conrelid
         WHERE t.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
    """),
}
_QUERIES: Final = {"sqlite": _SQLITE, "postgres": _POSTGRES}


@dataclass(frozen=True, slots=True)
class Column:
    """One column, as the engine describes it."""

    name: str
    type: str
    nullable: bool
    preset: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """One table. The order of columns says when they came, not what they are: it is left out."""

    columns: frozenset[Column]
    indexes: frozenset[str]
    rules: frozenset[str]


async def schema_of(store: Database) -> dict[str, Table]:
    """Describe every table by name."""

    async def unit(tx: Tx) -> dict[str, Table]:
        return await _read(tx, store.dialect)

    return await store.read(unit)


async def _read(tx: Tx, dialect: Dialect) -> dict[str, Table]:
    queries = _QUERIES[dialect]
    columns = await tx.all(queries["columns"])
    indexes = await tx.all(queries["indexes"])
    rules = await tx.all(queries["rules"])
    return {
        table: Table(
            columns=frozenset(_column(row) for row in columns if row["of_table"] == table),
            indexes=frozenset(_words(row) for row in indexes if row["of_table"] == table),
            rules=frozenset(_words(row) for row in rules if row["of_table"] == table),
        )
        for table in sorted({row["of_table"] for row in columns})
    }


def _column(row: Row) -> Column:
    return Column(
        name=row["name"],
        type=row["type"],
        nullable=bool(row["nullable"]),
        preset=row["preset"],
    )


def _words(row: Row) -> str:
    return " ".join(str(row["definition"]).split())
