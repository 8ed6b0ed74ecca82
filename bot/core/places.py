"""Where things are shown: places, messages, and what each place is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What a channel is for. One channel per platform may serve several purposes."""

    POSTS = "posts"
    QUESTIONS = "questions"
    QUEUE = "queue"
    TRIAGE = "triage"
    FORUMS = "forums"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel, or a thread in it. ``tenant`` is a server or workspace."""

    platform: str
    tenant: str
    channel: str
    thread: str | None = None

    @property
    def key(self) -> str:
        """The one text form under which tables and lanes keep a place."""
        thread = "" if self.thread is None else self.thread
        return f"{self.platform}:{self.tenant}:{self.channel}:{thread}"

    @classmethod
    def from_key(cls, key: str) -> Place:
        """Read what :attr:`key` wrote. Raises ``ValueError`` for anything else."""
        platform, tenant, channel, thread = key.split(":", 3)
        return cls(platform=platform, tenant=tenant, channel=channel, thread=thread or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRef:
    """One message of ours on a platform."""

    place: Place
    message: str


class Way(StrEnum):
    """How a private reply travelled."""

    WHISPER = "whisper"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of something sent: where it is, and which way it went."""

    message: MessageRef
    way: Way | None = None
