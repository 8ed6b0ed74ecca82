"""The whole bot on the stand-in for Slack, over HTTP and over a socket; and a bot of no routes."""

from collections.abc import AsyncGenerator

import pytest

from bot.core.routes import Routes
from tests.support.lending_shelf import lending_shelf
from tests.support.slack.house import MODES, House, bare_house, hurry
from tests.support.slack.whole import Riverbend, riverbend


@pytest.fixture(params=MODES)
async def town(request: pytest.FixtureRequest) -> AsyncGenerator[Riverbend]:
    async with riverbend(request.param) as town:
        await town.set_up()
        yield town
        assert town.slack.refused == []


@pytest.fixture
async def house() -> AsyncGenerator[House]:
    async with bare_house(Routes()) as house:
        hurry(house.running)
        yield house
        assert house.slack.refused == []


@pytest.fixture
async def house_for_many() -> AsyncGenerator[House]:
    """A bot without a workspace of its own: each has to install it."""
    routes, _ = lending_shelf()
    async with bare_house(routes, own=False) as house:
        hurry(house.running)
        yield house
        assert house.slack.refused == []
