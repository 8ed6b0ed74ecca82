"""Discord in this process: made when there is a token, imported only then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.core.actions import Signer
from bot.core.communities import Directory
from bot.core.dispatch import Dispatcher
from bot.core.errors import SetupError
from bot.core.kept import Kept
from bot.core.ports import Clock
from bot.delivery import observe
from bot.settings import Environment

if TYPE_CHECKING:
    from bot.adapters.discord.door import Door

NOTES: Final = "discord.json"


def discord_door(
    environment: Environment, *, signer: Signer, directory: Directory, kept: Kept, clock: Clock
) -> Door | None:
    """Make the door to Discord; ``None`` without a token. It opens nothing yet."""
    token = environment.discord_token
    if token is None:
        return None
    from bot.adapters.discord.door import Address, Door

    address = Address(token=token.reveal(), api=environment.discord_api_url)
    notes: Path = environment.data_dir / NOTES
    return Door(
        address,
        signer=signer,
        directory=directory,
        kept=kept,
        clock=clock,
        report=observe.report,
        notes=notes,
    )


@asynccontextmanager
async def hearing(door: Door | None, dispatcher: Dispatcher) -> AsyncGenerator[None]:
    """Hear Discord meanwhile.

    Raises:
        SetupError: Discord refuses the token; whatever goes on inside is ended.
    """
    if door is None:
        yield
        return
    try:
        async with asyncio.TaskGroup() as group:
            open_door = group.create_task(door.run(dispatcher), name="discord")
            yield
            open_door.cancel()
    except BaseExceptionGroup as troubles:
        wrong, _ = troubles.split(SetupError)
        if wrong is None:
            raise
        raise SetupError(str(wrong.exceptions[0])) from None
