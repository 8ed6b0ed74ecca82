"""The pages: the public site, its health, and the town beside it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.adapters.site.app import site
from bot.adapters.site.frame import Frame
from bot.adapters.site.health import Health, Tally
from bot.adapters.site.listen import listening
from bot.adapters.town.web import town_app
from bot.compose.app import App
from bot.compose.reading import OutboxPulse, Published
from bot.compose.release import release
from bot.compose.written import community
from bot.delivery import observe
from bot.settings import Settings

TOWN: Final = "/town"
ANY: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104  (names of "every address", not a binding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A running bot and where its pages are."""

    app: App
    site: str
    town: str | None


def pages_of(app: App) -> web.Application:
    """Put the pages together."""
    environment, file = app.settings.environment, app.settings.community
    home, token = community(file), environment.metrics_token
    frame = Frame(
        community=home,
        reading=Published(app, home.id),
        clock=app.clock,
        base=address_of(app.settings),
        town=TOWN if environment.plays else None,
    )
    health = Health(
        pulse=OutboxPulse(app),
        tally=Tally(),
        version=release(),
        token=None if token is None else token.reveal(),
    )
    mounted = {TOWN: town_app(app.town)} if environment.plays else {}
    slack = () if app.slack is None else app.slack.routes()
    return site(frame, health, observe.report, mounted, slack)


@asynccontextmanager
async def serving(app: App) -> AsyncGenerator[Running]:
    """Serve the pages meanwhile."""
    environment = app.settings.environment
    async with listening(pages_of(app), environment.host, environment.port) as port:
        yield Running(
            app=app,
            site=f"{_address(environment.host, port)}/",
            town=f"http://127.0.0.1:{port}{TOWN}/" if environment.plays else None,
        )


def address_of(settings: Settings) -> str:
    """Return where others find the site: what the operator says, or where it listens."""
    environment = settings.environment
    said = settings.community.site.address.rstrip("/")
    return said or _address(environment.host, environment.port)


def _address(host: str, port: int) -> str:
    """Return what a browser of this machine calls it."""
    shown = "127.0.0.1" if host in ANY else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
