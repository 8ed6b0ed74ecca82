"""The whole database as it stands, read past the bot on a connection of its own.

A refused press must leave every row of every table as it was; an accepted one may touch what its
verb may touch and nothing else. So tables are compared whole, never by what the bot says of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

Row = Mapping[str, Any]
Rows = frozenset[tuple[Any, ...]]

_UNWATCHED: Final = ("sqlite_", "search", "question_meaning", "courier", "bucket", "schema")
"""What jobs derive from published words, which the tests of search watch; who serves which lane."""


@dataclass(frozen=True)
class Books:
    """Every row of every watched table at one moment."""

    tables: Mapping[str, Rows]
    names: Mapping[str, tuple[str, ...]] = field(repr=False)

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Go through the rows of one table, by column name."""
        names = self.names[table]
        for row in self.tables[table]:
            yield dict(zip(names, row, strict=True))

    @cached_property
    def questions(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every question by community and id."""
        return {(row["community"], row["id"]): row for row in self.rows("question")}

    @cached_property
    def sheets(self) -> dict[tuple[str, str, int], dict[str, Any]]:
        """The words of every round, by community, question and round."""
        return {
            (row["community"], row["question"], row["round"]): row
            for row in self.rows("question_text")
        }

    def of(self, table: str, community: str, question: str) -> list[dict[str, Any]]:
        """Return the rows of one table that belong to one question."""
        key = (community, question)
        return [row for row in self.rows(table) if (row["community"], row["question"]) == key]


@dataclass(frozen=True)
class Change:
    """What became different between two moments."""

    gone: Mapping[str, list[dict[str, Any]]]
    new: Mapping[str, list[dict[str, Any]]]

    @property
    def tables(self) -> set[str]:
        """The tables in which anything is different."""
        return {*self.gone, *self.new}


class Ledger:
    """Reads the database of one running bot. Nothing is ever written through it."""

    def __init__(self, path: Path) -> None:
        """Open ``path`` for reading."""
        self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        found = self._db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        self._tables = [
            name
            for name, made in found
            if not name.startswith(_UNWATCHED) and "VIRTUAL" not in str(made)
        ]
        self._names = {
            table: tuple(row[1] for row in self._db.execute(f"PRAGMA table_info({table})"))
            for table in self._tables
        }
        self._version = -1
        self._books: Books | None = None

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def read(self) -> Books:
        """Return everything as it stands now; the same books while nobody committed anything."""
        version = self._db.execute("PRAGMA data_version").fetchone()[0]
        if self._books is None or version != self._version:
            before = None if self._books is None else self._books.tables
            self._db.execute("BEGIN")
            tables = {
                table: frozenset(self._db.execute(f"SELECT * FROM {table}").fetchall())  # noqa: S608  (names from the schema)
                for table in self._tables
            }
            self._db.execute("COMMIT")
            self._version = version
            if tables != before:
                self._books = Books(tables, self._names)
        assert self._books is not None
        return self._books


def change(before: Books, after: Books) -> Change:
    """Compare two moments, table by table and row by row."""
    if before is after:
        return Change({}, {})

    def only(one: Books, other: Books) -> dict[str, list[dict[str, Any]]]:
        found = {}
        for table, rows in one.tables.items():
            if rows is not other.tables[table] and (left := rows - other.tables[table]):
                names = one.names[table]
                found[table] = [dict(zip(names, row, strict=True)) for row in left]
        return found

    return Change(only(before, after), only(after, before))
