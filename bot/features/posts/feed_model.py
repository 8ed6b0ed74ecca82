"""A feed that the community follows, its items, and what became of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.core.errors import DialogueError
from bot.features.posts.model import Label, Post

EVERY: Final = timedelta(minutes=15)
_LONGEST: Final = timedelta(hours=24)
_FILE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,50}\.(?:xml|rss|atom|json)")


class FeedName(DialogueError):
    """Not the plain name of a feed file."""

    code = "posts_feed_name"


class FeedAbsent(DialogueError):
    """The folder of feeds has no such file."""

    code = "posts_feed_absent"


class FeedKnown(DialogueError):
    """This feed is followed already."""

    code = "posts_feed_known"


class Trouble(StrEnum):
    """Why a feed could not be read."""

    MISSING = "missing"
    TOO_LARGE = "too_large"
    NOT_READABLE = "not_readable"
    TOO_SLOW = "too_slow"
    TOO_HEAVY = "too_heavy"


class NotRead(Exception):
    """The feed could not be read this time; not a person's fault, so not shown as a refusal."""

    def __init__(self, trouble: Trouble) -> None:
        """Keep what the organizers will read."""
        self.trouble = trouble
        super().__init__(trouble.value)


class Fate(StrEnum):
    """What was done with an item when it was first seen."""

    BASELINE = "baseline"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed. ``begun`` is false until the first reading, which posts nothing."""

    id: str
    community: str
    name: str
    title: str
    label: Label = Label.NEWS
    paused: bool = False
    begun: bool = False
    ids_repeat: bool = False
    failures: int = 0
    trouble: Trouble | None = None
    read_at: datetime | None = None
    revision: int = 0

    def after(self, now: datetime, *, title: str, ids_repeat: bool) -> Feed:
        """Note a reading that went well."""
        return replace(
            self,
            title=title or self.title,
            begun=True,
            ids_repeat=ids_repeat,
            failures=0,
            trouble=None,
            read_at=now,
        )

    def failed(self, trouble: Trouble) -> Feed:
        """Note a reading that did not work."""
        return replace(self, failures=self.failures + 1, trouble=trouble)

    @property
    def next_in(self) -> timedelta:
        """How long to wait for the next reading: longer after each failure, a day at most."""
        return min(EVERY * (1 << min(self.failures, 10)), _LONGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a feed as it was first seen. ``post`` is what was offered for review."""

    id: str
    feed: str
    title: str = field(repr=False)
    link: str
    seen_at: datetime
    fate: Fate
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All that can be said about why an item was or was not delivered."""

    feed: Feed
    item: Item
    post: Post | None


def file_name(typed: str) -> str:
    """Return the name of a feed file: letters, digits, ``-`` and ``_``, a known ending.

    Raises:
        FeedName: anything else, above all a path.
    """
    name = typed.strip()
    if not _FILE.fullmatch(name):
        raise FeedName
    return name
