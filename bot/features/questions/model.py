"""A question: what a resident asked, and where its answer stands.

Nothing here touches a database, a clock or a chat app. An anonymous question holds nothing that
leads to an account: no id, no derived value, no time finer than a day. How a question moves is
in ``moves.py``; each move returns a new question and none changes the old one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.core.people import PersonRef
from bot.features.questions.codes import (
    Decline,
    Hold,
    Label,
    Mute,
    Naming,
    Rating,
    Reason,
    Redirect,
    Return,
    Topic,
)

__all__ = [
    "ACKNOWLEDGE",
    "ANSWER",
    "BEFORE_OPENING",
    "ENDED",
    "FOLLOW_UPS",
    "IN_THE_QUEUE",
    "NEXT",
    "PUBLISHED",
    "REMARK",
    "SOURCE",
    "VIEW",
    "VIEW_WORDS",
    "WORDS",
    "Answer",
    "Decline",
    "Digest",
    "Draft",
    "Hold",
    "Label",
    "Mute",
    "Naming",
    "Parts",
    "Perspective",
    "Question",
    "Rating",
    "Reason",
    "Redirect",
    "Return",
    "State",
    "Topic",
    "Whole",
    "Words",
]

WORDS: Final = 3_000
RECEIPT: Final = 40
"""Of 16 digits with any blanks and marks between them."""
ACKNOWLEDGE: Final = 400
ANSWER: Final = 1_500
NEXT: Final = 500
REMARK: Final = 300
VIEW: Final = 1_000
VIEW_WORDS: Final = 150
SOURCE: Final = 300
FOLLOW_UPS: Final = 2


class State(StrEnum):
    """Where a question stands."""

    WAITING = "waiting"
    """Sent, and released to the organizers with the next shuffled batch."""
    IN_TRIAGE = "in_triage"
    RETURNED = "returned"
    REDIRECTED = "redirected"
    MERGED = "merged"
    DECLINED = "declined"
    OPEN = "open"
    CLAIMED = "claimed"
    ON_HOLD = "on_hold"
    ANSWERED = "answered"
    FOLLOW_UP = "follow_up"
    """Answered, and asked about again: the new words wait for the organizers."""
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


BEFORE_OPENING: Final = frozenset({State.WAITING, State.IN_TRIAGE, State.RETURNED})
IN_THE_QUEUE: Final = frozenset({State.OPEN, State.CLAIMED, State.ON_HOLD})
PUBLISHED: Final = frozenset({State.ANSWERED, State.FOLLOW_UP, State.CLOSED})
ENDED: Final = frozenset(
    {State.REDIRECTED, State.MERGED, State.DECLINED, State.CLOSED, State.WITHDRAWN}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What someone is about to ask. It belongs to nobody: whoever holds its id may send it.

    ``question`` is the id that it will have. ``until`` is coarse on purpose.
    """

    community: str
    id: str
    question: str
    words: str = field(repr=False)
    topic: Topic
    naming: Naming
    public: bool
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One resident's question, without its words.

    ``asked_by`` is ``None`` unless the resident chose to be named. ``round`` counts follow-ups.
    ``due_at`` is ``None`` while the clock stands; ``left`` is then the working time that remains.
    ``reason`` is a code (why returned, declined, redirected, held) and ``remark`` what a person
    of the team adds to it, both public. ``revision`` counts writes.
    """

    community: str
    id: str
    state: State = State.WAITING
    revision: int = 0
    number: int | None = None
    topic: Topic
    naming: Naming
    asked_by: PersonRef | None = field(default=None, repr=False)
    alias: int = 0
    public: bool = True
    asked_on: date
    batch: datetime | None = None
    round: int = 0
    held_by: PersonRef | None = None
    held_until: datetime | None = None
    second_by: PersonRef | None = None
    due_at: datetime | None = None
    left: timedelta | None = None
    reason: str = ""
    remark: str = field(default="", repr=False)
    review_on: date | None = None
    merged_into: str | None = None
    votes: int = 0
    rating: Rating | None = None
    moved_on: date | None = None
    published_at: datetime | None = None

    @property
    def in_queue(self) -> bool:
        """Whether liaisons have it."""
        return self.state in IN_THE_QUEUE

    @property
    def disputed(self) -> bool:
        """Whether the asker says that the answer does not answer it."""
        return self.rating is Rating.NOT_QUITE and self.state in PUBLISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """How the queue stands: said once a day."""

    open: int = 0
    claimed: int = 0
    late: int = 0
    on_hold: int = 0
    triage: int = 0

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.open or self.claimed or self.triage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was asked in one round: 0 is the question, 1 and 2 are follow-ups.

    ``proposal`` is another wording that an organizer offers; the asker has the last word.
    """

    round: int
    words: str = field(repr=False)
    proposal: str | None = field(default=None, repr=False)
    published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """An answer's three parts; none may be empty. ``reason`` says why not all can be said."""

    acknowledge: str = field(repr=False)
    answer: str = field(repr=False)
    next: str = field(repr=False)
    reason: str = ""
    review_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One version of the answer to one round. Every version stays readable.

    ``by`` is the liaison whose record it is. ``note`` says what a correction corrects.
    """

    round: int
    version: int
    parts: Parts
    by: PersonRef | None
    at: datetime
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Perspective:
    """What a member of the panel adds beside the police answer, under a label of theirs."""

    id: str
    label: str
    view: str = field(repr=False)
    source: str = field(repr=False)
    conflict: str = field(repr=False)
    by: PersonRef | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A question with all that was said: what a card is drawn from.

    ``ready`` says that an answer waits to be published; ``objected`` that somebody whose question
    was joined to this one finds its newest answer not quite an answer.
    """

    question: Question
    words: tuple[Words, ...] = ()
    answers: tuple[Answer, ...] = ()
    perspectives: tuple[Perspective, ...] = ()
    ready: bool = False
    objected: bool = False

    @property
    def asked(self) -> str:
        """The words of the question itself; empty when they were erased."""
        return next((w.words for w in self.words if w.round == 0), "")

    @property
    def latest(self) -> str:
        """The words of the present round."""
        return next((w.words for w in self.words if w.round == self.question.round), "")

    @property
    def offered(self) -> str | None:
        """Another wording that waits for the asker's word. What they let pass is offered no more."""
        if self.question.state is not State.IN_TRIAGE:
            return None
        return next((w.proposal for w in self.words if w.round == self.question.round), None)

    @property
    def newest(self) -> Answer | None:
        """The newest version of the answer to the last round that has one."""
        return max(self.answers, key=lambda a: (a.round, a.version), default=None)

    def answer(self, round_: int) -> Answer | None:
        """The newest version of the answer to one round."""
        of_round = [a for a in self.answers if a.round == round_]
        return max(of_round, key=lambda a: a.version, default=None)
