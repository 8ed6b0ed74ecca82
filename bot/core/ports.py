"""What the heart needs from the world: a clock, a store, platforms. Adapters provide it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from bot.core.cards import Card
from bot.core.communities import (
    NOWHERE,
    Community,
    Concern,
    Directory,
    Gate,
    Hours,
)
from bot.core.people import PersonRef
from bot.core.places import Delivery, MessageRef, Place
from bot.core.text import Line, Message, Slot

__all__ = [
    "NOWHERE",
    "Capabilities",
    "Clock",
    "Community",
    "Concern",
    "Deed",
    "Directory",
    "Erased",
    "Event",
    "Gate",
    "Held",
    "Hours",
    "Job",
    "Later",
    "Perishable",
    "PersonalData",
    "Platform",
    "Row",
    "Statement",
    "Store",
    "Tx",
    "Undeliverable",
]

T = TypeVar("T")


class Clock(Protocol):
    """The one source of time. Instants are aware and in UTC."""

    def now(self) -> datetime:
        """Return the present instant."""
        ...

    async def sleep(self, duration: timedelta) -> None:
        """Wait on this clock: a moved town clock wakes its sleepers."""
        ...


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement in the portable subset, with ``:names``. Made by ``storage.sql.sql``."""

    text: str
    names: tuple[str, ...]
    numbered: str


class Row(Protocol):
    """One row; columns by name."""

    def __getitem__(self, key: str, /) -> Any:  # noqa: ANN401  (columns have their own types)
        """Return the value of column ``key``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work to be done after the commit: a fact, a card to draw, a reminder.

    ``payload`` holds ids and numbers, never a word that a person wrote: whoever carries the job
    out reads the present truth from the database. Jobs of one ``lane`` run one after another, in
    the order in which they fall due. A second job with the same ``key`` is not stored.
    """

    kind: str
    community: str
    payload: Mapping[str, str | int] = field(default_factory=dict)
    lane: str = ""
    due_at: datetime | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One line of the audit trail: no member id, no text. ``object`` is an id of ours."""

    community: str
    verb: str
    object: str
    role: str
    reason: str = ""


class Tx(Protocol):
    """One transaction. A unit of work awaits nothing but its transaction."""

    async def execute(self, statement: Statement, **values: object) -> int:
        """Run ``statement``; return the number of rows that it changed."""
        ...

    async def one(self, statement: Statement, **values: object) -> Row | None:
        """Return the first row, or ``None``."""
        ...

    async def all(self, statement: Statement, **values: object) -> Sequence[Row]:
        """Return all rows."""
        ...

    async def once(self, gesture: str) -> None:
        """Note that the gesture with this key is being carried out, for 24 hours.

        Only a keyed hash of it is kept. Raises ``SeenBefore`` when it was carried out already.
        """
        ...

    async def record(self, deed: Deed) -> None:
        """Add one line to the hash-chained audit trail."""
        ...

    async def send(self, *jobs: Job) -> None:
        """Store jobs that become visible to the courier when this transaction commits."""
        ...

    async def cancel(self, *, community: str, key: str) -> bool:
        """Remove the not yet begun job with this ``key``; report whether there was one."""
        ...


class Store(Protocol):
    """The database. Every write is durable when ``write`` returns."""

    async def write(self, unit: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``unit`` in one transaction; return its result after the commit.

        Whatever ``unit`` raises undoes all it did and is raised here.

        Raises:
            NotSaved: the database could not keep it (disk full, read-only, locked too long).
        """
        ...

    async def read(self, unit: Callable[[Tx], Awaitable[T]]) -> T:
        """Run ``unit`` on a reading connection; an attempt to write is an error."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a platform can do natively; what it cannot falls back in a named order."""

    threads: bool
    whispers_outside_gestures: bool
    events: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A meeting as a platform's calendar shows it. ``place`` is one line of words."""

    name: str
    about: str
    starts_at: datetime
    ends_at: datetime
    place: str


class Platform(Protocol):
    """Eight verbs and one question. There is no way around them.

    Every verb is idempotent per ``key`` as far as the platform allows it: the same key never
    shows twice within its window. Raises ``Undeliverable`` for good, ``Later`` for now.
    """

    name: str

    def capabilities(self) -> Capabilities:
        """Say what the platform can do natively."""
        ...

    async def post(self, place: Place, card: Card, *, key: str) -> MessageRef:
        """Show ``card`` in ``place`` for everyone there."""
        ...

    async def edit(self, message: MessageRef, card: Card, *, key: str) -> None:
        """Draw ``message`` again."""
        ...

    async def retract(self, message: MessageRef, *, key: str) -> None:
        """Take ``message`` back. Gone already counts as done."""
        ...

    async def whisper(self, place: Place, person: PersonRef, card: Card, *, key: str) -> Delivery:
        """Show ``card`` to one person only, where they are; else directly."""
        ...

    async def direct(self, person: PersonRef, card: Card, *, key: str) -> Delivery:
        """Send ``card`` to one person who opted in."""
        ...

    async def open_thread(self, message: MessageRef, title: Line, *, key: str) -> Place:
        """Open the thread of ``message``, or return the one that exists."""
        ...

    async def publish_home(self, person: PersonRef, card: Card, *, key: str) -> None:
        """Draw a person's own panel where the platform has one."""
        ...

    async def announce_event(
        self, place: Place, event: Event | None, *, known: str | None, key: str
    ) -> str | None:
        """Create, change (``known`` is the id) or, with ``None``, remove a native event.

        Returns its id, or ``None`` where the platform has no such thing.
        """
        ...


class Later(Exception):
    """The platform cannot take it now; try again after ``after``."""

    def __init__(self, after: timedelta) -> None:
        """Keep the wait that the platform asked for."""
        self.after = after
        super().__init__(f"try again in {after.total_seconds():.1f} s")


class Undeliverable(Exception):
    """The platform will never take it as things stand; ``code`` names the state to show."""

    def __init__(self, code: str) -> None:
        """Keep a short code: never the platform's own words, which may quote a person."""
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One thing that is held about a person, as that person reads it.

    ``what`` names it (``say("feedback.held.note")``); ``values`` are its labelled values, all of
    them: what is left out here is held in secret.
    """

    what: Message
    values: tuple[tuple[Message, Slot], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What became of one kind of thing when a person's data were deleted.

    ``what`` is a noun phrase that counts itself (``say("questions.erased.votes", n=count)``).
    Where something stays, ``kept`` names it and ``why`` gives the reason, each a phrase without a
    full stop; nothing that stays may still lead to the person. The deletion log keeps the key of
    ``what`` and ``count``, nothing else.
    """

    what: Message
    count: int
    kept: Message | None = None
    why: Message | None = None


class PersonalData(Protocol):
    """What one feature holds about a person, shown and erased. Each feature with any has one."""

    async def export(self, community: str, person: PersonRef) -> Sequence[Held]:
        """Return all that is held about ``person``, in every state; empty for nothing."""
        ...

    async def erase(self, tx: Tx, community: str, person: PersonRef) -> Sequence[Erased]:
        """Erase or unlink it within ``tx``, in every state, at once. Doing so twice is harmless.

        What was on display is drawn again by ``tx.send(show(...))``.
        """
        ...


class Perishable(Protocol):
    """What one feature may keep only for a time: asked every night, once a community."""

    async def expire(self, tx: Tx, community: str, now: datetime) -> Sequence[Erased]:
        """Erase within ``tx`` what has outlived its term; report counts alone."""
        ...
