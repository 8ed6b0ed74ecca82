"""Routes of servers: channels, roles, members and the calendar."""

from tests.support.discord.routes.table import Body, Refusal, route
from tests.support.discord.world import (
    THREAD,
    World,
    snowflake,
)


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
