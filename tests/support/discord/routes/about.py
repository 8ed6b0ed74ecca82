"""Routes about the bot itself: its account, its application, its commands."""

from tests.support.discord.routes.table import Body, route
from tests.support.discord.world import BOT, World, snowflake


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
