"""The whole bot on the stand-in for Slack, set up: once over HTTP and once over a socket."""

from collections.abc import AsyncGenerator

import pytest

from tests.support.slack.house import MODES
from tests.support.slack.whole import Riverbend, riverbend


@pytest.fixture(params=MODES)
async def town(request: pytest.FixtureRequest) -> AsyncGenerator[Riverbend]:
    async with riverbend(request.param) as town:
        await town.set_up()
        yield town
        assert town.slack.refused == []
