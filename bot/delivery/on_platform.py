"""What one view asks of one platform: a message, its thread, its calendar entry."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.core.cards import Card
from bot.core.places import MessageRef, Place
from bot.core.ports import Event, Platform, Undeliverable
from bot.core.text import Line
from bot.delivery.shown import Shown

MESSAGE_GONE: Final = "message_gone"


async def post_or_edit(
    platform: Platform, place: Place, card: Card, known: Shown | None, *, key: str
) -> MessageRef:
    """Draw the known message anew; show another where there is none, or none any more."""
    if known is not None:
        try:
            await platform.edit(known.message, card, key=key)
        except Undeliverable as gone:
            if gone.code != MESSAGE_GONE:
                raise
        else:
            return known.message
    return await platform.post(place, card, key=key)


async def with_thread_and_event(
    platform: Platform, shown: Shown, *, title: Line | None, event: Event | None, key: str
) -> Shown:
    """Open the thread and enter the meeting where they are wanted and not there yet."""
    thread, entry = shown.thread, shown.event
    if title is not None and thread is None and platform.capabilities().threads:
        thread = await platform.open_thread(shown.message, title, key=key)
    if event is not None or entry is not None:
        entry = await platform.announce_event(shown.place, event, known=entry, key=key)
    return replace(shown, thread=thread, event=entry)


async def take_down(platform: Platform, known: Shown, *, key: str) -> None:
    """Take the message back, and its calendar entry with it."""
    await platform.retract(known.message, key=key)
    if known.event is not None:
        await platform.announce_event(known.place, None, known=known.event, key=key)
