"""Where one tab of the browser looks: as whom, in which language, at which place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from bot.adapters.town.world import GENERAL, World
from bot.core.places import Place
from bot.i18n.catalogue import LANGUAGES, language_of

LETTERS: Final = "@"
HOME: Final = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """One tab. ``at`` is a channel, ``LETTERS`` or ``HOME``; ``side`` is a thread's message."""

    user: str
    language: str
    at: str = GENERAL
    side: str = ""

    def link(self, path: str = "", *, at: str | None = None, side: str | None = None) -> str:
        """Return the address of a page that looks from here, or of a form that returns here."""
        moved = replace(
            self, at=self.at if at is None else at, side=self.side if side is None else side
        )
        query = {"lang": moved.language, "at": moved.at}
        if moved.side:
            query["side"] = moved.side
        return f"/town/{moved.user}{path}?{urlencode(query)}"

    def in_language(self, language: str) -> str:
        """Return the address of the same view in another language."""
        return replace(self, language=language).link()

    def place(self, world: World) -> Place:
        """Return the place in the middle of the page."""
        if self.at == HOME:
            return world.home(self.user)
        return world.letters(self.user) if self.at == LETTERS else world.place(self.at)

    def thread(self, world: World) -> Place | None:
        """Return the thread at the side, if one is open and can be seen."""
        entry = world.entries.get(self.side)
        if entry is None or entry.thread is None or not world.sees(self.user, entry.place):
            return None
        return entry.thread


def glance_of(request: web.Request, world: World) -> Glance:
    """Read where a request looks. What does not exist or cannot be seen becomes ``#general``.

    Raises:
        web.HTTPNotFound: nobody of that name lives here.
    """
    user = request.match_info["user"]
    if user not in world.people:
        raise web.HTTPNotFound(text="Nobody of that name lives in the town.\n")
    at = request.query.get("at", GENERAL)
    if at not in {LETTERS, HOME} and not (
        at in world.channels and world.sees(user, world.place(at))
    ):
        at = GENERAL
    return Glance(user=user, language=language(request), at=at, side=request.query.get("side", ""))


def language(request: web.Request) -> str:
    """Choose the language of a page: as asked, else the first that the browser knows."""
    asked = request.query.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return language_of(request.headers.get("Accept-Language", "").partition(",")[0])
