"""Who may open the town's page: a browser on this machine, and no page but our own may post.

The town lets anyone be anyone, so it must never be reachable from elsewhere, whatever address
the program listens on and whatever proxy stands before it. A name that merely resolves to this
machine is refused too (DNS rebinding), and so is a post from another site.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from aiohttp import web

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

ELSEWHERE: Final = "The town can be opened on the machine it runs on, and nowhere else."
NOT_FROM_HERE: Final = "This did not come from the town's own page, so nothing was done."
_FORWARDED: Final = (
    "Forwarded",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Server",
    "X-Real-IP",
)
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let this machine's own browser pass, and send every answer with strict headers."""
    refused = _why_not(request)
    if refused is not None:
        return web.Response(status=403, text=f"{refused}\n", headers=_HEADERS)
    try:
        response = await handler(request)
    except web.HTTPException as answer:
        answer.headers.update(_HEADERS)
        raise
    if not response.prepared:
        response.headers.update(_HEADERS)
    return response


def headers() -> dict[str, str]:
    """Return the strict headers, for an answer that is sent before it returns."""
    return dict(_HEADERS)


def _why_not(request: web.Request) -> str | None:
    peer = None if request.transport is None else request.transport.get_extra_info("peername")
    if not isinstance(peer, tuple) or not _is_loopback(str(peer[0])):
        return ELSEWHERE
    if any(name in request.headers for name in _FORWARDED):
        return ELSEWHERE
    if not _is_loopback(_host(request.headers.get("Host", ""))):
        return ELSEWHERE
    if request.method in {"GET", "HEAD"}:
        return None
    origin = request.headers.get("Origin")
    if origin is None:
        ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    else:
        ours = origin == f"{request.url.scheme}://{request.headers['Host']}"
    return None if ours else NOT_FROM_HERE


def _host(host: str) -> str:
    """Return the name in a ``Host`` header, without the port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_loopback(name: str) -> bool:
    if name.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
