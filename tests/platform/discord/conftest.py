"""The whole bot on the stand-in for Discord, set up."""

from collections.abc import AsyncGenerator

import pytest

from tests.support.discord.whole import Riverbend, riverbend


@pytest.fixture
async def town() -> AsyncGenerator[Riverbend]:
    async with riverbend() as town:
        await town.set_up()
        yield town
        assert town.discord.all_refusals() == []
