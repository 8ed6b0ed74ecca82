"""A hall with a community that can be set up."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.features.team.model import (
    Written,
)
from tests.support.riverbend import RIVERBEND
from tests.support.team_hall import Hall, a_hall


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncGenerator[Hall]:
    async with a_hall(tmp_path, Written(community=RIVERBEND, policy_reviewed=True)) as hall:
        yield hall
