"""What ``doctor`` looks at in a bot that is put together: each thing found, with its fix if any."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Final, TypeAlias

from bot.compose import on_discord, on_slack
from bot.compose.apart import apart
from bot.compose.app import App
from bot.compose.house import database_of, opened
from bot.core.errors import SetupError
from bot.features.posts.feed_model import NotRead
from bot.features.posts.folder import FeedFolder
from bot.features.questions.hours import is_region
from bot.settings import Settings
from bot.storage import audit
from bot.storage.open import sqlite_path

Found: TypeAlias = tuple[str, str]
"""What was found, and how to mend it; the second is empty where all is well."""

_ON_FILE: Final = (
    "channels: as the files say, without what /setup changed; stop the bot to see that"
)


async def check_up(settings: Settings) -> list[Found]:
    """Look at the database and all that hangs on it, at the platforms, at the feeds.

    The platforms are looked at in any case: also before there is a database, and while a running
    bot holds it.
    """
    found = [one async for one in _feeds(settings)]
    path = sqlite_path(database_of(settings.environment))
    if path is not None and not path.exists():
        found.append(("database: it will be made at the first start", ""))
        return found + await _platforms_apart(settings)
    try:
        async with opened(settings) as app:
            found.append(("database: it opens, with the schema and the keys it should have", ""))
            found += [one async for one in _inside(app)]
            return found + await _platforms(app)
    except SetupError as error:
        found.append(("database", str(error)))
        return found + await _platforms_apart(settings)


def refuse_unknown_regions(settings: Settings) -> None:
    """Raise ``SetupError`` for a region whose holidays nobody knows: its clock would not stop.

    Loads the calendars of the regions, which takes a tenth of a second.
    """
    for file in settings.communities:
        region = file.hours.holidays
        if not is_region(region):
            raise SetupError(
                f"community {file.community.id!r}: hours.holidays {region!r} is no region whose "
                "public holidays are known; use an ISO 3166-2 code such as CA-ON, or leave it out."
            )


async def _inside(app: App) -> AsyncIterator[Found]:
    broken = await audit.verify(app.store)
    if broken is None:
        yield "audit trail: the chain holds from its beginning", ""
    else:
        yield (
            f"audit trail: line {broken.number} of {broken.community} was altered or is missing",
            (
                "Keep this database as it is, restore a backup from before, and find out who could "
                "write to the file."
            ),
        )
    for community in await app.directory.communities():
        dead = await app.outbox.dead(community.id)
        for (kind, code), many in sorted(Counter((d.job.kind, d.code) for d in dead).items()):
            yield (
                f"outbox: {community.id}: {many} × {kind} given up: {code}",
                (
                    "docs/operating-discord.md and docs/operating-slack.md say what each means; what "
                    "should have been shown is drawn again at each start."
                ),
            )


async def _feeds(settings: Settings) -> AsyncIterator[Found]:
    folder = FeedFolder(settings.config_dir / "feeds")
    for feed in (feed for file in settings.communities for feed in file.feeds):
        try:
            read = await folder.read(feed.file)
        except NotRead as error:
            yield (
                f"feed {feed.file}: {error.trouble.value.replace('_', ' ')}",
                f"Put an RSS, Atom or JSON feed there: {folder.path / feed.file}",
            )
        else:
            yield f"feed {feed.file}: {len(read.items)} items", ""


async def _platforms(app: App) -> list[Found]:
    return [*await on_discord.look(app), *await on_slack.look(app)]


async def _platforms_apart(settings: Settings) -> list[Found]:
    if settings.environment.discord_token is None and settings.environment.slack is None:
        return []
    async with apart(settings) as app:
        return [(_ON_FILE, ""), *await _platforms(app)]


async def known_regions(settings: Settings) -> list[Found]:
    """Say whether the public holidays of every community are known."""
    try:
        await asyncio.to_thread(refuse_unknown_regions, settings)
    except SetupError as error:
        return [("holidays", str(error))]
    return [("holidays: known for every community that names a region", "")]
