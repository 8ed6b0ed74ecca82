"""A readable stand-in for Slack: real sockets, its refusals, its limits, and its contract."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import WSMsgType, web

from tests.support.slack import contract, routes
from tests.support.slack.faults import Fault
from tests.support.slack.routes import Refusal
from tests.support.slack.world import Message, Workspace, World, new

APP_TOKEN = "xapp-1-A1-not-a-token"


@dataclass
class Asked:
    """One call of the bot."""

    method: str
    given: dict[str, Any]
    status: int
    error: str
    team: str


class StandIn:
    """Slack, as far as the bot meets it."""

    def __init__(self) -> None:
        self.world = World()
        self.faults: list[Fault] = []
        self.asked: list[Asked] = []
        self.refused: list[str] = []
        self.checks = True
        self.answers = asyncio.Event()
        """Cleared by a test to which Slack is to say nothing for a while."""
        self.answers.set()
        self.sockets: list[web.WebSocketResponse] = []
        self.connected = asyncio.Event()
        self.acks: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.root = ""

    @property
    def url(self) -> str:
        return f"{self.root}/api/"

    @asynccontextmanager
    async def open(self) -> AsyncGenerator["StandIn"]:
        app = web.Application(client_max_size=26_214_400)
        app.router.add_route("*", "/api/{method}", self._serve)
        app.router.add_post("/hooks/{name}", self._hook)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/link", self._link)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            for socket in self.sockets:
                await socket.close()
            await runner.cleanup()

    def fails(self, *faults: Fault) -> None:
        self.faults.extend(faults)

    def count(self, method: str) -> int:
        return sum(asked.method == method for asked in self.asked)

    def statuses(self) -> Counter[int]:
        return Counter(asked.status for asked in self.asked)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method, given = request.match_info["method"], await _given(request)
        if self._against_the_contract(method, given):
            return self._answer(method, given, {"ok": False, "error": "invalid_arguments"})
        fault = next((f for f in self.faults if f.fits(method)), None)
        if fault is not None:
            return self._fail(fault, request, method, given)
        await self.answers.wait()
        return self._carry_out(request, method, given)

    def _against_the_contract(self, method: str, given: dict[str, Any]) -> bool:
        if not self.checks:
            return False
        said = contract.refusals(method, given)
        self.refused += [f"{method}: {one}" for one in said]
        return bool(said)

    def _fail(
        self, fault: Fault, request: web.Request, method: str, given: dict[str, Any]
    ) -> web.StreamResponse:
        fault.times -= 1
        if fault.after_effect:
            self._carry_out(request, method, given)
        if fault.cut:
            assert request.transport is not None
            request.transport.abort()
            return web.Response(status=500)
        return self._answer(method, given, fault.body, fault.status, fault.headers)

    def _carry_out(
        self, request: web.Request, method: str, given: dict[str, Any]
    ) -> web.StreamResponse:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if method == "apps.connections.open":
            known = token == APP_TOKEN
            link = {"ok": True, "url": f"ws{self.root.removeprefix('http')}/link"}
            return self._answer(
                method, given, link if known else {"ok": False, "error": "invalid_auth"}
            )
        workspace = self.world.by_token(token)
        if workspace is None and method != "oauth.v2.access":
            return self._answer(method, given, {"ok": False, "error": "invalid_auth"})
        if method not in routes.METHODS:
            return self._answer(method, given, {"ok": False, "error": "unknown_method"})
        extra = {"base": self.root} if method == "files.getUploadURLExternal" else {}
        try:
            someone = workspace or Workspace("", "", "")
            found = routes.METHODS[method](self.world, someone, given | extra)
        except Refusal as refusal:
            return self._answer(method, given, {"ok": False, "error": refusal.error})
        return self._answer(method, given, {"ok": True, **found}, workspace=workspace)

    def _answer(
        self,
        method: str,
        given: dict[str, Any],
        found: Any,
        status: int = 200,
        headers: dict[str, str] | None = None,
        workspace: Workspace | None = None,
    ) -> web.Response:
        error = str(found.get("error", "")) if isinstance(found, dict) else "html"
        team = workspace.id if workspace is not None else ""
        self.asked.append(Asked(method, given, status, error, team))
        if isinstance(found, str):
            return web.Response(
                status=status, text=found, content_type="text/html", headers=headers
            )
        raw, told = orjson.dumps(found), {"Content-Type": "application/json", **(headers or {})}
        return web.Response(status=status, body=raw, headers=told)

    async def _hook(self, request: web.Request) -> web.Response:
        url = self.world.urls.get(request.match_info["name"])
        given = await request.json()
        if self.checks:
            checked = {k: given[k] for k in ("blocks", "text") if k in given}
            self.refused += contract.refusals("chat.postMessage", {"channel": "C1", **checked})
        if url is None or url.uses >= 5:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        url.uses += 1
        body = {k: given[k] for k in ("blocks", "text") if k in given}
        message = url.message
        if given.get("replace_original") and message is not None:
            message.body = message.body | body
            message.edits += 1
        else:
            for_one = given.get("response_type") != "in_channel"
            message = self.world.add(
                Message(
                    body=body,
                    team=url.team,
                    channel=url.channel,
                    thread=str(given.get("thread_ts") or ""),
                    by=self.world.workspaces[url.team].bot_user,
                    only_for=url.user if for_one else None,
                )
            )
        self.world.came(url.user, message)
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        self.world.files[request.match_info["file"]]["content"] = await request.read()
        return web.Response(text="OK - 1")

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.sockets.append(socket)
        self.connected.set()
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                ack = orjson.loads(frame.data)
                waiting = self.acks.pop(ack["envelope_id"], None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(ack.get("payload") or {})
        if socket in self.sockets:
            self.sockets.remove(socket)
        return socket

    async def envelope(
        self, kind: str, body: dict[str, Any], *, envelope: str = "", number: int = -1
    ) -> asyncio.Future[dict[str, Any]]:
        """Send one envelope over a socket; the acknowledgement comes in the future."""
        name = envelope or new("E")
        waiting: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.acks[name] = waiting
        await self.sockets[number].send_json(
            {
                "envelope_id": name,
                "type": kind,
                "accepts_response_payload": kind != "events_api",
                "payload": body,
            }
        )
        return waiting

    async def refresh_sockets(self) -> None:
        """Tell the bot to open a new socket, as Slack does every hour or so."""
        self.connected.clear()
        for socket in list(self.sockets):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
        await asyncio.wait_for(self.connected.wait(), 30)


async def _given(request: web.Request) -> dict[str, Any]:
    raw = await request.read()
    if request.content_type == "application/json":
        return dict(orjson.loads(raw)) if raw else {}
    given: dict[str, Any] = dict(request.query)
    for name, value in (await request.post()).items():
        assert isinstance(value, str)
        given[name] = orjson.loads(value) if value[:1] in {"[", "{"} else value
    given.pop("token", None)
    return given
