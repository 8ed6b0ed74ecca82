"""The bot put together in a folder of its own, beside one that may be running."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.compose.app import App
from bot.compose.house import opened
from bot.settings import Settings


@asynccontextmanager
async def apart(settings: Settings) -> AsyncGenerator[App]:
    """Open a whole bot on an empty database; what organizers set with ``/setup`` is not in it."""
    with TemporaryDirectory() as folder:
        own = replace(
            settings.environment,
            data_dir=Path(folder) / "data",
            database_url=None,
            secret_key=None,
        )
        async with opened(replace(settings, environment=own), migrate=True) as app:
            yield app
