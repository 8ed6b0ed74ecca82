"""The stand-in's memory: workspaces, people, channels, messages, views, and what became of them."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

_NUMBERS = itertools.count(1)
_BORN = time.time()


def new(letter: str) -> str:
    """Return an id as Slack makes them."""
    return f"{letter}0{next(_NUMBERS):08d}"


def new_ts() -> str:
    number = next(_NUMBERS)
    return f"{int(_BORN) + number // 1_000_000:010d}.{number % 1_000_000:06d}"


def pieces(drawn: object) -> Iterator[Json]:
    """Yield every object in blocks, outermost first."""
    if isinstance(drawn, dict):
        yield drawn
        for part in drawn.values():
            yield from pieces(part)
    elif isinstance(drawn, list):
        for part in drawn:
            yield from pieces(part)


@dataclass(eq=False)
class Shown:
    """Something with blocks that people see."""

    body: Json

    @property
    def blocks(self) -> list[Json]:
        return list(self.body.get("blocks") or [])

    @property
    def text(self) -> str:
        said = [p["text"] for p in pieces(self.blocks) if isinstance(p.get("text"), str)]
        dates = [p["fallback"] for p in pieces(self.blocks) if p.get("type") == "date"]
        return "\n".join([*said, *dates]) if self.blocks else str(self.body.get("text") or "")

    @property
    def buttons(self) -> dict[str, Json]:
        """Labels of buttons, and the buttons."""
        return {p["text"]["text"]: p for p in pieces(self.blocks) if p.get("type") == "button"}

    @property
    def choices(self) -> list[Json]:
        return [p for p in pieces(self.blocks) if p.get("type") == "static_select"]

    @property
    def pinged(self) -> list[str]:
        return [p["user_id"] for p in pieces(self.blocks) if p.get("type") == "user"]


@dataclass(eq=False)
class Message(Shown):
    team: str = ""
    channel: str = ""
    ts: str = field(default_factory=new_ts)
    thread: str = ""
    only_for: str | None = None
    by: str = ""
    edits: int = 0
    gone: bool = False

    def json(self) -> Json:
        drawn = {"type": "message", "user": self.by, "ts": self.ts, "team": self.team, **self.body}
        return drawn | ({"thread_ts": self.thread} if self.thread else {})


@dataclass(eq=False)
class View(Shown):
    team: str = ""
    user: str = ""
    id: str = field(default_factory=lambda: new("V"))
    hash: str = field(default_factory=lambda: f"{next(_NUMBERS)}.abc")
    below: "View | None" = None
    closed: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    def change(self, body: Json) -> None:
        self.body, self.hash = body, f"{next(_NUMBERS)}.abc"

    def json(self) -> Json:
        return {
            "id": self.id,
            "team_id": self.team,
            "hash": self.hash,
            "bot_id": "B1",
            **self.body,
        }


@dataclass(eq=False)
class User:
    id: str
    team: str
    name: str
    locale: str = "en-US"
    zone: str = "America/Toronto"
    admin: bool = False
    stranger: bool = False
    takes_messages: bool = True


@dataclass(eq=False)
class Channel:
    id: str
    team: str
    name: str
    members: set[str] = field(default_factory=set)
    everyone: bool = True
    archived: bool = False
    with_user: str | None = None


@dataclass(eq=False)
class Url:
    """A response_url: half an hour, five answers."""

    team: str
    channel: str
    user: str
    message: Message | None
    uses: int = 0


@dataclass(eq=False)
class Workspace:
    id: str
    token: str
    bot_user: str
    bot: str = "B1"
    scopes: str = "all"
    refresh: str = ""
    alive: bool = True


class World:
    """Everything there is."""

    def __init__(self) -> None:
        self.workspaces: dict[str, Workspace] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, dict[str, set[str]]] = {}
        self.handles: dict[str, str] = {}
        self.messages: list[Message] = []
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, str] = {}
        self.urls: dict[str, Url] = {}
        self.files: dict[str, Json] = {}
        self.codes: dict[str, Json] = {}
        self.journal: list[tuple[str, Shown]] = []
        """Whom something was shown for a gesture of theirs, and what."""

    def workspace(self, token: str = "") -> Workspace:
        team = new("T")
        made = Workspace(team, token or f"xoxb-{team}-not-a-token", new("U"), bot=new("B"))
        self.workspaces[team] = made
        self.groups[team] = {}
        return made

    def by_token(self, token: str) -> Workspace | None:
        return next((w for w in self.workspaces.values() if w.token == token and w.alive), None)

    def user(self, team: str, name: str, **about: Any) -> User:
        made = User(new("U"), team, name, **about)
        self.users[made.id] = made
        return made

    def channel(self, team: str, name: str, *, everyone: bool = True) -> Channel:
        made = Channel(new("C"), team, name, everyone=everyone)
        self.channels[made.id] = made
        return made

    def group(self, team: str, handle: str = "") -> str:
        made = new("S")
        self.handles[made] = handle or made
        self.groups[team][made] = set()
        return made

    def add(self, message: Message) -> Message:
        self.messages.append(message)
        return message

    def came(self, user: str, shown: Shown) -> None:
        """Note that ``shown`` appeared or changed for a gesture of this person."""
        self.journal.append((user, shown))

    def find(self, channel: str, ts: str) -> Message | None:
        return next(
            (
                m
                for m in self.messages
                if m.channel == channel and m.ts == ts and m.only_for is None and not m.gone
            ),
            None,
        )

    def shown_in(self, channel: str, thread: str = "") -> list[Message]:
        """What everyone sees in a channel or thread, oldest first."""
        return [
            m
            for m in self.messages
            if m.channel == channel and m.only_for is None and not m.gone and m.thread == thread
        ]

    def seen_by(self, user: str, channel: str, thread: str = "") -> list[Message]:
        """What one person sees in a channel or thread."""
        return [
            m
            for m in self.messages
            if m.channel == channel
            and m.only_for in {None, user}
            and not m.gone
            and m.thread == thread
        ]

    def letters(self, user: str) -> list[Message]:
        """What the bot wrote to one person directly."""
        found = [c.id for c in self.channels.values() if c.with_user == user]
        return [m for channel in found for m in self.shown_in(channel)]

    def trigger(self, user: str) -> str:
        made = f"{next(_NUMBERS)}.{next(_NUMBERS)}.trigger"
        self.triggers[made] = user
        return made

    def url(self, base: str, about: Url) -> str:
        name = new("R")
        self.urls[name] = about
        return f"{base}/hooks/{name}"
