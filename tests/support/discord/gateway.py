"""The stand-in's gateway: zlib-stream, heartbeats, identify, resume, and every way to be cut off."""

import asyncio
import zlib
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import WSMsgType, web

from tests.support.discord import contract
from tests.support.discord.world import BOT, World, snowflake

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
ENDS_THE_SESSION = {1000, 1001}


@dataclass(eq=False)
class Session:
    """One session: what was sent in it can be sent again."""

    id: str
    shard: tuple[int, int]
    intents: int
    seq: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)
    line: "Line | None" = None


class Line:
    """One websocket, compressed as one stream."""

    def __init__(self, ws: web.WebSocketResponse, *, compressed: bool) -> None:
        self.ws = ws
        self.dropped = False
        self._packer = zlib.compressobj() if compressed else None

    async def send(self, frame: dict[str, Any]) -> None:
        if self.ws.closed:
            return
        raw = orjson.dumps(frame)
        if self._packer is None:
            await self.ws.send_str(raw.decode())
            return
        await self.ws.send_bytes(
            self._packer.compress(raw) + self._packer.flush(zlib.Z_SYNC_FLUSH)
        )


class Gateway:
    """Sessions and what is told in them."""

    def __init__(self, world: World, token: str) -> None:
        self._world, self._token = world, token
        self.address = ""
        self.sessions: dict[str, Session] = {}
        self.lines: list[Line] = []
        self.identified = 0
        self.resumed = 0
        self.closed_with: list[int | None] = []
        self.refused: list[str] = []
        self.answers_heartbeats = True
        self.heartbeat_ms = 41_250
        self.close_new_with: int | None = None

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(max_msg_size=0, autoping=True)
        await ws.prepare(request)
        line = Line(ws, compressed=request.query.get("compress") == "zlib-stream")
        self.lines.append(line)
        session: Session | None = None
        await line.send(
            {"op": HELLO, "d": {"heartbeat_interval": self.heartbeat_ms}, "s": None, "t": None}
        )
        async for message in ws:
            if message.type is not WSMsgType.TEXT:
                continue
            frame = orjson.loads(message.data)
            self._check(frame)
            match frame["op"]:
                case 1 if self.answers_heartbeats:
                    await line.send({"op": ACK, "d": None, "s": None, "t": None})
                case 2:
                    session = await self._identify(line, frame["d"])
                case 6:
                    session = await self._resume(line, frame["d"])
                case _:
                    pass
        self.closed_with.append(ws.close_code)
        if session is not None and session.line is line:
            session.line = None
            if ws.close_code in ENDS_THE_SESSION and not line.dropped:
                self.sessions.pop(session.id, None)
        return ws

    async def tell(self, event: str, data: dict[str, Any], guild: int | None = None) -> None:
        """Dispatch an event to the shard that hears of it."""
        for session in list(self.sessions.values()):
            number, count = session.shard
            if (0 if guild is None else (guild >> 22) % count) == number:
                await self._dispatch(session, event, data)

    async def tell_of_meeting(self, about: dict[str, Any], *, gone: bool = False) -> None:
        """Tell that a meeting was changed or deleted, by whomever."""
        event = "GUILD_SCHEDULED_EVENT_DELETE" if gone else "GUILD_SCHEDULED_EVENT_UPDATE"
        await self.tell(event, about, int(about["guild_id"]))

    async def replay(self, session: Session, last: int) -> None:
        """Send again what was sent, as after a resume that came too late to know."""
        for frame in session.sent[-last:]:
            if session.line is not None:
                await session.line.send(frame)

    async def drop(self, code: int = 4000) -> None:
        """Close every connection; the sessions stay."""
        for line in self.lines:
            if not line.ws.closed:
                line.dropped = True
                await line.ws.close(code=code)
        self.lines.clear()

    async def cut(self) -> None:
        """Lose every connection without a word."""
        for line in self.lines:
            transport = line.ws._req.transport if line.ws._req is not None else None
            if transport is not None:
                transport.abort()
        self.lines.clear()

    async def ask_to_reconnect(self) -> None:
        for line in self.lines:
            await line.send({"op": RECONNECT, "d": None, "s": None, "t": None})

    async def invalidate(self, *, resumable: bool) -> None:
        if not resumable:
            self.sessions.clear()
        for line in self.lines:
            await line.send({"op": INVALID, "d": resumable, "s": None, "t": None})

    async def until_connected(self, sessions: int = 1) -> None:
        async with asyncio.timeout(60):
            while sum(s.line is not None for s in self.sessions.values()) < sessions:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def _identify(self, line: Line, asked: dict[str, Any]) -> Session | None:
        self.identified += 1
        if asked["token"] != self._token:
            await line.ws.close(code=4004)
            return None
        if self.close_new_with is not None:
            await line.ws.close(code=self.close_new_with)
            return None
        shard = tuple(asked.get("shard") or (0, 1))
        session = Session(f"s{snowflake()}", (shard[0], shard[1]), asked["intents"], line=line)
        self.sessions[session.id] = session
        mine = [g for g in self._world.guilds.values() if (g.id >> 22) % shard[1] == shard[0]]
        ready = {
            "v": 10,
            "user": {
                "id": str(BOT),
                "username": "commonground",
                "discriminator": "0000",
                "avatar": None,
                "global_name": None,
                "bot": True,
                "verified": True,
                "mfa_enabled": False,
                "email": None,
                "flags": 0,
            },
            "guilds": [g.json(whole=False) for g in mine],
            "session_id": session.id,
            "resume_gateway_url": self.address,
            "shard": list(shard),
            "application": {"id": str(BOT), "flags": 0},
        }
        await self._dispatch(session, "READY", ready)
        for guild in mine:
            await self._dispatch(session, "GUILD_CREATE", guild.json())
        return session

    async def _resume(self, line: Line, asked: dict[str, Any]) -> Session | None:
        session = self.sessions.get(asked["session_id"])
        if session is None:
            await line.send({"op": INVALID, "d": False, "s": None, "t": None})
            return None
        self.resumed += 1
        session.line = line
        for frame in session.sent:
            if frame["s"] > asked["seq"]:
                await line.send(frame)
        await self._dispatch(session, "RESUMED", {})
        return session

    async def _dispatch(self, session: Session, event: str, data: dict[str, Any]) -> None:
        session.seq += 1
        frame = {"op": DISPATCH, "t": event, "s": session.seq, "d": data}
        session.sent.append(frame)
        del session.sent[:-20_000]
        if session.line is not None:
            await session.line.send(frame)

    def _check(self, frame: dict[str, Any]) -> None:
        validator = contract.gateway()
        if validator is not None and frame["op"] != HEARTBEAT:
            self.refused += validator.check_sent(frame)
