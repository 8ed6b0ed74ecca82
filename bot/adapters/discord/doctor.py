"""What the doctor looks at on Discord: token, commands, permissions, each with its fix."""

from __future__ import annotations

import base64
import binascii
from collections.abc import AsyncIterator, Iterable
from typing import Final

import aiohttp
import discord

from bot.adapters.discord.commands import listing
from bot.adapters.discord.door import Door
from bot.adapters.discord.permissions import invitation
from bot.adapters.discord.rooms import Allowed
from bot.adapters.discord.voice import PLATFORM, Reader
from bot.core.errors import SetupError
from bot.core.findings import Finding
from bot.core.places import Place
from bot.core.ports import Later, Undeliverable
from bot.core.routes import Routes

_HERE: Final = Reader("en")


async def examine(
    door: Door, token: str, routes: Routes, places: Iterable[Place]
) -> AsyncIterator[Finding]:
    """Look at everything that Discord must have right. Sends nothing and changes nothing."""
    try:
        refused = await _refused(door, token)
        if refused is not None:
            yield refused
            return
        yield Finding(about="Discord token", found="accepted")
        yield Finding(about="Discord intents", found="no privileged intent is needed")
        yield await _commands(door, routes)
        async for finding in _permissions(door, places):
            yield finding
    finally:
        await door.client.close()


async def _refused(door: Door, token: str) -> Finding | None:
    try:
        await door.client.login(token)
    except discord.LoginFailure:
        return Finding(
            about="Discord token",
            found="refused",
            fix="Copy the bot's token again from discord.com/developers into DISCORD_TOKEN.",
        )
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError):
        return Finding(
            about="Discord",
            found="not reached",
            fix="Check the network, a proxy in DISCORD_API_URL, and discordstatus.com.",
        )
    return None


def application_of(token: str) -> str:
    """Return the id of the application that a bot token belongs to: its first part.

    Raises:
        SetupError: it is no token of a bot.
    """
    first = token.partition(".")[0]
    try:
        found = base64.b64decode(first + "=" * (-len(first) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        found = ""
    if not found.isdecimal():
        raise SetupError("DISCORD_TOKEN is not the token of a bot; copy it again.")
    return found


def invite(token: str) -> str:
    """Return the address at which an administrator takes the bot into a server."""
    return invitation(application_of(token))


async def _commands(door: Door, routes: Routes) -> Finding:
    path = "/applications/{application_id}/commands"
    try:
        known = await door.rest.call("GET", path, application_id=door.application)
    except (Later, Undeliverable):
        return Finding(about="Discord commands", found="not read", fix="Try again in a minute.")
    missing = {(c["type"], c["name"]) for c in listing(routes)} - {
        (c.get("type", 1), c["name"]) for c in known
    }
    if not missing:
        return Finding(about="Discord commands", found="all are there")
    return Finding(
        about="Discord commands",
        found=f"{len(missing)} are missing",
        fix="Start the bot once: it tells Discord its commands when they changed.",
    )


async def _permissions(door: Door, places: Iterable[Place]) -> AsyncIterator[Finding]:
    known: dict[str, Allowed | None] = {}
    for place in sorted({p.key: p for p in places if p.platform == PLATFORM}.values(), key=str):
        if place.tenant not in known:
            known[place.tenant] = await _allowed(door, place.tenant)
            yield _server(place.tenant, known[place.tenant])
        allowed = known[place.tenant]
        missing = () if allowed is None else allowed.lacks(place.channel)
        if missing:
            names = ", ".join(_HERE.plain()(one) for one in missing)
            yield Finding(
                about=f"Discord channel {place.channel}",
                found=f"the bot lacks: {names}",
                fix="Allow these for the bot's role in the permissions of this channel.",
            )


async def _allowed(door: Door, guild: str) -> Allowed | None:
    try:
        return await door.rooms.allowed(guild)
    except (Later, Undeliverable):
        return None


def _server(guild: str, allowed: Allowed | None) -> Finding:
    about = f"Discord server {guild}"
    if allowed is None:
        fix = "Invite the bot again with: commonground discord invite"
        return Finding(about=about, found="the bot is not there", fix=fix)
    if not allowed.may_enter_meetings:
        fix = "Allow Create Events for the bot's role; until then only cards tell of meetings."
        return Finding(about=about, found="meetings cannot be entered", fix=fix)
    return Finding(about=about, found="reached")
