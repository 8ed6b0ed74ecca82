"""Listening: bounded in connections, sizes and waiting, and gone in good time."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web
from typing_extensions import override

from bot.adapters.site.guard import HEADERS
from bot.core.errors import SetupError

MOST_BODY: Final = 64 * 1024
MOST_CONNECTIONS: Final = 500
PATIENCE: Final = 15
"""Seconds in which a request's head must have arrived, and that an idle connection may stay."""

_LAST_WORDS: Final = 3.0
_BUSY: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n"
    b"Content-Length: 0\r\n\r\n"
)


class _Full(asyncio.Protocol):
    """Turns away whom there is no room for."""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say so and hang up."""
        if isinstance(transport, asyncio.Transport):
            transport.write(_BUSY)
        transport.close()


class _Connection(web.RequestHandler):
    """One connection. What is no HTTP gets a bare refusal: nothing of it is sent back or logged."""

    __slots__ = ()

    @override
    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Refuse, in as few words as possible."""
        if request.writer.output_size > 0:
            raise ConnectionError
        refused = web.Response(status=status, headers=HEADERS)
        refused.force_close()
        return refused


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int) -> AsyncGenerator[int]:
    """Serve ``app`` meanwhile; gives the port, which is chosen freely when ``port`` is 0.

    Raises:
        SetupError: the address cannot be listened on.
    """
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=_LAST_WORDS)
    await runner.setup()
    try:
        server, loop = runner.server, asyncio.get_running_loop()
        if server is None:
            message = "an application that was set up has a server"
            raise RuntimeError(message)

        def answer() -> asyncio.BaseProtocol:
            if len(server.connections) >= MOST_CONNECTIONS:
                return _Full()
            return _Connection(
                server,
                loop=loop,
                access_log=None,  # type: ignore[arg-type]  # who read what is nobody's business
                keepalive_timeout=PATIENCE,
                lingering_time=1.0,
                max_line_size=4096,
                max_field_size=4096,
                max_headers=64,
            )

        listener = await _bind(answer, host, port)
        try:
            yield int(listener.sockets[0].getsockname()[1])
        finally:
            listener.close()
    finally:
        await runner.cleanup()


async def _bind(
    answer: Callable[[], asyncio.BaseProtocol], host: str, port: int
) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    try:
        return await loop.create_server(answer, host, port, backlog=128)
    except (OSError, UnicodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        raise SetupError(_why(number, host, port)) from None


def _why(number: int | None, host: str, port: int) -> str:
    match number:
        case errno.EADDRINUSE:
            return (
                f"Port {port} on {host} is in use; stop the other program, "
                "or choose another port with PORT=."
            )
        case errno.EACCES:
            return f"Port {port} needs more rights than this account has; choose one above 1023."
        case _:
            return f"HOST {host!r} is not an address of this machine; use 127.0.0.1 or 0.0.0.0."
