"""A post: what is shared, whose it is, who says so, and where it stands.

Nothing here touches a database, a clock or a chat app. A post moves one way: suggested, review,
scheduled, published, discussing, archived; it can be rejected before it is published, corrected
and retracted after. Each move returns a new post.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.core.errors import DialogueError, MovedOn, TooLong
from bot.core.limits import CARD_TEXT
from bot.core.when import Plan
from bot.features.posts.piece import EXCERPT, FULL, Piece

_MARKS: Final = 60


class State(StrEnum):
    """Where a post stands."""

    SUGGESTED = "suggested"
    REVIEW = "review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    DISCUSSING = "discussing"
    ARCHIVED = "archived"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    RETRACTED = "retracted"


WAITING: Final = frozenset({State.SUGGESTED, State.REVIEW, State.SCHEDULED})
OPEN: Final = frozenset({State.PUBLISHED, State.DISCUSSING, State.CORRECTED})
PUBLIC: Final = OPEN | {State.ARCHIVED}


class Label(StrEnum):
    """Who speaks in a post, said on every copy."""

    POLICE = "police"
    OVERSIGHT = "oversight"
    RESEARCH = "research"
    COMMUNITY = "community"
    NEWS = "news"
    OPINION = "opinion"
    TRAINING = "training"
    EXPLAINER = "explainer"


class Origin(StrEnum):
    """How a post came here."""

    EXPLAINER = "explainer"
    FEED = "feed"
    MEMBER = "member"
    ORGANIZER = "organizer"


class Rejection(StrEnum):
    """Why a post was not published."""

    OFF_TOPIC = "off_topic"
    DUPLICATE = "duplicate"
    UNRELIABLE = "unreliable"
    PRIVATE = "private"
    ADVERT = "advert"
    NOT_NOW = "not_now"


class Usefulness(StrEnum):
    """What a reader says of a post."""

    USEFUL = "useful"
    PARTLY = "partly"
    NOT = "not"


class AlreadyShared(DialogueError):
    """This explainer waits for review or is being discussed at this moment."""

    code = "posts_already_shared"


class NotOpen(DialogueError):
    """The post is not open to this any more: archived, or taken back."""

    code = "posts_not_open"


class NoLongerKept(DialogueError):
    """What was written a while ago was kept in memory only and is gone."""

    code = "posts_no_longer_kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a post said before a correction."""

    number: int
    title: str = field(repr=False)
    text: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What a person decides about a post: who speaks, what to talk about, and when."""

    label: Label
    discuss: str
    text: str | None = None
    licence: str | None = None
    when: Plan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post. ``revision`` counts writes and lets the store refuse stale ones.

    ``plan`` is when it is to be published, by the clock on a wall; ``note`` is what was corrected
    or why it was taken back, as everyone reads it.
    """

    id: str
    community: str
    origin: Origin
    piece: Piece
    origin_ref: str = ""
    label: Label | None = None
    state: State = State.SUGGESTED
    plan: Plan | None = None
    published_at: datetime | None = None
    rejection: Rejection | None = None
    note: str = field(default="", repr=False)
    version: int = 1
    revision: int = 0

    @property
    def full(self) -> bool:
        """Whether the whole text may be shown: the explainers are ours to give."""
        return self.origin is Origin.EXPLAINER

    def take(self) -> Post:
        """Begin to review it."""
        return replace(self._from(State.SUGGESTED), state=State.REVIEW)

    def approve(self, approval: Approval, now: datetime) -> Post:
        """Publish it now, or plan to.

        Raises:
            TooLong: an excerpt of somebody else's text has more than 300 characters, or all
                together does not fit one card.
        """
        piece = replace(
            self.piece,
            discuss=approval.discuss,
            text=self.piece.text if approval.text is None else approval.text,
            licence=self.piece.licence if approval.licence is None else approval.licence,
        )
        self._check_room(piece, note="")
        ready = replace(self._from(State.REVIEW), piece=piece, label=approval.label)
        if approval.when is None:
            return replace(ready, state=State.PUBLISHED, published_at=now)
        return replace(ready, state=State.SCHEDULED, plan=approval.when)

    def publish(self, now: datetime) -> Post:
        """Publish what was planned."""
        ready = self._from(State.SCHEDULED)
        return replace(ready, state=State.PUBLISHED, plan=None, published_at=now)

    def unschedule(self) -> Post:
        """Put what was planned back into review."""
        return replace(self._from(State.SCHEDULED), state=State.REVIEW, plan=None)

    def reject(self, why: Rejection) -> Post:
        """Say that it will not be published, and why."""
        return replace(self._from(*WAITING), state=State.REJECTED, plan=None, rejection=why)

    def begin_talk(self) -> Post:
        """Note that people can see it and talk about it."""
        return replace(self._from(State.PUBLISHED), state=State.DISCUSSING)

    def archive(self) -> Post:
        """End the talk; it stays readable."""
        return replace(self._from(*OPEN), state=State.ARCHIVED)

    def correct(self, *, title: str, text: str, note: str) -> Post:
        """Mend what was wrong and say so on every copy.

        Raises:
            TooLong: as :meth:`approve`.
        """
        piece = replace(self.piece, title=title, text=text)
        self._check_room(piece, note=note)
        return replace(
            self._from(*PUBLIC),
            state=State.CORRECTED,
            piece=piece,
            note=note,
            version=self.version + 1,
        )

    def retract(self, note: str) -> Post:
        """Take it back everywhere; that it was there, and why it is gone, stays readable."""
        return replace(self._from(*PUBLIC), state=State.RETRACTED, note=note)

    def _check_room(self, piece: Piece, *, note: str) -> None:
        room = CARD_TEXT - _MARKS - len(note) - piece.besides
        at_most = max(min(room, FULL if self.full else EXCERPT), 0)
        if len(piece.text) > at_most:
            raise TooLong(at_most=at_most, length=len(piece.text))

    def _from(self, *states: State) -> Post:
        if self.state not in states:
            raise MovedOn
        return self


Tally = Mapping[Usefulness, int]
"""How many readers say what of a post."""
