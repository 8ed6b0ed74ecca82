"""Meetings as a calendar file in the card's thread: Slack has no calendar of its own.

The same file is handed out once, however often the card is drawn. A meeting that was moved is a
new file with the same id, so that calendars move it instead of entering it twice.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import icalendar

from bot.adapters.slack import tables
from bot.adapters.slack.pictures import Files
from bot.core.clock import to_micros
from bot.core.ical_text import CalendarText
from bot.core.places import MessageRef
from bot.core.ports import Clock, Event, Store, Tx
from bot.core.text import visible

_NAME: Final = "meeting.ics"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Hands out calendar files."""

    files: Files
    store: Store
    clock: Clock

    async def hand_out(self, under: MessageRef, event: Event) -> None:
        """Put the file of ``event`` into the thread of the card that announces it."""
        now = self.clock.now()
        if event.ends_at <= now:
            return
        thread = under.place.thread or under.message
        place = f"{under.place.tenant}:{under.place.channel}:{thread}"
        digest = hashlib.sha256(repr(event).encode("utf-8", "replace")).hexdigest()
        if await self.store.read(lambda tx: tx.one(tables.HANDED_OUT, place=place, digest=digest)):
            return
        content = self._written(event, f"{hashlib.sha256(place.encode()).hexdigest()[:32]}")
        await self.files.share(
            under.place.tenant, _NAME, content, channel=under.place.channel, thread=thread
        )

        async def unit(tx: Tx) -> None:
            await tx.execute(tables.OVER, now=to_micros(now))
            await tx.execute(
                tables.HAND_OUT, place=place, digest=digest, ends_at=to_micros(event.ends_at)
            )

        await self.store.write(unit)

    def _written(self, event: Event, name: str) -> bytes:
        now = self.clock.now()
        entry = icalendar.Event()
        entry.add("uid", f"{name}@commonground")
        entry.add("dtstamp", now)
        entry.add("sequence", int(now.timestamp()) // 60)
        entry.add("dtstart", event.starts_at)
        entry.add("dtend", event.ends_at)
        entry.add("summary", CalendarText(visible(event.name)))
        entry.add("description", CalendarText(visible(event.about)))
        entry.add("location", CalendarText(visible(event.place)))
        book = icalendar.Calendar()
        book.add("prodid", "-//Common Ground//EN")
        book.add("version", "2.0")
        book.add("method", "PUBLISH")
        book.add_component(entry)
        return bytes(book.to_ical())
