"""A store on SQLite in a folder of its own."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.storage.sqlite import SqliteStore
from tests.contract.storage import notes
from tests.support.stores import (
    Place,
    StillClock,
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place("sqlite", f"sqlite:///{tmp_path}/data/main.db")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "main.db"


@pytest.fixture
async def store(place: Place, still: StillClock) -> AsyncGenerator[SqliteStore]:
    async with place.open(still) as opened:
        assert isinstance(opened, SqliteStore)
        await notes.prepare(opened)
        yield opened
