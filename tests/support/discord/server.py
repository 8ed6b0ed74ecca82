"""A readable stand-in for Discord: real sockets, its refusals, its limits, and its contract."""

import asyncio
import re
import time
from collections import Counter, deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import BodyPartReader, web

from tests.support.discord import contract, routes
from tests.support.discord.faults import VIA, Fault
from tests.support.discord.gateway import Gateway
from tests.support.discord.routes import Refusal
from tests.support.discord.world import World

TOKEN = "NTAwMDAwMDAwMDAwMDAwMDAx.Gxxxxx.not-a-token"
BASE = "/api/v10"
OUTSIDE_THE_LIMIT = ("/interactions/", "/webhooks/")


@dataclass
class Asked:
    """One request of the bot."""

    method: str
    path: str
    body: Any
    status: int
    at: float


@dataclass
class Limits:
    """Rate limits, off unless a test wants them."""

    a_second: int | None = None
    bucket: int | None = None
    bucket_seconds: float = 1.0
    counted: deque[float] = field(default_factory=deque)
    buckets: dict[str, tuple[float, int]] = field(default_factory=dict)


class StandIn:
    """Discord, as far as the bot meets it."""

    def __init__(self) -> None:
        self.world = World()
        self.gateway = Gateway(self.world, TOKEN)
        self.faults: list[Fault] = []
        self.asked: list[Asked] = []
        self.refused: list[str] = []
        self.limits = Limits()
        self.token_works = True
        self.delay = 0.0
        self.starts_left = 1_000
        self.checks = True
        self.url = ""

    @asynccontextmanager
    async def open(self) -> AsyncGenerator["StandIn"]:
        app = web.Application(client_max_size=26_214_400)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_route("*", BASE + "/{rest:.*}", self._serve)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1_024)
        await site.start()
        port = runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}{BASE}"
        self.gateway.address = f"ws://127.0.0.1:{port}/gateway"
        try:
            yield self
        finally:
            await self.gateway.drop(1001)
            await runner.cleanup()

    def fails(self, *faults: Fault) -> None:
        self.faults.extend(faults)

    def count(self, method: str, pattern: str) -> int:
        return sum(
            a.method == method and re.fullmatch(pattern, a.path) is not None for a in self.asked
        )

    def statuses(self) -> Counter[int]:
        return Counter(a.status for a in self.asked)

    def all_refusals(self) -> list[str]:
        """What the contract said against anything that the bot sent, over HTTP or the gateway."""
        return self.refused + self.gateway.refused

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(BASE)
        body, files = await _body(request)
        if self._against_the_contract(request, path, body, files):
            form = {"code": 50035, "message": "form"}
            return self._note(request.method, path, body, 400, form)
        fault = next((f for f in self.faults if f.fits(request.method, path)), None)
        if fault is not None:
            return self._fail(fault, request, path, body, files)
        if path == "/gateway/bot":
            return self._answer(200, self._where())
        outside = path.startswith(OUTSIDE_THE_LIMIT)
        refused = None if outside else self._refuse(request)
        if refused is not None:
            return self._note(request.method, path, body, *refused)
        headers = {} if outside else self._bucket(request.method, path)
        if headers.get("X-RateLimit-Remaining") == "-1":
            wait = float(headers["X-RateLimit-Reset-After"])
            about = {"message": "slow down", "retry_after": wait, "global": False}
            told = {**headers, **VIA, "X-RateLimit-Remaining": "0"}
            return self._note(request.method, path, body, 429, about, told)
        if self.delay:
            await asyncio.sleep(self.delay)
        before = self.world.meeting(path)
        status, found = self._carry_out(request.method, path, body, files)
        if before is not None and status < 300 and request.method != "GET":
            await self.gateway.tell_of_meeting(before, gone=request.method == "DELETE")
        return self._note(request.method, path, body, status, found, headers)

    def _against_the_contract(
        self, request: web.Request, path: str, body: Any, files: tuple[str, ...]
    ) -> bool:
        if not self.checks:
            return False
        said = contract.refusals(request.method, path, dict(request.query), body, len(files))
        self.refused += [f"{request.method} {path}: {one}" for one in said]
        return any(one.startswith(("spec:", "overlay:")) for one in said)

    def _fail(
        self, fault: Fault, request: web.Request, path: str, body: Any, files: tuple[str, ...]
    ) -> web.Response:
        fault.times -= 1
        if fault.after_effect:
            self._carry_out(request.method, path, body, files)
        if fault.cut:
            assert request.transport is not None
            request.transport.abort()
            return self._note(request.method, path, body, 500, {})
        return self._note(request.method, path, body, fault.status, fault.body, fault.headers)

    def _refuse(self, request: web.Request) -> tuple[int, Any, dict[str, str]] | None:
        known = request.headers.get("Authorization") == f"Bot {TOKEN}"
        if not self.token_works or not known:
            return 401, {"code": 0, "message": "401"}, {}
        slow = self._too_fast()
        return None if slow is None else (429, *slow)

    def _carry_out(
        self, method: str, path: str, body: Any, files: tuple[str, ...]
    ) -> tuple[int, Any]:
        try:
            _, handle, names = routes.find(method, path)
            extra = {"files": files} if files else {}
            found = handle(self.world, body or {}, **names, **extra)
        except Refusal as refusal:
            return refusal.status, {"code": refusal.code, "message": "no"}
        return (204, None) if found is None else (200, found)

    def _note(
        self,
        method: str,
        path: str,
        body: Any,
        status: int,
        found: Any,
        headers: dict[str, str] | None = None,
    ) -> web.Response:
        self.asked.append(Asked(method, path, body, status, time.monotonic()))
        return self._answer(status, found, headers)

    @staticmethod
    def _answer(status: int, found: Any, headers: dict[str, str] | None = None) -> web.Response:
        if found is None:
            return web.Response(status=status, headers=headers)
        if isinstance(found, str):
            return web.Response(
                status=status, text=found, content_type="text/html", headers=headers
            )
        raw, told = orjson.dumps(found), {"Content-Type": "application/json", **(headers or {})}
        return web.Response(status=status, body=raw, headers=told)

    def _where(self) -> dict[str, Any]:
        limit = {
            "total": 1_000,
            "remaining": self.starts_left,
            "reset_after": 200,
            "max_concurrency": 1,
        }
        return {"url": self.gateway.address, "shards": 1, "session_start_limit": limit}

    def _too_fast(self) -> tuple[dict[str, Any], dict[str, str]] | None:
        if self.limits.a_second is None:
            return None
        now, counted = time.monotonic(), self.limits.counted
        while counted and counted[0] <= now - 1:
            counted.popleft()
        if len(counted) >= self.limits.a_second:
            about = {"message": "slow down", "retry_after": 0.2, "global": True}
            return about, VIA | {"X-RateLimit-Scope": "global", "X-RateLimit-Global": "true"}
        counted.append(now)
        return None

    def _bucket(self, method: str, path: str) -> dict[str, str]:
        if self.limits.bucket is None:
            return {}
        major = "/".join(path.split("/")[:3])
        template = re.sub(r"/\d+", "/_", path)
        name, now = f"{method} {template} {major}", time.monotonic()
        began, used = self.limits.buckets.get(name, (now, 0))
        if now - began >= self.limits.bucket_seconds:
            began, used = now, 0
        used += 1
        self.limits.buckets[name] = (began, used)
        left = self.limits.bucket_seconds - (now - began)
        return {
            "X-RateLimit-Limit": str(self.limits.bucket),
            "X-RateLimit-Remaining": str(max(-1, self.limits.bucket - used)),
            "X-RateLimit-Reset": str(time.time() + left),
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": f"{abs(hash(f'{method} {template}')):x}"[:16],
        }


async def _body(request: web.Request) -> tuple[Any, tuple[str, ...]]:
    if not request.can_read_body:
        return None, ()
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        return (orjson.loads(raw) if raw else None), ()
    body, files = None, []
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        raw = bytes(await part.read())
        if part.name == "payload_json":
            body = orjson.loads(raw)
        else:
            assert raw.startswith(b"\x89PNG"), "a picture of ours is a PNG"
            files.append(part.filename or "")
    return body, tuple(files)
