"""A real store in a file, a clock that stands still, a courier that reports."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.town.clock import TownClock
from bot.core.ports import Job, Store
from bot.delivery.courier import Courier
from bot.storage.open import open_store
from bot.storage.outbox import Outbox
from tests.support.display_board import Board
from tests.support.stores import FixedKeys, database, still, store
from tests.support.town import open_town

__all__ = ["database", "still", "store"]

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class Post:
    """A courier with all it stands on."""

    store: Store
    outbox: Outbox
    clock: TownClock
    courier: Courier
    reported: list[str] = field(default_factory=list)

    async def send(self, *jobs: Job) -> None:
        """Store jobs in one transaction."""
        await self.store.write(lambda tx: tx.send(*jobs))


@pytest.fixture
async def post(tmp_path: Path) -> AsyncGenerator[Post]:
    """Open a courier on a new database."""
    clock = TownClock(still_at=NOON)
    reported: list[str] = []

    def report(error: BaseException, where: str) -> str:
        reported.append(f"{where}: {type(error).__name__}")
        return "1A2B"

    async with open_store(
        tmp_path / "main.db", vault=FixedKeys(), clock=clock, migrate=True
    ) as store:
        outbox = Outbox(store, clock)
        courier = Courier(outbox=outbox, clock=clock, report=report)
        yield Post(store=store, outbox=outbox, clock=clock, courier=courier, reported=reported)


@pytest.fixture
async def board(tmp_path: Path) -> AsyncGenerator[Board]:
    async with open_town(tmp_path) as town:
        await town.settles()
        board = Board(town)
        town.app.display.view("sample", board.draw)
        yield board
