"""A forum: a meeting of residents and police with an aim, and what came of it.

Nothing here touches a database, a clock or a chat app. A forum is planned in steps and announced
whole; it cannot end without either a commitment or the words "none agreed"; and it is not done
before two looks back, after 30 and after 90 days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.core.people import PersonRef
from bot.core.when import Plan

TITLE: Final = 100
AIM: Final = 300
PLACE: Final = 100
NAME: Final = 80
ACCESS: Final = 300
REASON: Final = 300
ITEM: Final = 200
PROMISE: Final = 160
EVIDENCE: Final = 100
SUMMARY: Final = 2_000
CAPACITY: Final = 100_000
MINUTES: Final = (30, 45, 60, 75, 90, 120, 150, 180, 240, 2_880)
COMMITMENTS: Final = 6
"""More are rarely kept, and six fit one card."""

ITEMS_EACH: Final = 3
ITEMS_SHOWN: Final = 10


class State(StrEnum):
    """Where a forum stands."""

    IDEA = "idea"
    ANNOUNCED = "announced"
    COLLECTING = "collecting"
    LIVE = "live"
    PAUSED = "paused"
    WRAP_UP = "wrap_up"
    FOLLOW_UP_30 = "follow_up_30"
    FOLLOW_UP_90 = "follow_up_90"
    DONE = "done"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


AHEAD: Final = (State.ANNOUNCED, State.COLLECTING)
"""Announced and not begun: people sign up."""

RUNNING: Final = (State.LIVE, State.PAUSED)
HELD: Final = (State.WRAP_UP, State.FOLLOW_UP_30, State.FOLLOW_UP_90, State.DONE)


class Repeats(StrEnum):
    """How a series goes on, as far as the form offers it; the rule itself is RFC 5545."""

    NEVER = "never"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_WEEKDAY = "monthly_weekday"
    MONTHLY_DAY = "monthly_day"


class Speaks(StrEnum):
    """The language of a meeting."""

    EN = "en"
    FR = "fr"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What an organizer says about a forum, in two forms and a half.

    Host and facilitator are written as they wish to be called: the organizer asks them first.
    ``capacity`` 0 means that there is room for everyone.
    """

    title: str = field(repr=False)
    aim: str = field(repr=False)
    off_table: str = field(default="", repr=False)
    plan: Plan | None = None
    minutes: int = 60
    place: str = field(default="", repr=False)
    format: str = ""
    capacity: int = 0
    resident_host: str = field(default="", repr=False)
    police_host: str = field(default="", repr=False)
    facilitator: str = field(default="", repr=False)
    speaks: Speaks = Speaks.EN
    access: str = field(default="", repr=False)
    repeats: Repeats = Repeats.NEVER

    def missing(self) -> tuple[str, ...]:
        """Name what must be known before anyone is told."""
        needed = {
            "when": self.plan,
            "place": self.place,
            "resident_host": self.resident_host,
            "police_host": self.police_host,
        }
        return tuple(name for name, value in needed.items() if not value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """One forum. ``number`` is what people type; ``revision`` lets the store refuse stale writes.

    ``announced_at`` and ``ended_at`` are instants; ``changes`` counts what calendars must learn.
    ``came`` and ``signed_up`` are counts that outlive the lists.
    """

    id: str
    community: str
    number: int
    details: Details
    state: State = State.IDEA
    reason: str = field(default="", repr=False)
    summary: str = field(default="", repr=False)
    none_agreed: bool = False
    ended_at: datetime | None = None
    touched_at: datetime
    changes: int = 0
    came_residents: int = 0
    came_police: int = 0
    signed_up: int = 0
    revision: int = 0

    @property
    def starts_at(self) -> datetime | None:
        """The instant at which it is planned to start."""
        return None if self.details.plan is None else self.details.plan.at

    @property
    def ends_at(self) -> datetime | None:
        """The instant at which it is planned to end."""
        start = self.starts_at
        return None if start is None else start + timedelta(minutes=self.details.minutes)

    @property
    def public(self) -> bool:
        """Whether it was ever announced: a draft is nobody's business yet."""
        return self.state is not State.IDEA


class Answer(StrEnum):
    """What a person said about coming."""

    GOING = "going"
    MAYBE = "maybe"
    NOT = "not"


class Seat(StrEnum):
    """What became of *going*: a seat, a place in the queue for one, or neither."""

    NONE = "none"
    TAKEN = "taken"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """One person's answer. ``turn`` is their place in the order of asking.

    ``named`` and ``direct`` are choices that are off until the person turns them on.
    """

    id: str
    forum: str
    person: PersonRef
    answer: Answer
    seat: Seat
    turn: int
    named: bool = False
    direct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many answered what."""

    going: int = 0
    waiting: int = 0
    maybe: int = 0
    declined: int = 0


class Side(StrEnum):
    """Who put an item on the agenda, or came: the share of each is shown."""

    RESIDENTS = "residents"
    POLICE = "police"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to talk about. A question's words stay with the questions: ``question`` is its id."""

    id: str
    side: Side
    words: str = field(default="", repr=False)
    question: str = ""


class Owner(StrEnum):
    """Who keeps a promise."""

    POLICE = "police"
    ORGANIZERS = "organizers"
    RESIDENTS = "residents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A promise made at a forum: who, what, by when, and what will show that it was kept."""

    id: str
    forum: str
    owner: Owner
    what: str = field(repr=False)
    due: date
    evidence: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    """What had become of the promises 30 or 90 days later."""

    days: int
    words: str = field(repr=False)
    on: date


class Kind(StrEnum):
    """What a message in a forum's thread tells."""

    WEEK = "week"
    DAY = "day"
    HOUR = "hour"
    START = "start"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    REMOVED = "removed"
    MOVED_UP = "moved_up"
    LIVE = "live"
    CLOSED = "closed"
    SUMMARY = "summary"
    CLOSE_IT = "close_it"
    SUM_UP = "sum_up"
    CHECK_30 = "check_30"
    CHECK_90 = "check_90"
    CHECKED = "checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One message in a forum's thread. It keeps no words: they are read when it is drawn.

    ``late`` says that it should have come earlier. ``number`` counts people or names the days of
    a look back.
    """

    id: str
    forum: str
    kind: Kind
    late: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A forum with everything that is shown with it."""

    forum: Forum
    counts: Counts = Counts()
    items: tuple[Item, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    look_backs: tuple[LookBack, ...] = ()
