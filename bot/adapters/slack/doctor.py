"""What the doctor looks at on Slack: tokens, rights, channels, each with its fix."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Final

import aiohttp

from bot.adapters.slack.door import Door
from bot.adapters.slack.pieces import PLATFORM
from bot.adapters.slack.rest import MISSING_SCOPE
from bot.core.findings import Finding
from bot.core.places import Place
from bot.core.ports import Later, Undeliverable

_TIMEOUT: Final = aiohttp.ClientTimeout(total=10)
_MANIFEST: Final = "Update the app from `commonground slack manifest` and install it again."


async def examine(
    door: Door, *, bot_token: str | None, app_token: str | None, places: Iterable[Place]
) -> AsyncIterator[Finding]:
    """Look at everything that Slack must have right. Sends nothing and changes nothing."""
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
        door.rest.open(session)
        try:
            if bot_token is not None:
                found = await _token(door, bot_token)
                yield found
                if found.fix:
                    return
            if app_token is not None:
                yield await _socket(door, app_token)
            here = [place for place in places if place.platform == PLATFORM]
            for team in dict.fromkeys(place.tenant for place in here):
                yield await _groups(door, team)
                async for one in _channels(door, [p for p in here if p.tenant == team]):
                    yield one
        finally:
            door.rest.session = None


async def _token(door: Door, token: str) -> Finding:
    about = "Slack bot token"
    try:
        await door.rest.ask("auth.test", token)
    except Undeliverable:
        fix = "Copy the bot token again from the app's OAuth page into SLACK_BOT_TOKEN."
        return Finding(about=about, found="refused", fix=fix)
    except Later:
        fix = "Check the network, a proxy in SLACK_API_URL, and slack-status.com."
        return Finding(about="Slack", found="not reached", fix=fix)
    await door.introduce()
    return Finding(about=about, found="accepted")


async def _socket(door: Door, token: str) -> Finding:
    about = "Slack app token"
    try:
        await door.rest.ask("apps.connections.open", token)
    except Undeliverable:
        fix = "Make an app-level token with connections:write and switch Socket Mode on."
        return Finding(about=about, found="refused", fix=fix)
    except Later:
        return Finding(about=about, found="not asked", fix="Try again in a minute.")
    return Finding(about=about, found="accepted")


async def _groups(door: Door, team: str) -> Finding:
    about = f"Slack user groups of {team}"
    try:
        answer = await door.rest.call(team, "usergroups.list", include_users=True)
    except Undeliverable as refusal:
        fix = _MANIFEST if refusal.code == MISSING_SCOPE else "Install the app again."
        return Finding(about=about, found=refusal.code, fix=fix)
    except Later:
        return Finding(about=about, found="not asked", fix="Try again in a minute.")
    if answer.get("usergroups"):
        return Finding(about=about, found="read")
    fix = "Roles come from user groups: make some, which needs a paid plan of Slack."
    return Finding(about=about, found="none", fix=fix)


async def _channels(door: Door, places: list[Place]) -> AsyncIterator[Finding]:
    ours = {name for name, _ in await door.rooms.list(places[0])}
    for channel in dict.fromkeys(place.channel for place in places):
        about = f"Slack channel {channel}"
        if channel in ours:
            yield Finding(about=about, found="we are in it")
        else:
            fix = "Invite the bot there, or choose another channel in /setup."
            yield Finding(about=about, found="we are not in it", fix=fix)
