"""Loading the corpus in bulk: the program's own schema and index, filled faster than it would.

Only the way in is short: rows are written many at a time, and how often a stem stands is counted
once at the end. What stands there afterwards is what the program would have written, and the last
few are written by the program itself, one commit each, as in life.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bench.corpus import Passage, everything
from bot.core.clock import to_micros
from bot.core.ids import new_id
from bot.core.people import PersonRef
from bot.features.questions import tables
from bot.features.questions.model import Naming, Question, State, Topic
from bot.features.questions.rows import row_of
from bot.features.questions.service.reading import SEARCHED
from bot.storage.search import ALL, marks_of, scope_of
from bot.storage.spelling import variants_of
from bot.storage.sqlite_connect import APPLICATION_ID, connect

_THING: Final = """
    INSERT INTO search_thing (id, community, kind, thing, title, gist, stems)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_MARK: Final = "INSERT INTO search_index (rowid, marks) VALUES (?, ?)"
_TEXT: Final = """
    INSERT INTO question_text (community, question, round, dek, sealed, words)
    VALUES (?, ?, 0, ?, ?, ?)
"""
_COUNTER: Final = """
    INSERT INTO question_counter (community, number) VALUES (?, ?)
    ON CONFLICT (community) DO UPDATE SET number = excluded.number
"""
_STEM: Final = "INSERT INTO search_stem (scope, stem, things) VALUES (?, ?, ?)"
_NEAR: Final = "INSERT INTO search_near (scope, variant, stem) VALUES (?, ?, ?)"
_POSTGRES_THINGS: Final = """
    INSERT INTO search_thing (id, community, kind, thing, title, gist, stems, marks)
    SELECT id, $1, $2, thing, title, gist, stems,
           array_to_tsvector(string_to_array(marks, ' '))
      FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
        AS t (id, thing, title, gist, stems, marks)
"""
_APART: Final = timedelta(seconds=90)
_SEALED_BYTES: Final = 1_052
Things = list[tuple[int, str, str, str, str, str, str]]


def load_published(path: Path, community: str, many: int, last: datetime) -> Counter[str]:
    """Fill a migrated SQLite file that nobody has open; return in how many things a stem stands.

    The newest question was published at ``last``, each one before it 90 s earlier.
    """
    db = _quickly(path)
    scope, counts, number = scope_of(SEARCHED, community), Counter[str](), 0
    for chunk in everything(many):
        db.execute("BEGIN")
        rows = list(_published(chunk, community, number, last - (many - number) * _APART))
        rows.sort(key=lambda row: str(row["id"]))
        db.executemany(tables.ADD.text, rows)
        by_id = sorted(chunk, key=lambda passage: passage.id)
        db.executemany(_TEXT, [(community, p.id, None, None, p.asked) for p in by_id])
        db.executemany(tables.PUT_ANSWER.text, _answers(by_id, rows))
        db.executemany(_THING, _things(chunk, community, number))
        db.executemany(
            _MARK, [(number + n, marks_of(scope, p.stems)) for n, p in enumerate(chunk, start=1)]
        )
        db.execute("COMMIT")
        number += len(chunk)
        counts[ALL] += len(chunk)
        for passage in chunk:
            counts.update(passage.stems)
    db.execute("BEGIN")
    db.execute(_COUNTER, (community, number))
    db.executemany(_STEM, [(scope, stem, n) for stem, n in sorted(counts.items())])
    db.executemany(_NEAR, sorted(_near(scope, counts)))
    db.execute("COMMIT")
    db.close()
    return counts


