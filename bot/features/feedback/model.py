"""A note: something that somebody said about the dialogue, and what came of it.

Nothing here touches a database, a clock or a chat app. A note moves one way: new, read, then
acted on or not for now, then told: whoever said it, or everyone, has heard what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.errors import DialogueError, MovedOn
from bot.core.people import PersonRef

WORDS: Final = 3_000
REPLY: Final = 1_000
RATINGS: Final = (1, 2, 3, 4, 5)


class Kind(StrEnum):
    """What sort of thing was said."""

    IDEA = "idea"
    THANKS = "thanks"
    CONCERN = "concern"
    BOT = "bot"


class About(StrEnum):
    """What it was said about."""

    FORUM = "forum"
    ANSWER = "answer"
    POST = "post"
    DIALOGUE = "dialogue"


class State(StrEnum):
    """Where a note stands."""

    NEW = "new"
    READ = "read"
    ACTED = "acted"
    NOT_NOW = "not_now"
    TOLD = "told"


OPEN: Final = (State.NEW, State.READ)


class Reason(StrEnum):
    """Why something is not done for now."""

    NO_MEANS = "no_means"
    NOT_OURS = "not_ours"
    LATER = "later"
    ALREADY = "already"
    UNCLEAR = "unclear"


class Withdrawn(DialogueError):
    """The words were deleted: there is nothing to work on."""

    code = "feedback_withdrawn"


class NoLongerKept(DialogueError):
    """What was written a while ago was kept in memory only and is gone."""

    code = "feedback_no_longer_kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a person said, before it is logged. ``named`` is their wish, not their name."""

    kind: Kind
    about: About
    words: str = field(repr=False)
    rating: int | None = None
    named: bool = False
    about_ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note. ``by`` is ``None`` unless the person wanted to be named; days, never instants.

    ``outcome`` says what was decided and stays when the note moves on to *told*. ``open_to_all``
    says that the reply was posted for everyone.
    """

    id: str
    community: str
    kind: Kind
    about: About
    words: str = field(repr=False)
    logged_on: date
    rating: int | None = None
    about_ref: str = ""
    by: PersonRef | None = None
    state: State = State.NEW
    outcome: State | None = None
    reason: Reason | None = None
    reply: str = field(default="", repr=False)
    open_to_all: bool = False
    revision: int = 0

    def read(self) -> Note:
        """Say that an organizer has read it."""
        return replace(self._from(State.NEW), state=State.READ)

    def act(self, reply: str, *, open_to_all: bool) -> Note:
        """Say what was done about it."""
        return self._decide(State.ACTED, reply, open_to_all=open_to_all)

    def not_now(self, reason: Reason, reply: str, *, open_to_all: bool) -> Note:
        """Say that nothing is done for now, and why."""
        decided = self._decide(State.NOT_NOW, reply, open_to_all=open_to_all)
        return replace(decided, reason=reason)

    def told(self) -> Note:
        """Note that whoever holds the receipt has read what came of it."""
        return replace(self._from(State.ACTED, State.NOT_NOW), state=State.TOLD)

    def withdraw(self) -> Note:
        """Take the words and the name out; what came of it stays."""
        return replace(self, words="", by=None)

    def _decide(self, outcome: State, reply: str, *, open_to_all: bool) -> Note:
        if not self.words:
            raise Withdrawn
        return replace(
            self._from(*OPEN),
            state=State.TOLD if open_to_all else outcome,
            outcome=outcome,
            reply=reply,
            open_to_all=open_to_all,
        )

    def _from(self, *states: State) -> Note:
        if self.state not in states:
            raise MovedOn
        return self


def at_least(count: int, step: int) -> int | None:
    """Round a public count down to whole steps; ``None`` below the first.

    Nobody can then watch a single note arrive, nor find a small number by subtraction.
    """
    return count // step * step or None


def released_at(now: datetime, every: timedelta) -> datetime:
    """Return the end of the window of this width in which ``now`` lies."""
    step = every // timedelta(microseconds=1)
    return from_micros((to_micros(now) // step + 1) * step)
