"""Reading what Slack sends: commands, presses, forms, shortcuts and events. Nothing here waits.

Everything that matters stands in the payload itself, so any process can answer any gesture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, TypeAlias

from bot.adapters.slack.forms import SHOWN, VALUE
from bot.adapters.slack.pieces import PLATFORM
from bot.adapters.slack.render import LINK
from bot.core.people import PersonRef
from bot.core.places import MessageRef, Place

Json: TypeAlias = Mapping[str, Any]

_MENTION: Final = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>", re.ASCII)
_MARKED: Final = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


class Did(Enum):
    """What a person did."""

    CALLED = "called"
    PRESSED = "pressed"
    SENT = "sent"
    POINTED = "pointed"
    STARTED = "started"
    SAID = "said"
    OPENED_HOME = "opened home"


class Where(Enum):
    """What is under the finger, and so how an answer can be given."""

    CHANNEL = "channel"
    MESSAGE = "message"
    SHEET = "sheet"
    HOME = "home"
    FORM = "form"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is at the door, and from which workspace. ``homes`` are where we may live, best first."""

    person: PersonRef
    homes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One gesture, read.

    ``key`` is the same however often Slack delivers it. ``name`` is the command, the token of a
    button or form, or the shortcut; ``text`` is what was typed, chosen or pointed at.
    """

    did: Did
    where: Where
    key: str = field(repr=False)
    visitor: Visitor = field(repr=False)
    channel: str = ""
    thread: str = ""
    ts: str = ""
    name: str = ""
    text: str = field(default="", repr=False)
    values: Json = field(default_factory=dict, repr=False)
    trigger: str = field(default="", repr=False)
    response_url: str = field(default="", repr=False)
    view: str = ""
    origin: str = ""
    for_one: bool = False
    """Whether the message under the finger is seen by this person alone."""

    def place(self, tenant: str) -> Place:
        """Return where it happened."""
        return Place(
            platform=PLATFORM, tenant=tenant, channel=self.channel, thread=self.thread or None
        )

    def message(self, tenant: str) -> MessageRef | None:
        """Return the message under the finger, if there is one."""
        return MessageRef(place=self.place(tenant), message=self.ts) if self.ts else None


def incoming(body: Json) -> Incoming | None:
    """Read a request of Slack; ``None`` for what is no gesture of a person.

    Raises:
        KeyError, TypeError: a part is missing that Slack always sends.
    """
    read = _READ.get(str(body.get("type") or ("command" if "command" in body else "")))
    return None if read is None else read(body)


def plain_words(text: str) -> str:
    """Undo Slack's own marks in ``text``: what is left is what the person saw and typed."""

    def shown(match: re.Match[str]) -> str:
        return match[2] or match[1].lstrip("#@!")

    bare = _MARKED.sub(shown, text)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _called(body: Json) -> Incoming:
    team = str(body["team_id"])
    return Incoming(
        did=Did.CALLED,
        where=Where.CHANNEL,
        key=f"slack:trigger:{body['trigger_id']}",
        visitor=Visitor(
            person=PersonRef(platform=PLATFORM, tenant=team, user=str(body["user_id"])),
            homes=(team,),
        ),
        channel=str(body.get("channel_id") or ""),
        name=str(body["command"]),
        text=plain_words(str(body.get("text") or "")),
        trigger=str(body["trigger_id"]),
        response_url=str(body.get("response_url") or ""),
    )


def _press(body: Json) -> Incoming | None:
    pressed = body["actions"][0]
    name = str(pressed["action_id"])
    if name.startswith(LINK) or name == VALUE:
        return None
    box, view = body.get("container") or {}, body.get("view") or {}
    ts, channel = str(box.get("message_ts") or ""), str(box.get("channel_id") or "")
    where = Where.MESSAGE
    if view:
        where = Where.HOME if view.get("type") == "home" else Where.SHEET
    return Incoming(
        did=Did.PRESSED,
        where=where,
        key=f"slack:trigger:{body['trigger_id']}",
        visitor=_visitor(body),
        channel=channel or str((body.get("channel") or {}).get("id") or ""),
        thread=_thread(box.get("thread_ts"), ts),
        ts=ts,
        name=name,
        text=str((pressed.get("selected_option") or {}).get("value") or ""),
        trigger=str(body["trigger_id"]),
        response_url=str(body.get("response_url") or ""),
        view=str(view.get("id") or ""),
        origin=str(view.get("private_metadata") or ""),
        for_one=bool(box.get("is_ephemeral")),
    )