def load_open(path: Path, community: str, many: int, now: datetime, *, first: int) -> None:
    """Add questions that wait for an answer, sealed, numbered from ``first`` on."""
    db = _quickly(path)
    base = _row(community, State.OPEN, now)
    rows = [
        base
        | {
            "id": new_id(),
            "number": first + n,
            "receipt": secrets.token_bytes(32),
            "due_at": to_micros(now + (n - many // 2) * timedelta(minutes=1)),
        }
        for n in range(many)
    ]
    db.execute("BEGIN")
    db.executemany(tables.ADD.text, rows)
    sealed = secrets.token_bytes(_SEALED_BYTES)
    db.executemany(_TEXT, [(community, r["id"], new_id(), sealed, None) for r in rows])
    db.execute(_COUNTER, (community, first + many))
    db.execute("COMMIT")
    db.close()


async def load_postgres(address: str, community: str, many: int) -> Counter[str]:
    """Fill the index of a migrated PostgreSQL database; return how common each stem is."""
    import asyncpg  # noqa: PLC0415  (an extra)

    scope, counts, number = scope_of(SEARCHED, community), Counter[str](), 0
    db: Any = await asyncpg.connect(address)
    try:
        for chunk in everything(many):
            things = _things(chunk, community, number)
            columns = [list(column) for column in zip(*things, strict=True)]
            marks = [marks_of(scope, p.stems) for p in chunk]
            await db.execute(
                _POSTGRES_THINGS, community, SEARCHED, columns[0], *columns[3:], marks
            )
            number += len(chunk)
            counts[ALL] += len(chunk)
            for passage in chunk:
                counts.update(passage.stems)
        rows = [(scope, stem, n) for stem, n in counts.items()]
        await db.copy_records_to_table("search_stem", records=rows)
        await db.copy_records_to_table("search_near", records=list(_near(scope, counts)))
        await db.execute("SELECT setval(pg_get_serial_sequence('search_thing', 'id'), $1)", number)
        await db.execute("VACUUM ANALYZE")
    finally:
        await db.close()
    return counts


def _quickly(path: Path) -> sqlite3.Connection:
    db = connect(path, APPLICATION_ID)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -262144")
    return db


def _row(community: str, state: State, at: datetime) -> dict[str, object]:
    """Return the columns of a question that are the same for all."""
    question = Question(
        community=community,
        id="",
        state=state,
        topic=Topic.OTHER,
        naming=Naming.ANONYMOUS,
        asked_on=at.date(),
        moved_on=at.date(),
    )
    return row_of(question) | {
        "topic": question.topic.value,
        "naming": question.naming.value,
        "alias": 0,
        "public": 1,
        "asked_on": question.asked_on.isoformat(),
        "votes": 0,
        "address_dek": None,
        "address": None,
    }


def _published(
    chunk: Sequence[Passage], community: str, number: int, first: datetime
) -> Iterator[dict[str, object]]:
    base = _row(community, State.CLOSED, first)
    for n, passage in enumerate(chunk, start=1):
        yield base | {
            "id": passage.id,
            "number": number + n,
            "receipt": secrets.token_bytes(32),
            "published_at": to_micros(first + n * _APART),
        }


def _answers(
    by_id: Sequence[Passage], rows: Sequence[dict[str, object]]
) -> Iterator[dict[str, object]]:
    liaison = PersonRef(platform="town", user="ben").key
    for passage, row in zip(by_id, rows, strict=True):
        yield {
            "community": row["community"],
            "question": passage.id,
            "round": 0,
            "version": 1,
            "said_by": liaison,
            "at": row["published_at"],
            "sealed": None,
            "acknowledge": "We hear you.",
            "answer": passage.answer,
            "next": "More on Monday.",
            "reason": "",
            "review_on": None,
            "note": "",
        }


def _things(chunk: Sequence[Passage], community: str, number: int) -> Things:
    return [
        (number + n, community, SEARCHED, p.id, p.asked[:120], p.answer, " ".join(p.stems))
        for n, p in enumerate(chunk, start=1)
    ]


def _near(scope: str, counts: Counter[str]) -> Iterator[tuple[str, str, str]]:
    return ((scope, form, stem) for stem in counts if stem != ALL for form in variants_of(stem))
