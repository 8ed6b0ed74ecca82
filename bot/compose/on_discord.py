"""Discord in this process: made when there is a token, imported only then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.actions import Signer
from bot.core.communities import NOWHERE, Directory, every_place, id_at
from bot.core.errors import SetupError
from bot.core.kept import Kept
from bot.core.ports import Clock
from bot.delivery import observe
from bot.settings import Environment

if TYPE_CHECKING:
    from bot.adapters.discord.door import Door
    from bot.compose.app import App, Ground


def discord_door(
    environment: Environment, *, signer: Signer, directory: Directory, kept: Kept, clock: Clock
) -> Door | None:
    """Make the door to Discord; ``None`` without a token. It opens nothing yet."""
    token = environment.discord_token
    if token is None:
        return None
    from bot.adapters.discord.door import Address, Door

    shards = environment.discord_shards
    address = Address(
        token=token.reveal(),
        api=environment.discord_api_url,
        shard_ids=None if shards is None else shards.ids,
        shard_count=None if shards is None else shards.count,
    )
    name = "discord" if shards is None else f"discord-{shards.ids[0]}"
    notes: Path = environment.data_dir / f"{name}.json"
    return Door(
        address,
        signer=signer,
        directory=directory,
        kept=kept,
        clock=clock,
        report=observe.report,
        notes=notes,
    )


def keep_meetings(on: Ground) -> None:
    """Have meetings that were changed by hand put right at once."""
    if on.discord is None:
        return

    async def changed(guild: str, event: str) -> None:
        community = await id_at(on.directory, "discord", guild)
        if community != NOWHERE:
            await on.display.redraw_event(community, event)

    on.discord.on_event(changed)


def invitation(environment: Environment) -> str:
    """Return the address at which an administrator takes the bot into a server.

    Raises:
        SetupError: there is no token, or it is none.
    """
    from bot.adapters.discord.doctor import invite

    if environment.discord_token is None:
        raise SetupError("DISCORD_TOKEN is not set; the address names the bot that it belongs to.")
    return invite(environment.discord_token.reveal())


async def look(app: App) -> list[tuple[str, str]]:
    """Look at everything that Discord must have right: what was found, and its fix if any."""
    token = app.settings.environment.discord_token
    if app.discord is None or token is None:
        return []
    from bot.adapters.discord.doctor import examine

    places = [
        place
        for community in await app.directory.communities()
        for place in await every_place(app.directory, community.id)
    ]
    found = examine(app.discord, token.reveal(), app.routes, places)
    return [(f"{one.about}: {one.found}", one.fix) async for one in found]
