"""discord.py's gateway client, kept to what we need: it hears, and remembers nothing.

The library does the connection: compression, heartbeats, resuming, shards. Its objects and
caches are left aside; what comes in is handed on as it came over the wire. Everything that
touches an undocumented name of discord.py stands in this module.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.shard import EventItem, Shard
from discord.state import AutoShardedConnectionState
from typing_extensions import override

from bot.adapters.discord.guards import StartGuard
from bot.adapters.discord.rest import Pace

Json: TypeAlias = Mapping[str, Any]

KEEP_SESSION: Final = 4000
"""A close code that ends the connection and leaves the session to be resumed."""

_BETWEEN_IDENTIFYS: Final = 5.0
_BREATH: Final = 16
_HEARD: Final = frozenset(
    {
        "READY",
        "RESUMED",
        "INTERACTION_CREATE",
        "MESSAGE_CREATE",
        "GUILD_CREATE",
        "GUILD_DELETE",
        "GUILD_SCHEDULED_EVENT_UPDATE",
        "GUILD_SCHEDULED_EVENT_DELETE",
    }
)


class Ears(Protocol):
    """What is done with what is heard. Nothing here may wait."""

    def interaction(self, raw: Json) -> None:
        """Somebody called, pressed, chose or sent something."""
        ...

    def message(self, raw: Json) -> None:
        """A message was written."""
        ...

    def guild(self, raw: Json) -> None:
        """A server was joined."""
        ...

    def home(self, guild: str, *, there: bool) -> None:
        """We are in a server, or were taken out of it."""
        ...

    def event(self, raw: Json) -> None:
        """A meeting in the calendar was changed, by us or by hand."""
        ...

    def up(self) -> None:
        """A connection stands: new or resumed."""
        ...

    async def room(self) -> None:
        """Wait until more can be heard. Alone of all these it may wait, for a moment."""
        ...


@dataclass(frozen=True, slots=True)
class Session:
    """What is needed to go on where the last process stopped."""

    id: str
    sequence: int
    gateway: str


def intents() -> discord.Intents:
    """Return the fewest: servers, messages to us (without content), meetings. None privileged."""
    return discord.Intents(
        guilds=True, guild_messages=True, dm_messages=True, guild_scheduled_events=True
    )


class _State(AutoShardedConnectionState["Client"]):
    """The library's state without its caches: only what is heard is parsed, by us."""

    def __init__(self, ears: Ears, **options: Any) -> None:
        super().__init__(**options)
        self._ears = ears
        self._ours: set[int] = set()
        self.parsers = {name: parse for name, parse in self.parsers.items() if name in _HEARD}

    @override
    def parse_ready(self, data: Any) -> None:
        self._ours.update(int(guild["id"]) for guild in data["guilds"])
        without_guilds: Any = {**data, "guilds": []}
        super().parse_ready(without_guilds)
        for guild in data["guilds"]:
            self._ears.home(str(guild["id"]), there=True)
        self._ears.up()

    @override
    def parse_resumed(self, data: Any) -> None:
        super().parse_resumed(data)
        self._ears.up()

    async def room(self) -> None:
        """Wait until more can be heard."""
        await self._ears.room()

    @override
    def parse_interaction_create(self, data: Any) -> None:
        self._ears.interaction(data)

    @override
    def parse_message_create(self, data: Any) -> None:
        self._ears.message(data)

    @override
    def parse_guild_create(self, data: Any) -> None:
        guild = int(data["id"])
        if guild not in self._ours:
            self._ours.add(guild)
            self._ears.home(str(guild), there=True)
            self._ears.guild(data)

    @override
    def parse_guild_delete(self, data: Any) -> None:
        if not data.get("unavailable"):  # then the server is merely out of order
            self._ours.discard(int(data["id"]))
            self._ears.home(str(data["id"]), there=False)

    @override
    def parse_guild_scheduled_event_update(self, data: Any) -> None:
        self._ears.event(data)

    @override
    def parse_guild_scheduled_event_delete(self, data: Any) -> None:
        self._ears.event(data)


