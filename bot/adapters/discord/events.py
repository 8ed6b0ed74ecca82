"""Meetings in Discord's own calendar, kept as the database has them.

Somebody may edit, cancel or delete one by hand, also while we are away: what is told of each
event is compared with what it should be, and put right or made anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from bot.adapters.discord import limits
from bot.adapters.discord.escape import one_line
from bot.adapters.discord.rest import EVENT_GONE, EVENT_OVER, EVENTS_FULL, NO_PERMISSION, Rest
from bot.core.places import Place
from bot.core.ports import Event, Undeliverable
from bot.core.text import shorten, visible

Json: TypeAlias = dict[str, Any]

_EVENTS: Final = "/guilds/{guild_id}/scheduled-events"
_EVENT: Final = "/guilds/{guild_id}/scheduled-events/{event_id}"
_OUTSIDE, _MEMBERS_ONLY, _AHEAD = 3, 2, 1
_SOON: Final = timedelta(seconds=30)
_KEPT: Final = ("name", "description", "entity_metadata")
_TIMES: Final = ("scheduled_start_time", "scheduled_end_time")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Enters, changes and removes meetings. Where it may not, the card alone tells of them."""

    rest: Rest
    now: Callable[[], datetime]

    async def keep(self, place: Place, event: Event | None, known: str | None) -> str | None:
        """Make the calendar say ``event``; return the id of its entry, if there is one."""
        if event is None:
            if known is not None:
                await self._remove(place, known)
            return None
        if event.ends_at <= self.now() + _SOON:
            return known
        if known is None and event.starts_at <= self.now():
            raise Undeliverable("event_in_the_past")
        wanted = self._written(event)
        try:
            if known is not None and await self._change(place, known, wanted):
                return known
            return await self._enter(place, wanted)
        except Undeliverable as refusal:
            if refusal.code in {EVENTS_FULL, NO_PERMISSION}:
                return known  # plainer native: the card shows the time; /setup says what lacks
            raise

    async def _enter(self, place: Place, wanted: Json) -> str:
        # The call has no idempotency of its own, so what a cut connection left is looked for.
        listed = await self.rest.call("GET", _EVENTS, guild_id=place.tenant)
        for there in listed:
            if there.get("status") == _AHEAD and not _differs(there, wanted):
                return str(there["id"])
        body = {**wanted, "entity_type": _OUTSIDE, "privacy_level": _MEMBERS_ONLY}
        made = await self.rest.call("POST", _EVENTS, body=body, guild_id=place.tenant)
        return str(made["id"])

    async def _change(self, place: Place, known: str, wanted: Json) -> bool:
        """Put an entry right; report whether there is one that can still be kept."""
        try:
            there = await self.rest.call("GET", _EVENT, guild_id=place.tenant, event_id=known)
            if there.get("status", 0) > 2:  # noqa: PLR2004  (completed and cancelled are final)
                return False
            differs = _differs(there, wanted)
            if there.get("status") != _AHEAD:
                differs.pop("scheduled_start_time", None)  # it has begun
            if differs:
                await self.rest.call(
                    "PATCH", _EVENT, body=differs, guild_id=place.tenant, event_id=known
                )
        except Undeliverable as refusal:
            if refusal.code in {EVENT_GONE, EVENT_OVER}:
                return False
            raise
        return True

    async def _remove(self, place: Place, known: str) -> None:
        try:
            await self.rest.call("DELETE", _EVENT, guild_id=place.tenant, event_id=known)
        except Undeliverable as refusal:
            if refusal.code not in {EVENT_GONE, EVENT_OVER, "gone"}:
                raise

    def _written(self, event: Event) -> Json:
        begins = max(event.starts_at, self.now() + _SOON)
        return {
            "name": shorten(one_line(visible(event.name)), limits.EVENT_NAME),
            "description": shorten(visible(event.about).strip(), limits.EVENT_ABOUT),
            "scheduled_start_time": begins.isoformat(),
            "scheduled_end_time": event.ends_at.isoformat(),
            "entity_metadata": {
                "location": shorten(one_line(visible(event.place)), limits.EVENT_PLACE)
            },
        }


def _differs(there: Json, wanted: Json) -> Json:
    told = {name: wanted[name] for name in _KEPT if (there.get(name) or "") != wanted[name]}
    late = {name: wanted[name] for name in _TIMES if not _same(there.get(name), wanted[name])}
    return told | late


def _same(there: str | None, wanted: str) -> bool:
    return there is not None and abs(
        datetime.fromisoformat(there) - datetime.fromisoformat(wanted)
    ) < timedelta(seconds=1)
