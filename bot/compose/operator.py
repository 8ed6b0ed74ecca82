"""What the operator does at the command line, beyond running the bot. Chat has none of it."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bot.adapters.site.records import Records
from bot.adapters.site.speech import Speech
from bot.compose.apart import apart
from bot.compose.checkup import refuse_unknown_regions
from bot.compose.house import database_of, opened, secret_of
from bot.compose.on_slack import manifest
from bot.compose.reading import Published
from bot.core.clock import SystemClock
from bot.core.errors import NotSaved, SetupError
from bot.core.ids import new_id
from bot.core.people import Actor, PersonRef
from bot.features.privacy.model import Outcome
from bot.settings import Settings
from bot.storage import backup as storage
from bot.storage.open import sqlite_path
from bot.storage.sqlite import SqliteStore
from bot.storage.transaction import Means
from bot.storage.vault_copy import FOLDER, expire_copies
from bot.storage.vault_open import open_vault, restore_vault

BACKUPS: Final = "backups"
_ALL: Final = 10_000


async def migrate(settings: Settings) -> None:
    """Bring the database up to date, once the settings can be trusted."""
    await asyncio.to_thread(refuse_unknown_regions, settings)
    async with opened(settings, migrate=True):
        pass


async def slack_manifest(settings: Settings, *, prefix: str, address: str) -> str:
    """Return the manifest of the Slack app, made from what the bot can do.

    The bot is put together for it in a folder of its own, so a running one is not disturbed.
    """
    silent = replace(settings.environment, discord_token=None, slack=None)
    async with apart(replace(settings, environment=silent)) as app:
        try:
            return manifest(app.routes, prefix=prefix, address=address)
        except ValueError as error:
            raise SetupError(f"--prefix {prefix!r} cannot be used: {error}.") from None


async def back_up(settings: Settings, target: Path | None) -> tuple[Path, list[Path]]:
    """Copy the database, also while the bot runs; return the copy and which old ones went.

    Without ``target`` the copy goes to ``DATA_DIR/backups``, where copies past their term go.
    """
    path = sqlite_path(database_of(settings.environment))
    if path is None:
        raise SetupError("PostgreSQL is backed up with pg_dump: run pg_dump on DATABASE_URL.")
    if not path.exists():
        raise SetupError(f"There is no database at {path} yet; nothing to back up.")
    clock = SystemClock()
    # Never opened: the copy is made beside the running bot, which holds the lock.
    store = SqliteStore(path, Means(clock=clock, inbox_key=b""))
    if target is not None:
        return await storage.backup(store, target), []
    folder = settings.environment.data_dir / BACKUPS
    folder.mkdir(mode=0o700, exist_ok=True)
    now = clock.now()
    copy = await storage.backup(store, folder / f"commonground-{now:%Y%m%dT%H%M%SZ}.sqlite")
    oldest = now - timedelta(days=settings.retention.backup_days)
    gone = [
        file
        for file in sorted(folder.glob("commonground-*.sqlite*"))
        if file.name < f"commonground-{oldest:%Y%m%dT%H%M%SZ}"
    ]
    for file in gone:
        file.unlink()
    return copy, gone


def restore(settings: Settings, source: Path) -> Path:
    """Put a backup in the place of the database; return where that one is kept."""
    path = sqlite_path(database_of(settings.environment))
    if path is None:
        raise SetupError("PostgreSQL is restored with pg_restore, while the bot is stopped.")
    if not source.is_file():
        raise SetupError(f"There is no backup at {source}; name the file that backup made.")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    storage.restore(source, path)
    return path.with_name(f"{path.name}.before-restore")


async def rotate_keys(settings: Settings, new_secret: str | None) -> None:
    """Wrap all keys anew, under a new key file or under ``new_secret``."""
    async with open_vault(
        settings.environment.data_dir, clock=SystemClock(), secret_key=secret_of(settings)
    ) as vault:
        try:
            await vault.rotate(secret_key=new_secret)
        except NotSaved:
            raise SetupError("The bot uses the vault at this moment: stop it first.") from None
    # They open with the old key, which may have been seen; the bot makes a new one when it starts.
    copies = settings.environment.data_dir / FOLDER
    expire_copies(copies, SystemClock().now(), all_of_them=True)


def restore_keys(settings: Settings, source: Path) -> None:
    """Put a copy of the vault in the place of one that was lost."""
    restore_vault(
        settings.environment.data_dir,
        source,
        now=SystemClock().now(),
        secret_key=secret_of(settings),
    )


async def export(
    settings: Settings, language: str, *, community: str | None = None
) -> Mapping[str, Any]:
    """Return everything that is public in a community, as the site shows it.

    Raises:
        SetupError: there is no such community.
    """
    file = settings.named(community)
    about = file.community
    async with opened(settings) as app:
        reading = Published(app, about.id)
        speech = Speech(language=language, zone=about.zone)
        write = Records(speech=speech, base=file.site.address.rstrip("/"))
        feedback = await reading.feedback()
        return {
            "community": {"id": about.id, "name": about.name, "zone": about.zone},
            "questions": [
                write.question(q) for q in await reading.questions("", skip=0, at_most=_ALL)
            ],
            "waiting": [write.question(q) for q in await reading.waiting(at_most=_ALL)],
            "forums": [
                write.forum(f)
                for upcoming in (True, False)
                for f in await reading.forums(upcoming=upcoming, at_most=_ALL)
            ],
            "posts": [write.post(p) for p in await reading.posts(skip=0, at_most=_ALL)],
            "feedback": [{"kind": speech.line(c.what), "at_least": c.count} for c in feedback],
        }


async def export_feedback(settings: Settings, *, community: str | None = None) -> str:
    """Return the feedback of a community as CSV that no spreadsheet takes for a formula.

    Raises:
        SetupError: there is no such community.
    """
    about = settings.named(community).community
    async with opened(settings) as app:
        rows = await app.features.feedback.export_rows(about.id)
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()


async def erase(settings: Settings, person: str) -> Mapping[str, Outcome]:
    """Erase all about one person, as ``/mydata delete`` does for themselves, everywhere.

    Returns what became of it by community.

    Raises:
        SetupError: ``person`` is not written ``platform:tenant:user``.
    """
    try:
        found = PersonRef.from_key(person)
    except ValueError:
        raise SetupError(
            f"{person!r} names nobody: write discord::1234 or slack:T0123:U0456."
        ) from None
    async with opened(settings) as app:
        return {
            file.community.id: await app.features.data.delete(
                Actor(person=found, community=file.community.id), key=new_id()
            )
            for file in settings.communities
        }
