"""The app's manifest, generated from the routes: what Slack is told, and no scope too many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import yaml

from bot.adapters.slack import limits
from bot.adapters.slack.commands import ALL, STARTED, starters
from bot.adapters.slack.pieces import Reader
from bot.core.routes import Command, Menu, Routes
from bot.core.text import Message, say
from bot.i18n.catalogue import LANGUAGES

Json = dict[str, Any]

BOT_SCOPES: Final = (
    "app_mentions:read",  # plain words that mention us
    "channels:history",  # to find out whether a message of ours arrived
    "channels:read",  # the channels to choose from in set-up
    "chat:write",
    "commands",
    "files:write",  # charts and calendar files
    "groups:history",  # the same in private channels
    "groups:read",
    "im:history",  # plain words that were written to us alone
    "im:write",  # to answer there who opted in
    "usergroups:read",  # roles
    "users:read",  # language, and who administers the workspace
)
EVENTS: Final = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.im",
    "subteam_created",
    "subteam_members_changed",
    "subteam_updated",
    "tokens_revoked",
)
_PREFIX: Final = re.compile(r"[a-z0-9]{0,12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How the app is to be set up. With an ``address`` it is called over HTTP, else by socket."""

    prefix: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        """Check the prefix."""
        if not _PREFIX.fullmatch(self.prefix):
            message = "the prefix has at most 12 small letters and digits"
            raise ValueError(message)


def manifest(routes: Routes, wanted: Wanted) -> Json:
    """Return the manifest.

    Raises:
        ValueError: a name or description does not fit, or there are too many.
    """
    reader = Reader(LANGUAGES[0])
    over_http = bool(wanted.address)
    requests = f"{wanted.address.rstrip('/')}/slack/events"
    commands = _commands(routes, reader, wanted)
    shortcuts = _shortcuts(routes, reader)
    url = {"request_url": requests} if over_http else {}
    redirects = [f"{wanted.address.rstrip('/')}/slack/oauth_redirect"] if over_http else []
    return {
        "display_information": {
            "name": "Common Ground",
            "description": _said(reader, say("slack.about.app"), 140),
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Common Ground", "always_online": False},
            "shortcuts": shortcuts,
            "slash_commands": [c | ({"url": requests} if over_http else {}) for c in commands],
        },
        "oauth_config": {
            **({"redirect_urls": redirects} if redirects else {}),
            "scopes": {"bot": list(BOT_SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**url, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not over_http,
            "token_rotation_enabled": over_http,
        },
    }


def written(routes: Routes, wanted: Wanted) -> str:
    """Return the manifest as YAML, with a line that says where it comes from."""
    head = "# Made by `commonground slack manifest`; make it again instead of changing it here.\n"
    return head + yaml.safe_dump(manifest(routes, wanted), sort_keys=False, allow_unicode=True)


def _commands(routes: Routes, reader: Reader, wanted: Wanted) -> list[Json]:
    words: dict[str, list[Command]] = {}
    for command in routes.commands.values():
        words.setdefault(command.name.partition(" ")[0], []).append(command)
    listed = [_command(reader, wanted, word, those) for word, those in sorted(words.items())]
    listed.append(
        {
            "command": _name(wanted, ALL),
            "description": _said(reader, say("slack.about.all"), limits.COMMAND_ABOUT),
            "usage_hint": _said(reader, say("slack.about.all_hint"), limits.USAGE_HINT),
            "should_escape": False,
        }
    )
    if len(listed) > limits.COMMANDS:
        message = f"{len(listed)} commands are more than Slack takes"
        raise ValueError(message)
    return listed


def _command(reader: Reader, wanted: Wanted, word: str, those: list[Command]) -> Json:
    bare = next((c for c in those if c.name == word), those[0])
    seconds = sorted(c.name.partition(" ")[2] for c in those if c.name != word)
    hints = [" | ".join(seconds)] if seconds else []
    hints += [f"[{parameter.name}]" for parameter in bare.parameters if bare.name == word]
    drawn: Json = {
        "command": _name(wanted, word),
        "description": _said(reader, bare.about, limits.COMMAND_ABOUT),
        "should_escape": False,
    }
    return drawn | ({"usage_hint": " ".join(hints)[: limits.USAGE_HINT]} if hints else {})


def _shortcuts(routes: Routes, reader: Reader) -> list[Json]:
    menus = [_menu(reader, menu) for _, menu in sorted(routes.menus.items())]
    room = limits.SHORTCUTS - len(menus)
    starts = [_start(reader, command) for command in starters(routes)[: max(0, room)]]
    return menus + starts


def _menu(reader: Reader, menu: Menu) -> Json:
    return {
        "name": _said(reader, menu.label, limits.SHORTCUT_NAME),
        "type": "message",
        "callback_id": menu.name,
        "description": _said(reader, menu.label, limits.SHORTCUT_ABOUT),
    }


def _start(reader: Reader, command: Command) -> Json:
    return {
        "name": command.name.capitalize()[: limits.SHORTCUT_NAME],
        "type": "global",
        "callback_id": STARTED + command.name.replace(" ", "-"),
        "description": _said(reader, command.about, limits.SHORTCUT_ABOUT),
    }


def _name(wanted: Wanted, word: str) -> str:
    return f"/{wanted.prefix}-{word}" if wanted.prefix else f"/{word}"


def _said(reader: Reader, message: Message, at_most: int) -> str:
    words = reader.plain(message)
    if len(words) > at_most:
        wrong = f"{message.key} has {len(words)} characters, allowed {at_most}"
        raise ValueError(wrong)
    return words
