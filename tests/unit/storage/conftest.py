"""A vault in a folder of its own, and a clock that stands still."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.storage.open import open_vault
from bot.storage.vault import Vault
from tests.support.stores import StillClock


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def still() -> StillClock:
    return StillClock()


@pytest.fixture
async def vault(data: Path, still: StillClock) -> AsyncGenerator[Vault]:
    async with open_vault(data, clock=still) as opened:
        yield opened
