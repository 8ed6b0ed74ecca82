"""The pages: the public site, its health, and the town beside it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from bot.adapters.site.app import site
from bot.adapters.site.frame import Frame
from bot.adapters.site.health import Health, Tally
from bot.adapters.site.listen import listening
from bot.adapters.town.web import town_app
from bot.compose.app import App
from bot.compose.reading import OutboxPulse, Published
from bot.compose.written import community
from bot.delivery import observe

TOWN: Final = "/town"
ANY: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104  (names of "every address", not a binding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A running bot and where its pages are."""

    app: App
    site: str
    town: str | None


@asynccontextmanager
async def serving(app: App) -> AsyncGenerator[Running]:
    """Serve the pages meanwhile."""
    environment, home = app.settings.environment, community(app.settings.community)
    token = environment.metrics_token
    frame = Frame(
        community=home,
        reading=Published(app, home.id),
        clock=app.clock,
        base=app.settings.community.site.address.rstrip("/"),
        town=TOWN if environment.plays else None,
    )
    health = Health(
        pulse=OutboxPulse(app),
        tally=Tally(),
        version=_version(),
        token=None if token is None else token.reveal(),
    )
    mounted = {TOWN: town_app(app.town)} if environment.plays else {}
    pages = site(frame, health, observe.report, mounted)
    async with listening(pages, environment.host, environment.port) as port:
        shown = "127.0.0.1" if environment.host in ANY else environment.host
        address = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
        town = f"http://127.0.0.1:{port}{TOWN}/" if environment.plays else None
        yield Running(app=app, site=f"{address}/", town=town)


def _version() -> str:
    try:
        return version("commonground-bot")
    except PackageNotFoundError:  # run from a tree that was never installed
        return "0"
