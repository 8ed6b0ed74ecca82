"""What published questions mean, as it is kept. Everything here runs inside a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.core.ports import Tx
from bot.features.questions import meaning_tables as tables

AMONG: Final = 5_000
"""How many published questions are compared, newest answers and corrections first.

They are read and compared afresh for each asker (docs/performance.md says what that costs); what
is older is found by its words.
"""
_IN_NO_LANGUAGE: Final = b""


class Meanings:
    """Which questions are read already, and what they mean."""

    async def meant(self, tx: Tx, community: str, model: str) -> Mapping[str, bytes]:
        """Return the vectors of the newest published questions by question."""
        rows = await tx.all(tables.MEANT, community=community, model=model, among=AMONG)
        found = {str(row["id"]): bytes(row["vector"]) for row in rows}
        return {question: vector for question, vector in found.items() if vector}

    async def unread(self, tx: Tx, community: str, model: str, *, at_most: int) -> list[str]:
        """Return some of the newest published questions that ``model`` has not read."""
        rows = await tx.all(
            tables.UNREAD, community=community, model=model, among=AMONG, at_most=at_most
        )
        return [str(row["id"]) for row in rows]

    async def keep(
        self, tx: Tx, community: str, question: str, model: str, vector: bytes | None
    ) -> None:
        """Keep what a question means; ``None`` when it is in a language that nobody reads."""
        kept = _IN_NO_LANGUAGE if vector is None else vector
        await tx.execute(
            tables.KEEP, community=community, question=question, model=model, vector=kept
        )

    async def drop(self, tx: Tx, community: str, question: str) -> None:
        """Forget what a question means: its words have changed, or are gone."""
        await tx.execute(tables.DROP, community=community, question=question)
