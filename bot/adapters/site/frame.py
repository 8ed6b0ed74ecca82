"""Drawing a page: one frame, one language, nothing that runs in the browser."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import jinja2
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.adapters.site.guard import from_this_machine
from bot.adapters.site.shown import Reading
from bot.adapters.site.speech import Speech, language_of_request
from bot.core.errors import NotFound
from bot.core.ports import Clock, Community
from bot.core.text import shorten
from bot.i18n.catalogue import LANGUAGES

_HERE: Final = Path(__file__).parent
_TYPES: Final = {".css": "text/css", ".svg": "image/svg+xml"}
_FOR_A_MINUTE: Final = "public, max-age=60"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Everything that pages share. ``base`` is their address as readers see it."""

    community: Community
    reading: Reading
    clock: Clock
    base: str
    town: str | None = None
    """Where the town is, when it runs: a link for the one who tries the bot out."""

    def speech(self, request: web.Request) -> Speech:
        """Choose the language of one page."""
        language = language_of_request(request, self.community.locale)
        return Speech(language=language, zone=self.community.zone)

    def draw(
        self,
        request: web.Request,
        template: str,
        *,
        status: int = 200,
        cache: str = _FOR_A_MINUTE,
        **shown: object,
    ) -> web.Response:
        """Draw ``template``; an unchanged page answers 304."""
        speech = self.speech(request)
        bare = bare_path(request) if status == 200 else "/"  # noqa: PLR2004  (the page asked for)
        text = (
            _templates()
            .get_template(template)
            .render(
                s=speech,
                say=speech.say,
                lang=speech.language,
                community=self.community,
                town=self.town if from_this_machine(request) else None,
                here=bare,
                url=lambda path: f"/{speech.language}{path}",
                languages=LANGUAGES,
                other=lambda language: f"/{language}{_with_query(bare, request)}",
                base=self.base,
                style=asset_address("style.css"),
                icon=asset_address("icon.svg"),
                **shown,
            )
        )
        return _answer(
            request, text, "text/html", status=status, cache=cache, language=speech.language
        )

    def error(self, request: web.Request, status: int, incident: str) -> web.Response:
        """Draw the page, or write the JSON, that says what is wrong and nothing more."""
        kind = status if status in {404, 405, 500} else 400 if status < 500 else 500  # noqa: PLR2004
        if request.path.startswith("/api/"):
            body = {"error": {404: "not found", 405: "not allowed"}.get(kind, "went wrong")}
            return web.json_response(body, status=status)
        return self.draw(
            request, "error.html", status=status, cache="no-store", kind=kind, incident=incident
        )


def bare_path(request: web.Request) -> str:
    """Return the path without its language."""
    path = request.path
    for language in LANGUAGES:
        if path == f"/{language}" or path.startswith(f"/{language}/"):
            return path.removeprefix(f"/{language}") or "/"
    return path


def asked_number(request: web.Request, name: str, at_least: int, at_most: int) -> int:
    """Return the number that a query asks for; ``at_least`` when it names none.

    Raises:
        NotFound: it is no whole number between the two.
    """
    given = request.query.get(name, str(at_least))
    fits = given.isascii() and given.isdigit() and len(given) <= len(str(at_most))
    if not fits or not at_least <= int(given) <= at_most:
        raise NotFound
    return int(given)


def feed_answer(request: web.Request, body: bytes, kind: str, **headers: str) -> web.Response:
    """Answer with data that any page anywhere may read: it is public."""
    response = _answer(request, body.decode(), kind, cache=_FOR_A_MINUTE)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers.update(headers)
    return response


def assets() -> list[web.RouteDef]:
    """Serve the one style sheet and the one picture, under names that change with them."""

    def serve(body: bytes, kind: str) -> Handler:
        async def give(_: web.Request) -> web.Response:
            return web.Response(
                body=body,
                content_type=kind,
                charset="utf-8",
                headers={"Cache-Control": "public, max-age=31536000, immutable"},
            )

        return give

    files = sorted((_HERE / "static").iterdir())
    return [
        web.get(asset_address(path.name), serve(path.read_bytes(), _TYPES[path.suffix]))
        for path in files
    ]


@cache
def asset_address(name: str) -> str:
    """Return where an asset is; the address holds its hash."""
    digest = hashlib.sha256((_HERE / "static" / name).read_bytes()).hexdigest()[:12]
    stem, _, suffix = name.rpartition(".")
    return f"/assets/{stem}.{digest}.{suffix}"


def _answer(
    request: web.Request,
    text: str,
    kind: str,
    *,
    status: int = 200,
    cache: str,
    language: str | None = None,
) -> web.Response:
    """Answer, or say that nothing changed: the tag is a hash of the content, alike for all."""
    headers = {"Cache-Control": cache}
    if language is not None:
        headers |= {"Content-Language": language, "Vary": "Accept-Language"}
    if status == 200:  # noqa: PLR2004  (the page as it should be)
        headers["ETag"] = f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'
        if headers["ETag"] in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
    return web.Response(
        text=text, status=status, content_type=kind, charset="utf-8", headers=headers
    )


def _with_query(path: str, request: web.Request) -> str:
    return f"{path}?{request.rel_url.raw_query_string}" if request.query_string else path


@cache
def _templates() -> jinja2.Environment:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.filters["shorten"] = shorten
    return templates
