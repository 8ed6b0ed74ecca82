"""Which workspaces have us, and with which token. Tokens are sealed wherever they lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import orjson

from bot.adapters.slack import tables
from bot.core.clock import from_micros, to_micros
from bot.core.ports import Clock, Erased, Row, Store, Tx
from bot.core.text import say
from bot.storage.vault import Gone, Sealed, Tampered, Vault

_PURPOSE: Final = "slack tokens"
_FRESH: Final = timedelta(seconds=30)
_KEPT_AFTER_END: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    """One workspace that has us."""

    team: str
    bot_user: str
    bot: str
    token: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires_at: datetime | None = None
    revision: int = -1
    """Counts the tokens of a stored install; negative for one that the environment gives."""


class Installs:
    """The installed workspaces. What another process changed is known after half a minute."""

    def __init__(self, store: Store, vault: Vault, clock: Clock) -> None:
        """Know none yet."""
        self._store = store
        self._vault = vault
        self._clock = clock
        self._own: dict[str, Install] = {}
        self._known: dict[str, tuple[datetime, Install | None]] = {}
        self._changes: Counter[str] = Counter()

    def add_own(self, install: Install) -> None:
        """Take the workspace whose token the environment gives."""
        self._own[install.team] = install

    async def find(self, *teams: str) -> Install | None:
        """Return the install of the first of ``teams`` that has one."""
        for team in teams:
            found = self._own.get(team) or await self._stored(team)
            if found is not None:
                return found
        return None

    async def keep(self, install: Install) -> None:
        """Store an install, in place of an older one of the same workspace."""
        sealed = self._seal(install)

        async def unit(tx: Tx) -> list[str]:
            old = [str(row["dek"]) for row in await tx.all(tables.KEYS, team=install.team)]
            await tx.execute(
                tables.KEEP,
                team=install.team,
                bot_user=install.bot_user,
                bot=install.bot,
                dek=sealed.dek,
                sealed=sealed.blob,
                expires_at=_micros(install.expires_at),
            )
            return old

        await self._forget(await self._store.write(unit), install.team)

    async def swap(self, before: Install, after: Install) -> bool:
        """Put ``after`` in place of ``before``, unless somebody was quicker; report it."""
        sealed = self._seal(after)

        async def unit(tx: Tx) -> list[str] | None:
            old = [str(row["dek"]) for row in await tx.all(tables.KEYS, team=before.team)]
            changed = await tx.execute(
                tables.SWAP,
                team=before.team,
                revision=before.revision,
                dek=sealed.dek,
                sealed=sealed.blob,
                expires_at=_micros(after.expires_at),
            )
            return old if changed else None

        old = await self._store.write(unit)
        await self._forget([sealed.dek] if old is None else old, before.team)
        return old is not None

    async def end(self, team: str) -> None:
        """Stop for good: the tokens are erased now, the workspace is forgotten in 30 days."""
        self._own.pop(team, None)
        ended_at = to_micros(self._clock.now())

        async def unit(tx: Tx) -> list[str]:
            old = [str(row["dek"]) for row in await tx.all(tables.KEYS, team=team)]
            await tx.execute(tables.END, team=team, ended_at=ended_at, nothing=b"")
            return old

        await self._forget(await self._store.write(unit), team)

    async def expire(self, tx: Tx, community: str, now: datetime) -> Sequence[Erased]:
        """Forget workspaces that took us out 30 days ago."""
        del community  # a workspace without an install belongs to none
        before = to_micros(now - _KEPT_AFTER_END)
        count = await tx.execute(tables.FORGET, before=before)
        return [Erased(what=say("slack.erased.workspaces", n=count), count=count)] if count else []

    async def _stored(self, team: str) -> Install | None:
        now = self._clock.now()
        at, known = self._known.get(team, (None, None))
        if at is not None and now - at < _FRESH:
            return known
        while True:
            changes = self._changes[team]
            row = await self._store.read(lambda tx: tx.one(tables.FIND, team=team))
            found = None if row is None else self._opened(row)
            if changes == self._changes[team]:
                self._known[team] = (now, found)
                return found
            # A token was changed under this reading, which may hold the one before.

    def _opened(self, row: Row) -> Install | None:
        team = str(row["team"])
        try:
            kept = self._vault.open(row["dek"], row["sealed"], purpose=_PURPOSE, subject=team)
        except (Gone, Tampered):
            return None  # the vault's copy was lost: the app has to be installed again
        tokens = orjson.loads(kept)
        expires = row["expires_at"]
        return Install(
            team=team,
            bot_user=row["bot_user"],
            bot=row["bot"],
            token=tokens["token"],
            refresh=tokens["refresh"],
            expires_at=None if expires is None else from_micros(expires),
            revision=row["revision"],
        )

    def _seal(self, install: Install) -> Sealed:
        tokens = orjson.dumps({"token": install.token, "refresh": install.refresh})
        return self._vault.seal(tokens, purpose=_PURPOSE, subject=install.team)

    async def _forget(self, deks: list[str], team: str) -> None:
        self._changes[team] += 1
        self._known.pop(team, None)
        await self._vault.erase(*(dek for dek in deks if dek))


def _micros(at: datetime | None) -> int | None:
    return None if at is None else to_micros(at)
