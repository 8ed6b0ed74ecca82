"""What the pages show: public things only, as the composition root reads them from the features.

A name of a resident is in none of them. Words are what was approved for publication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.text import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One version of an answer. The last one counts; the earlier ones stay readable."""

    version: int
    by: Message
    heard: str
    answer: str
    next_step: str
    on: date
    corrects: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A published question, with its answers oldest first."""

    number: int
    words: str
    asked_as: Message
    asked_on: date
    state: Message
    answers: tuple[Answer, ...] = ()
    topic: Message | None = None
    due: datetime | None = None
    late: bool = False
    history: tuple[tuple[date, Message], ...] = ()

    @property
    def answer(self) -> Answer | None:
        """The answer that counts now."""
        return self.answers[-1] if self.answers else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """A meeting. Times are instants; ``zone`` is where it takes place."""

    id: str
    title: str
    aim: str
    off_the_table: str
    format: Message
    state: Message
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    going: int
    waiting: int
    capacity: int | None
    access: str = ""
    outcomes: tuple[str, ...] = ()
    none_agreed: bool = False
    upcoming: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Something shared, with where it comes from."""

    id: str
    title: str
    label: Message
    body: str
    source: str
    author: str
    link: str
    licence: str
    prompt: str
    on: date
    note: Message | None = None
    ratings: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How often something was said; ``None`` where fewer than enough people said it."""

    what: Message
    count: int | None


class Reading(Protocol):
    """What the pages read. Every method gives public things, newest or nearest first."""

    async def questions(self, words: str, *, skip: int, at_most: int) -> Sequence[Question]:
        """Return published questions; with ``words``, those that fit them best."""
        ...

    async def question(self, number: int) -> Question:
        """Return one published question. Raises ``NotFound``."""
        ...

    async def forums(self, *, upcoming: bool, at_most: int) -> Sequence[Forum]:
        """Return meetings to come, or those that were."""
        ...

    async def forum(self, forum: str) -> Forum:
        """Return one meeting. Raises ``NotFound``."""
        ...

    async def calendar(self, forum: str | None) -> bytes:
        """Return one meeting, or all to come, as iCalendar. Raises ``NotFound``."""
        ...

    async def posts(self, *, skip: int, at_most: int) -> Sequence[Post]:
        """Return published posts."""
        ...

    async def post(self, post: str) -> Post:
        """Return one published post. Raises ``NotFound``."""
        ...

    async def feedback(self) -> Sequence[Count]:
        """Return how much of each kind was said, small numbers suppressed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How the outbox stands."""

    waiting: int
    buried: int
    oldest_seconds: float


class Pulse(Protocol):
    """What the health pages ask."""

    async def backlog(self) -> Backlog:
        """Ask the database. Raises whatever keeps it from answering."""
        ...
