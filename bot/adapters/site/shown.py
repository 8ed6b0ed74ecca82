"""What the pages show: public things only, as the composition root reads them from the features.

A name of a resident is in none of them. Words are what was approved for publication.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.text import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One version of an answer. The last one counts; the earlier ones stay readable."""

    version: int
    heard: str
    answer: str
    next_step: str
    on: date
    why_not_all: Message | None = None
    review_on: date | None = None
    corrects: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What was asked, the question or a follow-up, and the versions of its answer."""

    words: str
    answers: tuple[Answer, ...] = ()

    @property
    def answer(self) -> Answer | None:
        """The version that counts now."""
        return self.answers[-1] if self.answers else None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a member of the panel adds, under a label of theirs."""

    label: Message
    words: str
    source: str
    conflict: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A published question. Without words it still waits: only where it stands is public then."""

    number: int
    topic: Message
    state: Message
    asked_as: Message
    asked_on: date
    rounds: tuple[Round, ...] = ()
    views: tuple[View, ...] = ()
    votes: int = 0
    due: datetime | None = None
    late: bool = False
    disputed: bool = False

    @property
    def words(self) -> str:
        """What was asked."""
        return self.rounds[0].words if self.rounds else ""

    @property
    def answer(self) -> Answer | None:
        """The newest answer."""
        return next((r.answer for r in reversed(self.rounds) if r.answer is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What was agreed at a meeting."""

    owner: Message
    what: str
    due: date
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """A meeting. Times are instants; ``zone`` is where it takes place; ``format`` is by language.

    ``awaited``: its hour came, and nobody has said yet what came of it.
    """

    id: str
    title: str
    aim: str
    off_the_table: str
    format: Mapping[str, str]
    state: Message
    starts_at: datetime | None
    ends_at: datetime | None
    zone: str
    place: str
    language: Message
    going: int
    waiting: int
    capacity: int
    access: str = ""
    agenda: tuple[tuple[Message, str], ...] = ()
    promises: tuple[Promise, ...] = ()
    none_agreed: bool = False
    summary: str = ""
    checks: tuple[tuple[int, date, str], ...] = ()
    reason: str = ""
    upcoming: bool = True
    awaited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Something shared, with where it comes from."""

    id: str
    title: str
    label: Message
    text: str
    source: str
    author: str
    link: str
    licence: str
    discuss: str
    on: date
    excerpt: bool = True
    tries: tuple[str, ...] = ()
    limits: str = ""
    caution: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    note: str = ""
    taken_back: bool = False
    versions: tuple[tuple[int, str, str, date], ...] = ()
    useful: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How often something was said; ``None`` where fewer than enough people said it."""

    what: Message
    count: int | None


class Reading(Protocol):
    """What the pages read. Every method gives public things, newest or nearest first."""

    async def questions(self, words: str, *, skip: int, at_most: int) -> Sequence[Question]:
        """Return published questions; with ``words``, those in which all of them stand."""
        ...

    async def waiting(self, *, at_most: int) -> Sequence[Question]:
        """Return what waits for an answer, without its words, the latest due first."""
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
