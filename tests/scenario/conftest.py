"""The town, opened once for each scenario."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

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
