"""How a view looks, and whether the message that shows it wants to be drawn again.

Platforms let a bot edit rarely (Discord refuses too many edits of messages older than an hour,
code 30046; Slack's ``chat.update`` takes 50 a minute), so a message is edited when it would look
different, and otherwise only as often as it takes to find out that somebody deleted it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from bot.core.cards import Card
from bot.core.communities import Community
from bot.core.ports import Event
from bot.core.text import Line
from bot.delivery.shown import Shown

HOURLY_FOR: Final = timedelta(days=7)
"""So long after its last change a message is edited every hour."""
DAILY_FOR: Final = timedelta(days=180)
"""So long after its last change a message is compared every hour, and edited once a day."""
_OF: Final = "."
AT_ONCE: Final = 30
A_MINUTE: Final = 48
"""Slack's Tier 3 takes 50 calls of a method a minute; what people do comes first."""


def looks(
    card: Card, thread: Line | None, event: Event | None, *, about: Community, release: str
) -> str:
    """Return a short name for exactly this card in this community's language and zone.

    Another ``release`` may word or wire the same card differently, so it is part of the name.
    """
    kinds = [type(piece).__name__ for piece in (*card.body, *card.actions)]
    seen = (about.locale, about.zone, kinds, card, thread, event)
    return f"{_short(msgspec.msgpack.encode(seen))}{_OF}{_short(release.encode())}"


def alike(one: str | None, other: str) -> bool:
    """Whether two looks are of one card, be it of two releases."""
    return one is not None and one.partition(_OF)[0] == other.partition(_OF)[0]


def _short(seen: bytes) -> str:
    return hashlib.sha256(seen).hexdigest()[:24]


def wants_edit(known: Sequence[Shown], *, today: date) -> bool:
    """Whether messages are to be edited whatever they look like: they could have been deleted."""
    return any(
        shown.event is not None
        or shown.changed_on is None
        or shown.drawn_on is None
        or today - shown.changed_on <= HOURLY_FOR
        or (today - shown.changed_on <= DAILY_FOR and shown.drawn_on < today)
        for shown in known
    )


def is_settled(known: Sequence[Shown], *, today: date) -> bool:
    """Whether nothing about a thing has changed for so long that it is left alone."""
    return all(
        shown.event is None
        and shown.changed_on is not None
        and today - shown.changed_on > DAILY_FOR
        for shown in known
    )


def turn(number: int) -> timedelta:
    """Return how long the ``number``-th message of a round waits, from 0."""
    return max(0, number - AT_ONCE + 1) * timedelta(minutes=1) / A_MINUTE
