"""What was erased stays erased, also when an older copy of the database takes its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.compose.app import App, Ground
from bot.core.people import PersonRef
from bot.core.ports import Job, Tx
from bot.delivery.leased import Leased
from bot.delivery.observe import note
from bot.features.privacy.service import TRACES
from bot.storage.engine import Database
from bot.storage.erasures import (
    KIND,
    PURPOSE,
    Erasure,
    forget_noted,
    lacking,
    note_again,
    person_mark,
)
from bot.storage.schema import schema_of
from bot.storage.sql import sql

PLATFORMS: Final = ("discord", "slack", "town")
"""Whose accounts may stand in a database, whether or not the platform is on just now."""

_LONGER: Final = timedelta(days=30)
"""An id outlives its mark by this, so that a mark is never without its id."""


def keep_erasures(on: Ground) -> None:
    """Have the vault keep what was erased, as long as backups live."""

    async def keep(leased: Leased) -> None:
        told = leased.payload
        day = date.fromisoformat(str(told["day"]))
        until = day + timedelta(days=on.settings.retention.backup_days)
        await on.vault.keep_erasure(
            Erasure(
                id=str(told["id"]),
                community=leased.community,
                mark=str(told["mark"]),
                until=until,
            )
        )
        await on.store.write(leased.finish)

    on.courier.on(KIND, keep)


async def erase_again(app: App) -> int:
    """Carry out the erasures that this database has not been through; return how many.

    There are some when an older copy was put in its place. Votes and ratings in it are hashes in
    which nobody is found: they stay until the person who gave them deletes again.
    """
    today = app.clock.now().date()
    ours = {file.community.id for file in app.settings.communities}
    kept = [e for e in app.vault.erasures() if e.until >= today and e.community in ours]
    missing = await app.store.read(lambda tx: lacking(tx, kept)) if kept else []
    if not missing:
        return 0
    key = app.vault.key(PURPOSE)
    people = {
        community: [
            p for place in PLATFORMS for p in await accounts_in(app.store, community, place)
        ]
        for community in {erasure.community for erasure in missing}
    }
    for erasure in missing:
        everyone = people[erasure.community]
        found = [p for p in everyone if person_mark(key, erasure.community, p) == erasure.mark]
        await _again(app, erasure, found)
    note("erasures.repeated", count=len(missing))
    return len(missing)


async def forget_erasures(app: App) -> None:
    """Forget marks when the last backup is gone, and ids a month after that."""
    today = app.clock.now().date()
    await app.vault.forget_erasures(today)
    before = today - timedelta(days=app.settings.retention.backup_days) - _LONGER
    await app.store.write(lambda tx: forget_noted(tx, before))


async def _again(app: App, erasure: Erasure, people: Sequence[PersonRef]) -> None:
    community = erasure.community

    async def unit(tx: Tx) -> None:
        if erasure.thing is not None:
            await app.features.own.take_out(tx, community, erasure.thing)
        for person in people:
            await app.features.data.erase_in(tx, community, person)
        await note_again(tx, erasure, day=app.clock.now().date())
        await tx.send(Job(kind=TRACES, community=community, key=TRACES))

    await app.store.write(unit)


async def accounts_in(store: Database, community: str, place: str) -> set[PersonRef]:
    """Return the accounts that stand in any column of a community's rows.

    ``place`` is a platform, or ``platform:tenant`` where accounts belong to a tenant.
    """
    queries = [
        sql(
            f"SELECT DISTINCT {column.name} AS person FROM {table}"  # noqa: S608  (names of our own schema)
            f" WHERE community = :community AND {column.name} LIKE :like"
        )
        for table, about in (await schema_of(store)).items()
        if any(column.name == "community" for column in about.columns)
        for column in about.columns
        if "TEXT" in column.type.upper()
    ]
    like = f"{place}:%" if ":" in place else f"{place}:%:%"

    async def unit(tx: Tx) -> set[PersonRef]:
        found = set()
        for query in queries:
            for row in await tx.all(query, community=community, like=like):
                found.add(PersonRef.from_key(row["person"]))
        return found

    return await store.read(unit)
