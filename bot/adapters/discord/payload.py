"""Reading interactions and messages as Discord sends them. Nothing in here waits.

Only what is needed is read, straight from the payload: no object of the library is built, no
cache is asked, so any process can answer any interaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from bot.adapters.discord.limits import EPOCH_MS
from bot.adapters.discord.voice import PLATFORM
from bot.core.people import ADMINISTRATORS, PersonRef
from bot.core.places import MessageRef, Place

Json: TypeAlias = Mapping[str, Any]

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
MESSAGE_MENU = 3
_SUBCOMMAND, _GROUP = 1, 2
_THREADS: Final = frozenset({10, 11, 12})
_ADMINISTRATOR: Final = 1 << 3
DIRECT: Final = "@"
"""The tenant of direct messages, which belong to no server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is at the door: the account, its groups in the server, and whether it belongs there."""

    person: PersonRef
    guild: str
    groups: tuple[str, ...]
    outsider: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One interaction, read."""

    id: str
    token: str = field(repr=False)
    kind: int
    locale: str
    visitor: Visitor = field(repr=False)
    place: Place
    message: MessageRef | None
    data: Json = field(repr=False)
    under: Json = field(repr=False)
    """The message under the finger, as far as it was sent along."""


def incoming(raw: Json) -> Incoming:
    """Read an interaction. Raises ``KeyError`` or ``ValueError`` for what Discord never sends."""
    guild = str(raw.get("guild_id") or "")
    place = place_of(guild, str(raw["channel_id"]), raw.get("channel") or {})
    under = raw.get("message") or {}
    return Incoming(
        id=str(int(raw["id"])),
        token=str(raw["token"]),
        kind=int(raw["type"]),
        locale=str(raw.get("locale") or raw.get("guild_locale") or ""),
        visitor=visitor(raw, guild),
        place=place,
        message=MessageRef(place=place, message=str(under["id"])) if under else None,
        data=raw.get("data") or {},
        under=under,
    )


def visitor(raw: Json, guild: str) -> Visitor:
    """Read who acts, with the roles that Discord sends along at this very moment."""
    member = raw.get("member") or {}
    user = member.get("user") or raw["user"]
    groups = tuple(str(role) for role in member.get("roles", ()))
    if int(member.get("permissions") or 0) & _ADMINISTRATOR:
        groups = (*groups, ADMINISTRATORS)
    owners = raw.get("authorizing_integration_owners") or {}
    elsewhere = bool(guild and owners) and str(owners.get("0") or "") != guild
    return Visitor(
        person=PersonRef(platform=PLATFORM, user=str(int(user["id"]))),
        guild=guild,
        groups=groups,
        outsider=bool(guild) and (not member or elsewhere),
    )


def place_of(guild: str, channel: str, about: Json) -> Place:
    """Return the place of a channel; a thread is known by its parent."""
    tenant = guild or DIRECT
    parent = about.get("parent_id")
    if about.get("type") in _THREADS and parent:
        return Place(platform=PLATFORM, tenant=tenant, channel=str(parent), thread=channel)
    return Place(platform=PLATFORM, tenant=tenant, channel=channel)


def called(data: Json) -> tuple[str, dict[str, str], tuple[str, str] | None]:
    """Read a slash command: its name in one or two words, what was given, what is being typed."""
    words = [str(data["name"])]
    options: Sequence[Json] = data.get("options") or ()
    while options and options[0].get("type") in {_SUBCOMMAND, _GROUP}:
        words.append(str(options[0]["name"]))
        options = options[0].get("options") or ()
    given = {str(o["name"]): str(o.get("value", "")) for o in options}
    typed = next(
        ((str(o["name"]), str(o.get("value", ""))) for o in options if o.get("focused")), None
    )
    return " ".join(words), given, typed


def pointed(data: Json) -> tuple[str, str, str]:
    """Read a message menu: the entry's name, the message's id, and the words in it."""
    target = str(data["target_id"])
    messages = (data.get("resolved") or {}).get("messages") or {}
    message = messages.get(target) or {}
    words = str(message.get("content") or "")
    return str(data["name"]), target, words or "\n".join(texts(message.get("components") or ()))


def texts(components: Sequence[Json]) -> list[str]:
    """Return what the text displays of a message say."""
    found: list[str] = []
    for part in components:
        if isinstance(part.get("content"), str):
            found.append(part["content"])
        found.extend(texts(part.get("components") or ()))
    return found


def label_of(components: Sequence[Json], custom_id: str) -> str:
    """Return the label of the button with ``custom_id`` in a message; empty when unknown."""
    for part in components:
        if part.get("custom_id") == custom_id:
            return str(part.get("label") or "")
        if found := label_of(part.get("components") or (), custom_id):
            return found
    return ""


def made_at(snowflake: str) -> float:
    """Return when Discord made an id, in seconds since 1970 on Discord's clock."""
    return ((int(snowflake) >> 22) + EPOCH_MS) / 1_000