def _sent(body: Json) -> Incoming | None:
    view = body["view"]
    if view.get("callback_id") == SHOWN:
        return None
    return Incoming(
        did=Did.SENT,
        where=Where.FORM,
        key=f"slack:view:{view['id']}:{view.get('hash', '')}",
        visitor=_visitor(body),
        name=str(view["callback_id"]),
        values=(view.get("state") or {}).get("values") or {},
        trigger=str(body.get("trigger_id") or ""),
        view=str(view["id"]),
        origin=str(view.get("private_metadata") or ""),
    )


def _started(body: Json) -> Incoming:
    return Incoming(
        did=Did.STARTED,
        where=Where.NOWHERE,
        key=f"slack:trigger:{body['trigger_id']}",
        visitor=_visitor(body),
        name=str(body["callback_id"]),
        trigger=str(body["trigger_id"]),
    )


def _pointed(body: Json) -> Incoming:
    message = body.get("message") or {}
    ts = str(body.get("message_ts") or message.get("ts") or "")
    return Incoming(
        did=Did.POINTED,
        where=Where.MESSAGE,
        key=f"slack:trigger:{body['trigger_id']}",
        visitor=_visitor(body),
        channel=str((body.get("channel") or {}).get("id") or ""),
        thread=_thread(message.get("thread_ts"), ts),
        ts=ts,
        name=str(body["callback_id"]),
        text=plain_words(str(message.get("text") or "")),
        trigger=str(body["trigger_id"]),
        response_url=str(body.get("response_url") or ""),
    )


def _event(body: Json) -> Incoming | None:
    event = body["event"]
    if event.get("type") == "app_home_opened":
        if event.get("tab", "home") != "home":
            return None
        did, where = Did.OPENED_HOME, Where.HOME
    elif _is_said_to_us(event):
        did, where = Did.SAID, Where.MESSAGE
    else:
        return None
    lived = [a.get("team_id") for a in body.get("authorizations") or ()]
    sender = event.get("source_team") or event.get("user_team") or event.get("team")
    own = str(sender or body["team_id"])
    ts = str(event.get("ts") or "")
    # One gesture may come as two events, which have one client_msg_id.
    once = event.get("client_msg_id") or body["event_id"]
    homes = _known(*lived, body["team_id"])
    return Incoming(
        did=did,
        where=where,
        key=f"slack:event:{homes[0]}:{once}",
        visitor=Visitor(
            person=PersonRef(platform=PLATFORM, tenant=own, user=str(event["user"])), homes=homes
        ),
        channel=str(event.get("channel") or "") if did is Did.SAID else "",
        thread=_thread(event.get("thread_ts"), ts),
        ts=ts if did is Did.SAID else "",
        text=plain_words(_MENTION.sub(" ", str(event.get("text") or ""), count=1)).strip(),
    )


def _is_said_to_us(event: Json) -> bool:
    if event.get("bot_id") or event.get("bot_profile") or not event.get("user"):
        return False
    if event.get("subtype") not in {None, "file_share", "thread_broadcast"}:
        return False
    direct = event.get("type") == "message" and event.get("channel_type") == "im"
    return direct or event.get("type") == "app_mention"


def _visitor(body: Json) -> Visitor:
    user, view = body["user"], body.get("view") or {}
    team = (body.get("team") or {}).get("id")
    own = str(user.get("team_id") or team or "")
    homes = _known(view.get("app_installed_team_id"), team, own)
    return Visitor(
        person=PersonRef(platform=PLATFORM, tenant=own, user=str(user["id"])), homes=homes
    )


def _known(*homes: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(home) for home in homes if home))


def _thread(thread: object, ts: str) -> str:
    """Return the thread that a message is in; one that merely began a thread is in none."""
    return str(thread) if thread and str(thread) != ts else ""


_READ: Final[Mapping[str, Callable[[Json], Incoming | None]]] = {
    "event_callback": _event,
    "block_actions": _press,
    "view_submission": _sent,
    "message_action": _pointed,
    "shortcut": _started,
    "command": _called,
}


def ended(body: Json) -> bool:
    """Whether a workspace took the app out, or took our own token away."""
    event = body.get("event") or {}
    if event.get("type") == "app_uninstalled":
        return True
    revoked: Sequence[str] = (event.get("tokens") or {}).get("bot") or ()
    return event.get("type") == "tokens_revoked" and bool(revoked)


def groups_changed(body: Json) -> bool:
    """Whether who is in which user group has changed."""
    return str((body.get("event") or {}).get("type") or "").startswith("subteam_")
