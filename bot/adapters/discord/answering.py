"""Answering one interaction: over its own address, outside the bot's limits, never twice.

An interaction's token opens for three seconds to the first answer and for fifteen minutes to
what follows. These calls need no token of the bot and are not counted in its 50 a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Any, Final, Protocol, TypeAlias

import aiohttp
import orjson

from bot.adapters.discord.wire import Wire

Json: TypeAlias = dict[str, Any]
Pictures: TypeAlias = tuple[tuple[str, bytes], ...]


class Kind(IntEnum):
    """The first answers that Discord knows."""

    MESSAGE = 4
    WAIT = 5
    WAIT_TO_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


class Expired(Exception):
    """The interaction takes no answer any more; whoever pressed has been shown a failure."""


class Answering(Protocol):
    """The four calls by which an interaction is answered. Each raises ``Expired``."""

    async def first(self, interaction: str, token: str, body: Json, pictures: Pictures) -> None:
        """Give the first answer. One that was given already counts as given."""
        ...

    async def amend(self, token: str, body: Json, pictures: Pictures) -> None:
        """Change the first answer, or fill in a deferred one."""
        ...

    async def follow(self, token: str, body: Json, pictures: Pictures) -> None:
        """Say something more."""
        ...

    async def withdraw(self, token: str) -> None:
        """Take the first answer back."""
        ...


ALREADY_ANSWERED: Final = 40060
_GONE: Final = frozenset({10062, 10015, 50027})
_TRIES: Final = 4
_PAUSE: Final = 0.25
_PATIENCE: Final = timedelta(seconds=2.5)
_BUSY: Final = 500
_TOO_MANY: Final = 429
_REFUSED: Final = 400


@dataclass(frozen=True, slots=True)
class DirectLine:
    """Answers over connections that stay open."""

    wire: Wire
    application: Callable[[], str]

    async def first(self, interaction: str, token: str, body: Json, pictures: Pictures) -> None:
        """Give the first answer; a cut connection is tried again within the three seconds."""
        await self._send("POST", f"/interactions/{interaction}/{token}/callback", body, pictures)

    async def amend(self, token: str, body: Json, pictures: Pictures) -> None:
        """Change the first answer."""
        await self._send("PATCH", f"{self._webhook(token)}/messages/@original", body, pictures)

    async def follow(self, token: str, body: Json, pictures: Pictures) -> None:
        """Say something more."""
        await self._send("POST", self._webhook(token), body, pictures)

    async def withdraw(self, token: str) -> None:
        """Take the first answer back."""
        await self._send("DELETE", f"{self._webhook(token)}/messages/@original", None, ())

    def _webhook(self, token: str) -> str:
        return f"/webhooks/{self.application()}/{token}"

    async def _send(self, method: str, path: str, body: Json | None, pictures: Pictures) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + _PATIENCE.total_seconds()
        for attempt in range(1, _TRIES + 1):
            pause = _PAUSE * attempt
            try:
                status, answer = await self._once(method, path, body, pictures)
            except OSError:
                status, answer = _BUSY, {}
            if status < _REFUSED or answer.get("code") == ALREADY_ANSWERED:
                return
            if status == _TOO_MANY:
                pause = wait_of(answer.get("retry_after"))
            elif status < _BUSY:
                raise refusal(status, answer)
            if attempt == _TRIES or loop.time() + pause > until:
                break
            await asyncio.sleep(pause)
        raise Expired

    async def _once(
        self, method: str, path: str, body: Json | None, pictures: Pictures
    ) -> tuple[int, Json]:
        kind, sent = await packed(body, pictures)
        status, answer = await self.wire.ask(method, path, sent, kind)
        return status, {} if status < _REFUSED else read_json(answer)


class Refused(Exception):
    """Discord refuses the answer itself: a fault of ours. Carries the numbers, never words."""

    def __init__(self, status: int, code: int) -> None:
        """Keep status and code."""
        self.status, self.code = status, code
        super().__init__(f"{status} {code}")


def refusal(status: int, answer: Json) -> Exception:
    """Return what a refused answer means."""
    code = answer.get("code", 0)
    return Expired() if code in _GONE or status == 404 else Refused(status, int(code or 0))  # noqa: PLR2004


async def packed(body: Json | None, pictures: Pictures) -> tuple[str, bytes]:
    """Write a body, with its pictures as Discord wants them; return its media type with it."""
    if not pictures:
        return "application/json", b"" if body is None else orjson.dumps(body)
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", orjson.dumps(body).decode(), content_type="application/json")
    for number, (name, data) in enumerate(pictures):
        form.add_field(f"files[{number}]", data, filename=name, content_type="image/png")
    written = form()
    return str(written.content_type), await written.as_bytes()


def read_json(raw: bytes) -> Json:
    """Read an answer; a page of HTML or nothing at all is an empty one."""
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def wait_of(given: object) -> float:
    """Return how long to wait, whatever was given: a second where it makes no sense."""
    if isinstance(given, int | float) and 0 < given < 3_600:  # noqa: PLR2004  (an hour)
        return float(given)
    return 1.0
