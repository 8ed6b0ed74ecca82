"""What the bot needs to be allowed, and what it may do in each channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from bot.core.text import Message, say

Json: TypeAlias = Mapping[str, Any]

NEEDED: Final = {
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "create_public_threads": 1 << 35,
    "send_messages_in_threads": 1 << 38,
}
"""In each channel that serves a purpose."""

CREATE_EVENTS: Final = 1 << 44
"""In the server: to enter meetings, and to change and remove our own."""

SCOPES: Final = ("bot", "applications.commands")
_ADMINISTRATOR: Final = 1 << 3
_EVERYTHING: Final = (1 << 53) - 1


def wanted() -> int:
    """Return exactly the permissions that are used, as one number."""
    return sum(NEEDED.values()) | CREATE_EVENTS


def invitation(application: str) -> str:
    """Return the address at which an administrator takes the bot into a server."""
    asked = {
        "client_id": application,
        "scope": " ".join(SCOPES),
        "permissions": str(wanted()),
        "integration_type": "0",
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"


def in_server(guild: str, roles: Iterable[Json], mine: Sequence[str]) -> int:
    """Return what a member with the roles ``mine`` may do in a server, before any channel."""
    held = {guild, *mine}
    allowed = 0
    for role in roles:
        if str(role["id"]) in held:
            allowed |= int(role["permissions"])
    return _EVERYTHING if allowed & _ADMINISTRATOR else allowed


def in_channel(base: int, guild: str, member: str, mine: Sequence[str], channel: Json) -> int:
    """Return what is left or added in one channel (Discord's order: everyone, roles, member)."""
    if base & _ADMINISTRATOR:
        return _EVERYTHING
    written = {str(o["id"]): o for o in channel.get("permission_overwrites") or ()}
    allowed = base
    for group in ([guild], list(mine), [member]):
        found = [written[one] for one in group if one in written]
        for one in found:
            allowed &= ~int(one["deny"])
        for one in found:
            allowed |= int(one["allow"])
    return allowed


def lacking(allowed: int) -> tuple[Message, ...]:
    """Name the permissions of a channel that are missing, as Discord's settings call them."""
    if not allowed & NEEDED["view_channel"]:
        return (say("discord.permission.view_channel"),)
    return tuple(
        say(f"discord.permission.{name}") for name, bit in NEEDED.items() if not allowed & bit
    )
