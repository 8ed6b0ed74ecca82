"""The town's page over the lending shelf, reached by HTTP as a browser of this machine does."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.adapters.town.web import town_app
from tests.support.bare_town import NoTimers, bare_town
from tests.support.lending_shelf import Shelf, lending_shelf
from tests.support.town import Town


@dataclass
class Browser:
    """Follows links and sends forms, and runs no script."""

    client: TestClient[web.Request, web.Application]
    town: Town
    shelf: Shelf
    timers: NoTimers

    async def reads(self, path: str) -> str:
        answer = await self.client.get(path)
        assert answer.status == 200, (path, answer.status)
        return await answer.text()

    async def sends(
        self, path: str, form: dict[str, str] | None = None, **headers: str
    ) -> ClientResponse:
        origin = f"http://{self.client.host}:{self.client.port}"
        return await self.client.post(
            path, data=form or {}, headers={"Origin": origin, **headers}, allow_redirects=False
        )


@pytest.fixture
async def browser() -> AsyncGenerator[Browser]:
    (routes, shelf), timers = lending_shelf(), NoTimers()
    town = bare_town(routes, timers=timers)
    app = web.Application()
    app.add_subapp("/town", town_app(town))
    async with TestClient(TestServer(app)) as client:
        yield Browser(client, Town(town), shelf, timers)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def town(shelf: Shelf) -> Town:
    routes, made = lending_shelf()
    shelf.things, shelf.said = made.things, made.said
    return Town(bare_town(routes, timers=NoTimers()))
