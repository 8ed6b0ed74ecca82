"""What a community decides for itself: ``config/community.toml`` and ``community-*.toml``."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from bot.core.people import Role
from bot.core.places import Purpose

Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{1,31}$")]
Title = Annotated[str, Meta(min_length=1, max_length=80)]
ChatId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

_WORKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri")


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a TOML file. An unknown key is a typing slip, and said so."""


class About(_Table, frozen=True, kw_only=True):
    """Who the community is and how it speaks.

    ``minimum_age`` is said and never asked for. Discord and Slack admit nobody under 13 (their
    terms of service), so neither does a community on them.
    """

    id: Id
    name: Title
    locale: Literal["en", "fr"]
    zone: str
    country: Literal["CA", "US", "GB", "AU", "NZ"]
    run_by: Title
    minimum_age: Annotated[int, Meta(ge=13, le=21)] = 16


class Site(_Table, frozen=True, kw_only=True):
    """The public pages. ``address`` is where readers find them, without a slash at the end."""

    address: str = ""


class Hours(_Table, frozen=True, kw_only=True):
    """When answers are worked on. ``holidays`` is an ISO 3166-2 code such as ``CA-ON``."""

    days: Annotated[tuple[Weekday, ...], Meta(min_length=1)] = _WORKDAYS
    opens: time = time(9)
    closes: time = time(17)
    holidays: Annotated[str, Meta(pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$")] = ""


class Questions(_Table, frozen=True, kw_only=True):
    """How questions travel. Hours of an answer are hours in which the desk is open."""

    answer_working_hours: Annotated[int, Meta(ge=1, le=240)] = 24
    claim_hours: Annotated[int, Meta(ge=1, le=240)] = 48
    release_minutes: Annotated[int, Meta(ge=5, le=1440)] = 15
    held_at_once: Annotated[int, Meta(ge=1, le=100)] = 8
    second_reader: bool = False
    panel_days: Annotated[int, Meta(ge=1, le=60)] = 7
    close_after_days: Annotated[int, Meta(ge=1, le=365)] = 30


class Anonymous(_Table, frozen=True, kw_only=True):
    """Asking without a name.

    It starts only when the operator has written down the day on which the platform's current
    policy was read, and never in a space that belongs to the police.
    """

    offered: bool = True
    policy_reviewed: date | None = None
    space_owned_by_police: bool = False

    @property
    def allowed(self) -> bool:
        """Whether anonymous questions may be asked at all."""
        return self.offered and self.policy_reviewed is not None and not self.space_owned_by_police


class Feed(_Table, frozen=True, kw_only=True):
    """A file in ``config/feeds`` that brings posts. Every item waits for a person's approval."""

    file: Annotated[str, Meta(pattern=r"^[a-z0-9][A-Za-z0-9._-]{0,79}$")]
    title: Title
    label: Literal["police", "oversight", "research", "community", "news", "opinion"] = "news"


class Place(_Table, frozen=True, kw_only=True):
    """A channel of a platform, and what it is for."""

    platform: Literal["town", "discord", "slack"]
    tenant: ChatId
    channel: ChatId
    purposes: Annotated[tuple[Purpose, ...], Meta(min_length=1)]


class RoleGroup(_Table, frozen=True, kw_only=True):
    """Which role of ours the members of a platform's role or user group hold."""

    platform: Literal["town", "discord", "slack"]
    tenant: ChatId
    group: ChatId
    role: Role


class CommunityFile(_Table, frozen=True, kw_only=True):
    """One community, as its file says."""

    community: About
    site: Site = Site()
    hours: Hours = Hours()
    questions: Questions = Questions()
    anonymous: Anonymous = Anonymous()
    feeds: tuple[Feed, ...] = ()
    places: tuple[Place, ...] = ()
    roles: tuple[RoleGroup, ...] = ()
