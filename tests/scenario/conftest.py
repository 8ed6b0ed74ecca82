"""What scenarios begin with: the town, a desk of questions, a program, a press with feeds."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.support.feed_press import Press, opened_press
from tests.support.program import Program
from tests.support.questions import Desk, desk_of
from tests.support.town import Town, open_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncGenerator[Town]:
    """The whole bot on a database of its own, with the example community."""
    async with open_town(tmp_path / "data") as town:
        yield town


@pytest.fixture
def desk(town: Town) -> Desk:
    """Everyone whom a question meets."""
    return desk_of(town)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    first = Program(tmp_path_factory.mktemp("program"), Path())
    assert first.does("migrate").returncode == 0
    return first.data


@pytest.fixture
def program(tmp_path: Path, migrated: Path) -> Program:
    return Program(tmp_path, migrated)


@pytest.fixture
async def press(tmp_path: Path) -> AsyncGenerator[Press]:
    """A town with an empty folder of feeds, and an organizer before it."""
    async with opened_press(tmp_path, fresh=True) as press:
        yield press
