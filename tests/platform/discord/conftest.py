"""The whole bot on the stand-in for Discord, set up; and a bot of no routes that posts."""

from collections.abc import AsyncGenerator

import pytest

from bot.core.routes import Routes
from tests.support.discord.house import bare_house
from tests.support.discord.posting import Post
from tests.support.discord.whole import Riverbend, riverbend


@pytest.fixture
async def town() -> AsyncGenerator[Riverbend]:
    async with riverbend() as town:
        await town.set_up()
        yield town
        assert town.discord.all_refusals() == []


@pytest.fixture
async def post() -> AsyncGenerator[Post]:
    async with bare_house(Routes()) as house:
        yield Post(house, house.running.platform)
    assert house.discord.all_refusals() == []
