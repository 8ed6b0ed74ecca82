"""Routes by which gestures are answered."""

import time

from tests.support.discord.routes.messages import redraw
from tests.support.discord.routes.table import Body, Refusal, route
from tests.support.discord.world import (
    ONLY_FOR_YOU,
    Interaction,
    Message,
    World,
    snowflake,
)


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
            redraw(asked.original, data, files)
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
        redraw(asked.original, body, files)
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
