"""The town's page: addresses under ``/town``, plain forms in, whole pages out.

Every gesture is an ordinary form and every answer a page, so that the town works without any
script; the one script only saves the reload. Add it with ``app.add_subapp("/town", town_app(…))``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from bot.adapters.town.glance import HOME, Glance, glance_of, language
from bot.adapters.town.guard import guard, headers
from bot.adapters.town.render import page
from bot.adapters.town.screen import Screen, welcome_values
from bot.adapters.town.town import Town
from bot.adapters.town.world import Entry
from bot.core.cards import Card, Picture
from bot.core.dispatch import incident_card
from bot.core.gestures import HomeOpened

Given = dict[str, list[str]]

_STATIC: Final = Path(__file__).parent / "static"
_TYPES: Final = {
    "town.css": "text/css",
    "town.js": "text/javascript",
    "mark.svg": "image/svg+xml",
}
_STEPS: Final = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
_BREATH: Final = 0.05
_HEARTBEAT: Final = 15.0


def town_app(town: Town) -> web.Application:
    """Build the pages of a town, for ``add_subapp("/town", …)``."""
    return _Pages(town).app()


class _Pages:
    """The handlers, around one town."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._world = town.world
        self._closing = asyncio.Event()

    def app(self) -> web.Application:
        app = web.Application(middlewares=[guard])
        app.router.add_get("", self.welcome)
        app.router.add_get("/", self.welcome)
        app.router.add_get("/static/{name}", self.static)
        app.router.add_get("/news", self.news)
        app.router.add_get("/{user}", self.chat)
        app.router.add_get("/{user}/suggest", self.suggest)
        app.router.add_get("/{user}/picture/{entry}/{number:[0-9]{1,2}}.png", self.picture)
        for name, act in {
            "say": self.say,
            "press": self.press,
            "submit": self.submit,
            "point": self.point,
            "close": self.close,
            "dismiss": self.dismiss,
            "clock": self.clock,
            "again": self.again,
        }.items():
            app.router.add_post(f"/{{user}}/{name}", self._gesture(act))
        app.on_shutdown.append(self._close)
        return app

    async def _close(self, _: web.Application) -> None:
        self._closing.set()

    # ---- pages -------------------------------------------------------------------------------

    async def welcome(self, request: web.Request) -> web.Response:
        values = await welcome_values(self._town, language(request))
        return _html(page("welcome.html", values))

    async def chat(self, request: web.Request) -> web.Response:
        glance = glance_of(request, self._world)
        if glance.at == HOME:
            await self._town.inbound.opens_home(glance.user, glance.language)
        screen = Screen(self._town, glance)
        return _html(page("chat.html", await screen.values()))

    async def static(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in _TYPES:
            raise web.HTTPNotFound(text="There is nothing here by that name.\n")
        text = (_STATIC / name).read_text(encoding="utf-8")
        return web.Response(text=text, content_type=_TYPES[name], charset="utf-8")

    async def picture(self, request: web.Request) -> web.Response:
        glance = glance_of(request, self._world)
        entry = self._seen_entry(glance, request.match_info["entry"])
        number = int(request.match_info["number"])
        blocks = entry.said.body if entry is not None and isinstance(entry.said, Card) else ()
        block = blocks[number] if number < len(blocks) else None
        if not isinstance(block, Picture):
            raise web.HTTPNotFound(text="There is no such picture.\n")
        return web.Response(body=block.png, content_type="image/png")

    async def suggest(self, request: web.Request) -> web.Response:
        glance = glance_of(request, self._world)
        line = request.query.get("line", "")
        found = await self._town.inbound.suggests(glance.user, line)
        return web.json_response([word.encode("utf-8", "replace").decode() for word in found])

    async def news(self, request: web.Request) -> web.StreamResponse:
        """Tell the pages that something changed, as Server-Sent Events; repeat it now and then."""
        stream = web.StreamResponse(headers=headers() | {"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        closing = asyncio.ensure_future(self._closing.wait())
        told = -1
        try:
            while not closing.done():
                changed = asyncio.ensure_future(self._world.changed(told))
                await asyncio.wait(
                    {changed, closing}, timeout=_HEARTBEAT, return_when=asyncio.FIRST_COMPLETED
                )
                changed.cancel()
                await asyncio.sleep(_BREATH)  # several changes in a row are told once
                told = self._world.version
                await stream.write(f"data: {self._world.stamp}\n\n".encode())
        except ConnectionError:
            pass  # the tab was closed
        finally:
            closing.cancel()
        return stream

    # ---- gestures ----------------------------------------------------------------------------

    def _gesture(
        self, act: Callable[[Glance, Given], Awaitable[Glance | None]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Read a form, carry it out, and show the page from where it was sent."""

        async def handle(request: web.Request) -> web.Response:
            glance = glance_of(request, self._world)
            given = await _given(request)
            try:
                moved = await act(glance, given)
            except Exception as error:  # noqa: BLE001  (the person must hear; the report has frames)
                await self._apologize(glance, error)
                moved = None
            raise web.HTTPSeeOther((moved or glance).link())

        return handle

    async def _apologize(self, glance: Glance, error: Exception) -> None:
        incident = self._town.inbound.dispatcher.report(error, "town")
        place = glance.place(self._world)
        opened = HomeOpened(
            key="", actor=await self._town.inbound.actor(glance.user), place=place, locale=""
        )
        self._world.add(place, incident_card(incident, opened), only_for=glance.user)

    async def say(self, glance: Glance, given: Given) -> Glance | None:
        in_thread = glance.thread(self._world) if "in-thread" in given else None
        place = in_thread or glance.place(self._world)
        line = _one(given, "line").replace("\r\n", "\n")
        await self._town.inbound.says(glance.user, place, line, glance.language)
        return None

    async def press(self, glance: Glance, given: Given) -> Glance | None:
        entry, token = self._seen_entry(glance, _one(given, "entry")), _one(given, "token")
        if entry is not None:
            await self._town.inbound.presses(
                glance.user,
                entry,
                token,
                glance.language,
                chosen=_one(given, f"chosen:{token}"),
                sure="sure" in given,
            )
        return None

    async def submit(self, glance: Glance, given: Given) -> Glance | None:
        form = _one(given, "form")
        values = self._town.inbound.gathered(glance.user, given)
        await self._town.inbound.submits(glance.user, form, values, glance.language)
        return None

    async def point(self, glance: Glance, given: Given) -> Glance | None:
        entry, menu = self._seen_entry(glance, _one(given, "entry")), _one(given, "menu")
        if entry is not None and menu in self._town.inbound.dispatcher.routes.menus:
            await self._town.inbound.points(glance.user, entry, menu, glance.language)
        return None

    async def close(self, glance: Glance, _: Given) -> Glance | None:
        self._town.inbound.closes(glance.user)
        return None

    async def dismiss(self, glance: Glance, given: Given) -> Glance | None:
        entry = self._seen_entry(glance, _one(given, "entry"))
        if entry is not None and entry.only_for == glance.user:
            self._world.remove(entry)
        return None

    async def clock(self, _: Glance, given: Given) -> Glance | None:
        step = _one(given, "step")
        if step == "next":
            await self._town.move_to_next()
        elif step in _STEPS:
            await self._town.move(_STEPS[step])
        return None

    async def again(self, glance: Glance, _: Given) -> Glance | None:
        self._world.start_over()
        return Glance(user=glance.user, language=glance.language)

    def _seen_entry(self, glance: Glance, entry_id: str) -> Entry | None:
        entry = self._world.entries.get(entry_id)
        if entry is None or entry.only_for not in {None, glance.user}:
            return None
        return entry if self._world.sees(glance.user, entry.place) else None


async def _given(request: web.Request) -> Given:
    given: Given = {}
    for name, value in (await request.post()).items():
        if isinstance(value, str) and not isinstance(value, BodyPartReader):
            given.setdefault(name, []).append(value)
    return given


def _one(given: Given, name: str) -> str:
    return given.get(name, [""])[-1]


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html", charset="utf-8")
