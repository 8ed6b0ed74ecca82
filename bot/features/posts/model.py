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
from typing import Final, Literal
from urllib.parse import urlsplit

from bot.core.errors import DialogueError, MovedOn, TooLong
from bot.core.when import Plan

TITLE: Final = 150
EXCERPT: Final = 300
FULL: Final = 1_900
LINK: Final = 500
NAME: Final = 120
LICENCE: Final = 80
DISCUSS: Final = 300
NOTE: Final = 500


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


class BadLink(DialogueError):
    """Not a plain web address."""

    code = "posts_link"


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
class Source:
    """Something that a text rests on, and whether somebody has looked at it."""

    title: str
    url: str
    status: Literal["verified", "memory"] = "memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What an explainer says besides its text."""

    tries: tuple[str, ...] = ()
    limits: str = ""
    caution: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is shared and whose it is. Empty means that it is not known."""

    title: str = field(repr=False)
    text: str = field(repr=False)
    link: str = ""
    source: str = ""
    author: str = ""
    licence: str = ""
    language: str = ""
    discuss: str = field(default="", repr=False)
    extras: Extras = Extras()

    def __post_init__(self) -> None:
        """Check what leads out of the house."""
        check_link(self.link)


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
            TooLong: an excerpt of somebody else's text has more than 300 characters.
        """
        piece = replace(
            self.piece,
            discuss=approval.discuss,
            text=self.piece.text if approval.text is None else approval.text,
            licence=self.piece.licence if approval.licence is None else approval.licence,
        )
        if not self.full and len(piece.text) > EXCERPT:
            raise TooLong(at_most=EXCERPT, length=len(piece.text))
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
        if not self.full and len(text) > EXCERPT:
            raise TooLong(at_most=EXCERPT, length=len(text))
        return replace(
            self._from(*PUBLIC),
            state=State.CORRECTED,
            piece=replace(self.piece, title=title, text=text),
            note=note,
            version=self.version + 1,
        )

    def retract(self, note: str) -> Post:
        """Take it back everywhere; that it was there, and why it is gone, stays readable."""
        return replace(self._from(*PUBLIC), state=State.RETRACTED, note=note)

    def _from(self, *states: State) -> Post:
        if self.state not in states:
            raise MovedOn
        return self


Tally = Mapping[Usefulness, int]
"""How many readers say what of a post."""


def check_link(link: str) -> None:
    """Let pass an empty link or a plain web address.

    Raises:
        BadLink: another scheme, a name before the host (it hides where one goes), blanks.
    """
    if not link:
        return
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        raise BadLink from None
    fit = len(link) <= LINK and link.isprintable() and not any(c.isspace() for c in link)
    if not fit or parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise BadLink
