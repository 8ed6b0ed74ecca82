"""Signals that reach organizers, and pauses that end by themselves.

Nothing here reads what people write in a channel, scores anyone, or acts on a person: people
press, and a person decides. A signal never carries who gave it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.core.errors import MovedOn
from bot.core.places import Place

REMARK: Final = 500
QUORUM: Final = 2
"""So many people must ask to slow down before organizers hear of it, so that nobody stands alone."""
WINDOW: Final = timedelta(minutes=20)
MINUTES: Final = (10, 20, 30, 60)


class What(StrEnum):
    """What a signal is."""

    SLOW_DOWN = "slow_down"
    REPORT = "report"
    APPEAL = "appeal"


class Cause(StrEnum):
    """What a person reports a message for."""

    PRIVATE = "private"
    ATTACK = "attack"
    NOT_HERE = "not_here"
    OTHER = "other"


class State(StrEnum):
    """Where a signal stands."""

    NEW = "new"
    HANDLED = "handled"


class Measure(StrEnum):
    """What an organizer does for a talk; neither names nor blames anyone."""

    NOTE = "note"
    PAUSE = "pause"


class Why(StrEnum):
    """The reason code that stands in public and in the audit trail."""

    PACE = "pace"
    HURT = "hurt"
    PRIVATE = "private"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Something that organizers should look at, in one place. ``many`` people said so."""

    community: str
    id: str
    what: What
    place: Place
    noted_on: date
    cause: Cause | None = None
    remark: str = field(default="", repr=False)
    many: int = 1
    state: State = State.NEW
    revision: int = 0

    def joined_by(self, many: int) -> Signal:
        """Count those who say the same. Raises ``MovedOn`` once it is handled."""
        self._is_new()
        return replace(self, many=max(many, self.many))

    def handled(self) -> Signal:
        """Put it aside; what was remarked goes at once. Raises ``MovedOn`` the second time."""
        self._is_new()
        return replace(self, state=State.HANDLED, remark="")

    def _is_new(self) -> None:
        if self.state is not State.NEW:
            raise MovedOn


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooling:
    """A note or a pause in one place. It always ends by itself, at ``until``."""

    community: str
    id: str
    place: Place
    measure: Measure
    why: Why
    until: datetime
    over: bool = False
    revision: int = 0

    def ended(self) -> Cooling:
        """End it, by the clock or by hand. Raises ``MovedOn`` when it is over."""
        if self.over:
            raise MovedOn
        return replace(self, over=True)
