"""The stand-in's HTTP routes: what the bot uses, with Discord's refusals."""

import re
import time
from collections.abc import Callable
from typing import Any

from tests.support.discord.world import (
    BOT,
    DIRECT,
    ONLY_FOR_YOU,
    THREAD,
    V2,
    Channel,
    Interaction,
    Message,
    World,
    snowflake,
)


class Refusal(Exception):
    """What Discord answers instead."""

    def __init__(self, status: int, code: int) -> None:
        self.status, self.code = status, code
        super().__init__(f"{status} {code}")


Handle = Callable[..., Any]
_ROUTES: list[tuple[str, re.Pattern[str], str, Handle]] = []


def route(method: str, path: str) -> Callable[[Handle], Handle]:
    def add(handle: Handle) -> Handle:
        pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))
        _ROUTES.append((method, pattern, path, handle))
        return handle

    return add


def find(method: str, path: str) -> tuple[str, Handle, dict[str, str]]:
    for known, pattern, template, handle in _ROUTES:
        match = pattern.fullmatch(path)
        if known == method and match is not None:
            return template, handle, match.groupdict()
    raise Refusal(404, 0)


Body = dict[str, Any]


@route("GET", "/users/@me")
def me(world: World, body: Body) -> Body:
    return {
        "id": str(BOT),
        "username": "commonground",
        "discriminator": "0000",
        "avatar": None,
        "global_name": None,
        "bot": True,
        "verified": True,
        "mfa_enabled": False,
        "flags": 0,
        "locale": "en-US",
    }


@route("GET", "/oauth2/applications/@me")
@route("GET", "/applications/@me")
def application(world: World, body: Body) -> Body:
    owner = {
        "id": "1",
        "username": "owner",
        "discriminator": "0000",
        "avatar": None,
        "global_name": None,
    }
    return {
        "id": str(BOT),
        "name": "Common Ground",
        "icon": None,
        "description": "",
        "flags": 0,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": owner,
        "team": None,
    }


@route("PUT", "/applications/{application}/commands")
def sync(world: World, body: list[Body], application: str) -> list[Body]:
    world.commands, world.times_synced = body, world.times_synced + 1
    return [
        {"id": str(snowflake()), "application_id": application, "version": "1", **c} for c in body
    ]


@route("GET", "/applications/{application}/commands")
def commands(world: World, body: Body, application: str) -> list[Body]:
    return [
        {"id": "1", "application_id": application, "version": "1", **c} for c in world.commands
    ]


def _channel(world: World, channel: str) -> Channel:
    found = world.find(int(channel))
    if found is None:
        raise Refusal(404, 10003)
    return found


@route("POST", "/channels/{channel}/messages")
def post(world: World, body: Body, channel: str, files: tuple[str, ...] = ()) -> Body:
    where = _channel(world, channel)
    if where.recipient in world.closed_letters:
        raise Refusal(403, 50007)
    if where.archived:
        raise Refusal(400, 50083)
    nonce = body.get("nonce")
    known = world.nonces.get((where.id, str(nonce)))
    if nonce is not None and body.get("enforce_nonce") and known is not None:
        gone = Message(known, where.id, body)
        return world.messages.get(known, gone).json()
    message = Message(snowflake(), where.id, body, files=files)
    world.messages[message.id] = message
    if nonce is not None:
        world.nonces[where.id, str(nonce)] = message.id
    return message.json()


def _message(world: World, channel: str, message: str) -> Message:
    _channel(world, channel)
    found = world.messages.get(int(message))
    if found is None or found.channel != int(channel):
        raise Refusal(404, 10008)
    return found


@route("PATCH", "/channels/{channel}/messages/{message}")
def edit(
    world: World, body: Body, channel: str, message: str, files: tuple[str, ...] = ()
) -> Body:
    found = _message(world, channel, message)
    if _channel(world, channel).archived:
        raise Refusal(400, 50083)
    _amend(found, body, files)
    return found.json()


@route("DELETE", "/channels/{channel}/messages/{message}")
def retract(world: World, body: Body, channel: str, message: str) -> None:
    del world.messages[_message(world, channel, message).id]


@route("POST", "/channels/{channel}/messages/{message}/threads")
def open_thread(world: World, body: Body, channel: str, message: str) -> Body:
    where, under = _channel(world, channel), _message(world, channel, message)
    if world.find(under.id) is not None:
        raise Refusal(400, 160004)
    assert where.guild is not None
    thread = Channel(under.id, where.guild, body["name"], THREAD, parent=where.id)
    world.guilds[where.guild].channels[thread.id] = thread
    return thread.json()


@route("PATCH", "/channels/{channel}")
def change_channel(world: World, body: Body, channel: str) -> Body:
    where = _channel(world, channel)
    where.archived = body.get("archived", where.archived)
    return where.json()


@route("POST", "/users/@me/channels")
def letter_box(world: World, body: Body) -> Body:
    user = int(body["recipient_id"])
    if not any(user in guild.members for guild in world.guilds.values()):
        raise Refusal(404, 10013)
    known = next((c for c in world.letters.values() if c.recipient == user), None)
    if known is None:
        known = Channel(snowflake(), None, "", DIRECT, recipient=user)
        world.letters[known.id] = known
    return {"id": str(known.id), "type": DIRECT, "recipients": []}


