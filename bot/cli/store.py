"""Commands about the database."""

from __future__ import annotations

from bot.compose import house
from bot.settings import load


async def migrate() -> str:
    """Bring the database up to date; return what there is to say."""
    await house.migrate(load())
    return "The database is up to date."
