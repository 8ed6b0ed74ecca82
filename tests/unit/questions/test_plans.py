"""How SQLite goes about each statement: never through everything that a community ever asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from bot.core.ports import Statement
from bot.features.questions import tables, voice_tables
from bot.storage.open import open_store
from bot.storage.sql import sql
from tests.support.stores import FixedKeys, StillClock

GROWING: Final = ("question", "question_text", "question_answer", "question_perspective")
FEW_AND_SELDOM: Final = {
    "UNREAD": "when a liaison has their data deleted",
    "UNSIGN_VIEWS": "when a member of the panel has their data deleted",
    "PERSPECTIVES_BY": "when a member of the panel asks for their data",
}


def _statements() -> Iterator[tuple[str, Statement]]:
    for module in (tables, voice_tables):
        for name, value in vars(module).items():
            if isinstance(value, Statement) and name not in FEW_AND_SELDOM:
                yield name, value


@pytest.mark.parametrize(("name", "statement"), tuple(_statements()))
async def test_no_statement_reads_all_that_a_community_ever_asked(
    name: str, statement: Statement, tmp_path: Path
) -> None:
    path = tmp_path / "main.db"
    async with open_store(path, vault=FixedKeys(), clock=StillClock(), migrate=True) as store:
        explain = sql(f"EXPLAIN QUERY PLAN {statement.text}")
        steps = await store.read(lambda tx: tx.all(explain, **dict.fromkeys(statement.names, 1)))
    plan = [row["detail"] for row in steps]

    whole = [
        step
        for step in plan
        for table in GROWING
        if step in {f"SCAN {table}", f"SEARCH {table} USING PRIMARY KEY (community=?)"}
    ]
    assert whole == [], name