class _Socket(DiscordWebSocket):
    """The library's connection, which never takes in more than can be answered in time."""

    _heard = 0

    @override
    async def poll_event(self) -> None:
        self._heard += 1
        if self._heard % _BREATH == 0:  # what lies in the buffer is read without a pause
            await asyncio.sleep(0)
        state: Any = self._connection
        await state.room()
        await super().poll_event()


vars(discord.shard)["DiscordWebSocket"] = _Socket  # the library has no setting for it


class Client(discord.AutoShardedClient):
    """One process's shards."""

    def __init__(
        self,
        ears: Ears,
        pace: Pace,
        starts: StartGuard,
        *,
        shard_ids: Sequence[int] | None = None,
        shard_count: int | None = None,
    ) -> None:
        """Connect to nothing yet."""
        self._ears = ears
        self._starts = starts
        self._sessions: dict[int, Session] = {}
        self._last_identify = float("-inf")
        super().__init__(
            intents=intents(),
            shard_count=shard_count,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.0,
            max_ratelimit_timeout=30.0,
            http_trace=pace.trace(),
        )
        self.shard_ids = None if shard_ids is None else list(shard_ids)

    @override
    def _get_state(self, **options: Any) -> _State:
        return _State(
            self._ears,
            dispatch=self.dispatch,
            handlers=self._handlers,
            hooks=self._hooks,
            http=self.http,
            **options,
        )

    async def find_gateway(self) -> None:
        """Ask where the gateway is and how often we may begin; wait while we may not."""
        shards, address, allowed = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)
        if self.shard_count is None:
            self.shard_count = shards
        ours = len(self.shard_ids or range(self.shard_count))
        self._starts.total = max(1, int(allowed["total"]) * ours // self.shard_count)
        if int(allowed["remaining"]) < ours:
            await asyncio.sleep(int(allowed["reset_after"]) / 1_000)

    def go_on_from(self, sessions: Mapping[int, Session]) -> None:
        """Resume these sessions instead of beginning new ones."""
        self._sessions = dict(sessions)

    def sessions(self) -> dict[int, Session]:
        """Return the sessions that stand, to be resumed by the next process."""
        found: dict[int, Session] = {}
        for number, shard in self._all().items():
            ws = shard.ws
            if ws.session_id is not None and ws.sequence is not None:
                found[number] = Session(ws.session_id, ws.sequence, str(ws.gateway))
        return found

    async def leave(self) -> None:
        """Close so that the sessions can be resumed."""
        for shard in self._all().values():
            shard._cancel_task()  # noqa: SLF001
            await shard.ws.close(code=KEEP_SESSION)
        await self.close()

    @override
    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        del shard_id, initial
        loop = asyncio.get_running_loop()
        since = loop.time() - self._last_identify
        if since < _BETWEEN_IDENTIFYS:
            await asyncio.sleep(_BETWEEN_IDENTIFYS - since)
        await self._starts.wait()
        self._last_identify = loop.time()

    @override
    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        session = self._sessions.pop(shard_id, None)
        if session is not None:
            try:
                ws = await asyncio.wait_for(
                    _Socket.from_client(
                        self,
                        gateway=yarl.URL(session.gateway),
                        shard_id=shard_id,
                        session=session.id,
                        sequence=session.sequence,
                        resume=True,
                    ),
                    timeout=self.shard_connect_timeout,
                )
            except Exception:  # noqa: BLE001, S110  (a session that is gone: begin a new one)
                pass
            else:
                self._all()[shard_id] = shard = Shard(ws, self, self._put)
                shard.launch()
                return
        await super().launch_shard(gateway, shard_id, initial=initial)

    def _all(self) -> dict[int, Shard]:
        shards: dict[int, Shard] = self.__dict__["_AutoShardedClient__shards"]
        return shards

    def _put(self, item: EventItem) -> None:
        self.__dict__["_AutoShardedClient__queue"].put_nowait(item)


def move_to(base: str) -> None:
    """Have discord.py speak to another address: a proxy, or a stand-in in tests."""
    Route.BASE = base.rstrip("/")
