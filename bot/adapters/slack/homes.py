"""Telling the features that a workspace took us in, or out."""

from __future__ import annotations

from contextlib import suppress

from bot.adapters.slack.pieces import PLATFORM
from bot.core.communities import Directory
from bot.core.errors import NotSetUp
from bot.core.ports import Store
from bot.delivery.facts import fact


async def tell_home(store: Store, directory: Directory, team: str, *, there: bool) -> None:
    """Say that we are in a workspace, or were taken out of it. Without a community it is nobody's."""
    with suppress(NotSetUp):
        home = await directory.community_at(PLATFORM, team)
        changed = fact("home.changed", home.id, tenant=team, platform=PLATFORM, there=int(there))
        await store.write(lambda tx: tx.send(changed))
