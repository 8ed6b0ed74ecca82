"""What every answer carries, and what is said when something is wrong.

No page says anything of the inside: an error is a plain sentence and an incident number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.core.errors import NotFound

Report = Callable[[BaseException, str], str]
ErrorPage = Callable[[web.Request, int, str], web.Response]
Count = Callable[[str, str, int, float], None]

CSP: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
_PROXIED: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
HEADERS: Final = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "browsing-topics=()",
    "Cache-Control": "no-store",
    "Server": "Common Ground",
}


def from_this_machine(request: web.Request) -> bool:
    """Whether someone at this very machine asks, and no proxy on somebody's behalf."""
    name = re.sub(r":[0-9]+$", "", request.host)
    return (
        request.remote in _LOOPBACK
        and name in _LOOPBACK_NAMES
        and not any(header in request.headers for header in _PROXIED)
    )


def headers(app: web.Application) -> None:
    """Put the safe headers on everything that ``app`` sends, whoever wrote it.

    What a page set by itself stays: the town has a policy of its own.
    """

    async def put(_: web.Request, response: web.StreamResponse) -> None:
        for name, value in HEADERS.items():
            if name == "Server" or name not in response.headers:
                response.headers[name] = value

    app.on_response_prepare.append(put)


def errors(page: ErrorPage, report: Report) -> Middleware:
    """Turn whatever goes wrong into a page of ours."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except NotFound:
            return page(request, 404, "")
        except web.HTTPMethodNotAllowed as refusal:
            return _refused(request, refusal, page)
        except web.HTTPException as answer:
            if answer.status < 400:  # noqa: PLR2004  (a redirect is no error)
                raise
            return page(request, answer.status, "")
        except Exception as error:  # noqa: BLE001  (the reader gets a page, the log gets frames)
            return page(request, 500, report(error, "site"))

    return guard


def counted(count: Count, clock: Callable[[], float]) -> Middleware:
    """Count answers of pages by route and status: never by address or by what was asked.

    What is posted is not counted at all: it is somebody's gesture, and a counter would be a clock
    that tells when a question came.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        began = clock()
        resource = request.match_info.route.resource
        route = "unknown" if resource is None else resource.canonical
        response = await handler(request)
        if request.method != "POST":
            method = request.method if request.method in {"GET", "HEAD", "OPTIONS"} else "-"
            count(route, method, response.status, clock() - began)
        return response

    return guard


def _refused(
    request: web.Request, refusal: web.HTTPMethodNotAllowed, page: ErrorPage
) -> web.Response:
    allow = ", ".join(sorted({*refusal.allowed_methods, "OPTIONS"}))
    if request.method == "OPTIONS":
        return web.Response(status=204, headers={"Allow": allow})
    response = page(request, 405, "")
    response.headers["Allow"] = allow
    return response