@route("GET", "/guilds/{guild}/channels")
def channels(world: World, body: Body, guild: str) -> list[Body]:
    return [c.json() for c in world.guilds[int(guild)].channels.values() if c.type != THREAD]


@route("GET", "/guilds/{guild}/roles")
def roles(world: World, body: Body, guild: str) -> list[Body]:
    return list(world.guilds[int(guild)].roles.values())


@route("GET", "/guilds/{guild}/members/{user}")
def member(world: World, body: Body, guild: str, user: str) -> Body:
    found = world.guilds.get(int(guild))
    if found is None or int(user) not in found.members:
        raise Refusal(404, 10007)
    return {"user": {"id": user}, "roles": found.members[int(user)]}


@route("GET", "/guilds/{guild}/scheduled-events")
def events(world: World, body: Body, guild: str) -> list[Body]:
    return list(world.guilds[int(guild)].events.values())


def _event(world: World, guild: str, event: str) -> Body:
    found = world.guilds[int(guild)].events.get(int(event))
    if found is None:
        raise Refusal(404, 10070)
    return found


@route("GET", "/guilds/{guild}/scheduled-events/{event}")
def event(world: World, body: Body, guild: str, event: str) -> Body:
    return _event(world, guild, event)


@route("POST", "/guilds/{guild}/scheduled-events")
def enter(world: World, body: Body, guild: str) -> Body:
    there = world.guilds[int(guild)]
    if there.events_forbidden:
        raise Refusal(403, 50013)
    if sum(e["status"] < 3 for e in there.events.values()) >= 100:
        raise Refusal(400, 30038)
    made = snowflake()
    there.events[made] = {**body, "id": str(made), "guild_id": guild, "status": 1}
    return there.events[made]


@route("PATCH", "/guilds/{guild}/scheduled-events/{event}")
def change_event(world: World, body: Body, guild: str, event: str) -> Body:
    found = _event(world, guild, event)
    if found["status"] > 2:
        raise Refusal(400, 180000)
    found.update(body)
    return found


@route("DELETE", "/guilds/{guild}/scheduled-events/{event}")
def remove_event(world: World, body: Body, guild: str, event: str) -> None:
    _event(world, guild, event)
    del world.guilds[int(guild)].events[int(event)]


@route("POST", "/interactions/{interaction}/{token}/callback")
def answer(
    world: World, body: Body, interaction: str, token: str, files: tuple[str, ...] = ()
) -> None:
    asked = world.interactions.get(token)
    if asked is None or str(asked.id) != interaction or asked.late:
        if asked is not None:
            asked.refused.append(10062)
        raise Refusal(404, 10062)
    if asked.first is not None:
        asked.refused.append(40060)
        raise Refusal(400, 40060)
    asked.first = body
    data = body.get("data") or {}
    match body["type"]:
        case 4:
            asked.original = _show(world, asked, data, files)
        case 6:
            asked.original = _under(world, asked)
        case 7:
            asked.original = _under(world, asked)
            _amend(asked.original, data, files)
        case _:
            pass
    asked.heard_at = time.monotonic()
    asked.heard.set()
    if body["type"] not in {5, 6}:
        asked.settled.set()


@route("PATCH", "/webhooks/{application}/{token}/messages/@original")
def amend(
    world: World, body: Body, application: str, token: str, files: tuple[str, ...] = ()
) -> Body:
    asked = _known(world, token)
    assert asked.first is not None
    if asked.original is None:
        flags = (asked.first.get("data") or {}).get("flags", 0) | body.get("flags", 0)
        asked.original = _show(world, asked, {**body, "flags": flags}, files)
    else:
        _amend(asked.original, body, files)
    asked.settled.set()
    return asked.original.json()


@route("POST", "/webhooks/{application}/{token}")
def follow(
    world: World, body: Body, application: str, token: str, files: tuple[str, ...] = ()
) -> Body:
    asked = _known(world, token)
    message = _show(world, asked, body, files)
    asked.followed.append(message)
    asked.settled.set()
    return message.json()


@route("DELETE", "/webhooks/{application}/{token}/messages/@original")
def withdraw(world: World, body: Body, application: str, token: str) -> None:
    asked = _known(world, token)
    asked.withdrawn = True
    if asked.original is not None:
        world.messages.pop(asked.original.id, None)
        asked.original = None


def _known(world: World, token: str) -> Interaction:
    asked = world.interactions.get(token)
    if asked is None or asked.dead or asked.first is None:
        raise Refusal(404, 10015)
    return asked


def _show(world: World, asked: Interaction, body: Body, files: tuple[str, ...]) -> Message:
    private = bool(body.get("flags", 0) & ONLY_FOR_YOU)
    channel = int(asked.raw["channel_id"])
    message = Message(snowflake(), channel, body, asked.user if private else None, files=files)
    world.messages[message.id] = message
    return message


def _under(world: World, asked: Interaction) -> Message:
    found = world.messages.get(int((asked.raw.get("message") or {}).get("id", 0)))
    if found is None:
        raise Refusal(404, 10008)
    return found


def _amend(message: Message, body: Body, files: tuple[str, ...]) -> None:
    if message.body.get("flags", 0) & V2 and not body.get("flags", V2) & V2:
        raise Refusal(400, 50035)
    private = message.body.get("flags", 0) & ONLY_FOR_YOU
    message.body = {**message.body, **body}
    message.body["flags"] = message.body.get("flags", 0) | private
    message.edits += 1
    message.files = files
