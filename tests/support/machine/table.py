"""The table at which a game is played: the open bot, the books, and what the players remember."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.core.people import Actor
from tests.support.machine.cast import HOME, Door, open_door, two_communities
from tests.support.machine.gestures import Gesture
from tests.support.machine.ledger import Books, Ledger
from tests.support.machine.oracle import Memory

ZONE: Final = ZoneInfo("America/Toronto")


class Table:
    """Everything that one game knows. It is told nothing by the bot but what people are shown."""

    def __init__(self, *, second_reader: bool) -> None:
        """Open the whole bot on a database of its own."""
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.folder = tempfile.TemporaryDirectory()
        data = Path(self.folder.name) / "data"
        settings = two_communities(data, second_reader=second_reader)
        self.door: Door = self.run(self.stack.enter_async_context(open_door(settings)))
        self.app = self.door.app
        self.ledger = Ledger(data / "commonground.sqlite")
        self.memory = Memory(second_reader=second_reader)
        self.chance = Random(0)
        self.asked = 0
        self.receipts: dict[str, str] = {}
        self.askers: dict[str, str] = {}
        self.tokens: dict[int, str] = {}
        self.drafts: dict[str, tuple[int, str]] = {}
        self.kept: dict[str, str] = {}
        self.views: dict[str, tuple[str, str]] = {}
        self.done: list[tuple[str, str, Gesture]] = []

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    def end(self) -> None:
        """Close everything."""
        self.ledger.close()
        self.run(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()

    @property
    def books(self) -> Books:
        return self.ledger.read()

    @property
    def today(self) -> date:
        now: datetime = self.app.clock.now()
        return now.astimezone(ZONE).date()

    def actor(self, who: str) -> Actor:
        found: Actor = self.run(self.door.actor(who))
        return found

    def row(self, question: str, books: Books | None = None) -> dict[str, Any]:
        return (books or self.books).questions[HOME, question]

    def n(self, question: str) -> int:
        return next(n for n, q in self.tokens.items() if q == question)

    def pick(self, *states: str) -> str:
        """Choose a question, if there is one in these states."""
        fitting = [q for q in self.receipts if not states or self.row(q)["state"] in states]
        return self.chance.choice(fitting or list(self.receipts))

    def root(self, books: Books, question: str) -> str:
        """Return the question that this one was merged into in the end, if it was."""
        q = books.questions.get((HOME, question))
        while q is not None and q["merged_into"] is not None:
            q = books.questions[HOME, q["merged_into"]]
        return "" if q is None or q["id"] == question else str(q["id"])
