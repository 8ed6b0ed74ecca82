"""Routes of channels, threads, direct messages, and what stands in them."""

from tests.support.discord.routes.table import Body, Refusal, route
from tests.support.discord.world import (
    DIRECT,
    ONLY_FOR_YOU,
    THREAD,
    V2,
    Channel,
    Message,
    World,
    snowflake,
)


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
    redraw(found, body, files)
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


def redraw(message: Message, body: Body, files: tuple[str, ...]) -> None:
    if message.body.get("flags", 0) & V2 and not body.get("flags", V2) & V2:
        raise Refusal(400, 50035)
    private = message.body.get("flags", 0) & ONLY_FOR_YOU
    message.body = {**message.body, **body}
    message.body["flags"] = message.body.get("flags", 0) | private
    message.edits += 1
    message.files = files
