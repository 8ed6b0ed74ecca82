"""The web application: the public pages, the health pages, and what is mounted beside them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Final

from aiohttp import web

from bot.adapters.site.data import Data
from bot.adapters.site.frame import Frame, assets
from bot.adapters.site.guard import Report, counted, errors, headers
from bot.adapters.site.health import Health
from bot.adapters.site.listen import MOST_BODY
from bot.adapters.site.pages import Pages

_ROBOTS: Final = "User-agent: *\nDisallow: /api/\nDisallow: /town\n"


def site(
    frame: Frame,
    health: Health,
    report: Report,
    mounted: Mapping[str, web.Application] | None = None,
    beside: Iterable[web.RouteDef] = (),
) -> web.Application:
    """Build the application. ``mounted`` holds others by their path, such as the town.

    ``beside`` are single addresses of others, which are found sooner than in one mounted.
    """

    async def robots(_: web.Request) -> web.Response:
        return web.Response(text=_ROBOTS)

    app = web.Application(
        middlewares=[counted(health.tally.count, time.monotonic), errors(frame.error, report)],
        client_max_size=MOST_BODY,
    )
    app.add_routes([*Data(frame).routes(), *Pages(frame).routes(), *health.routes(), *assets()])
    app.add_routes([web.get("/robots.txt", robots)])
    app.add_routes(beside)
    headers(app)
    for path, other in (mounted or {}).items():
        app.add_subapp(path, other)
    return app
