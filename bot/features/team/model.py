"""The houses of a community, and what each of their groups and channels means to us.

A *house* is one Discord server or Slack workspace. What the operator wrote in the configuration
comes first; what ``/setup`` stored is laid over it. Nothing here touches a database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Final

from bot.core.errors import DialogueError
from bot.core.people import ADMINISTRATORS, Role
from bot.core.places import Place, Purpose
from bot.core.ports import Community
from bot.core.text import Message, say

LANGUAGES: Final = ("en", "fr")
GIVEN: Final = (Role.LIAISON, Role.PANEL, Role.ORGANIZER, Role.VERIFIER)
"""The roles that a group can hold; everyone is a member anyway."""


class UnknownChannel(DialogueError):
    """No channel of that name is visible to us."""

    code = "unknown_channel"


class UnknownGroup(DialogueError):
    """No role or user group of that name exists there."""

    code = "unknown_group"


class UnknownZone(DialogueError):
    """Not an IANA time zone."""

    code = "unknown_zone"


class OddHours(DialogueError):
    """Hours that do not begin before they end, or that no clock shows."""

    code = "odd_hours"


class UnknownLink(DialogueError):
    """The link code does not exist, was used, or is too old. Never says which."""

    code = "unknown_link"


class NoOrganizerYet(DialogueError):
    """Set-up cannot end while no group may organize: nobody could come back to it."""

    code = "no_organizer_yet"


class SecondNeeded(DialogueError):
    """This organizer asked for it already; it takes another one to say the same."""

    code = "second_needed"


class AlreadyAtHome(DialogueError):
    """The server or workspace belongs to a community already."""

    code = "already_at_home"


@dataclass(frozen=True, slots=True)
class House:
    """One server or workspace."""

    platform: str
    tenant: str


@dataclass(frozen=True, slots=True)
class Grant:
    """Whoever is in ``group`` of ``house`` holds ``role``."""

    house: House
    group: str
    role: Role


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of ``house`` serves ``purpose``; an empty ``channel`` serves nothing."""

    house: House
    purpose: Purpose
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the operator wrote about one community in the configuration."""

    community: Community
    houses: tuple[House, ...] = ()
    channels: tuple[Channel, ...] = ()
    grants: tuple[Grant, ...] = ()
    anonymous_offered: bool = True
    policy_reviewed: bool = False
    owned_by_police: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """What organizers set in place of the configuration."""

    locale: str
    zone: str
    days: frozenset[int]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseState:
    """How far set-up of a house has come, and whether a liaison was seen to administer it."""

    house: House
    finished: bool = False
    liaison_administers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What ``/setup`` stored about one community. ``stamp`` counts its changes.

    ``calm_until`` is until when a second organizer may say that no liaison administers any more.
    """

    stamp: int = 0
    houses: tuple[HouseState, ...] = ()
    channels: tuple[Channel, ...] = ()
    grants: tuple[Grant, ...] = ()
    tuned: Tuned | None = None
    calm_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One community as it stands now: the configuration with what was stored laid over it."""

    written: Written
    stored: Stored = Stored()
    houses: frozenset[House] = field(init=False)
    _channels: Mapping[tuple[House, Purpose], str] = field(init=False, repr=False)
    _roles: Mapping[tuple[House, str], frozenset[Role]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Lay the one over the other, once."""
        both = (*self.written.channels, *self.stored.channels)
        roles: dict[tuple[House, str], frozenset[Role]] = {}
        for grant in self.grants:
            at = (grant.house, grant.group)
            roles[at] = roles.get(at, frozenset()) | {grant.role}
        houses = {
            *self.written.houses,
            *(c.house for c in self.written.channels),
            *(g.house for g in self.written.grants),
            *(s.house for s in self.stored.houses),
        }
        object.__setattr__(self, "houses", frozenset(houses))
        object.__setattr__(self, "_channels", {(c.house, c.purpose): c.channel for c in both})
        object.__setattr__(self, "_roles", roles)

    @property
    def grants(self) -> tuple[Grant, ...]:
        """Every group with a role, each once."""
        return tuple(dict.fromkeys((*self.written.grants, *self.stored.grants)))

    @property
    def community(self) -> Community:
        """The community with what organizers set."""
        plain, tuned = self.written.community, self.stored.tuned
        if tuned is None:
            return plain
        hours = replace(plain.hours, days=tuned.days, opens=tuned.opens, closes=tuned.closes)
        return replace(plain, locale=tuned.locale, zone=tuned.zone, hours=hours)

    def state(self, house: House) -> HouseState:
        """Return how far set-up of ``house`` has come."""
        found = (s for s in self.stored.houses if s.house == house)
        return next(found, HouseState(house=house))

    def channel(self, house: House, purpose: Purpose) -> str:
        """Return the channel of ``house`` for ``purpose``; empty where there is none."""
        return self._channels.get((house, purpose), "")

    def groups(self, house: House, role: Role) -> tuple[str, ...]:
        """Return the groups of ``house`` that hold ``role``."""
        return tuple(g.group for g in self.grants if g.house == house and g.role is role)

    def is_written(self, grant: Grant) -> bool:
        """Whether the configuration says so; then only the operator can take it back."""
        return grant in self.written.grants

    def places(self, purpose: Purpose) -> tuple[Place, ...]:
        """Return the channel of every house that serves ``purpose``, always in one order."""
        ordered = sorted(self.houses, key=lambda h: (h.platform, h.tenant))
        return tuple(
            Place(platform=h.platform, tenant=h.tenant, channel=channel)
            for h in ordered
            if (channel := self.channel(h, purpose))
        )

    def being_set_up(self, house: House) -> bool:
        """Whether its administrators still act as organizers.

        Until a group of the house organizes or set-up is called finished; and for as long as
        nobody in the whole community organizes, so that no one can lock everyone out.
        """
        organized = {g.house for g in self.grants if g.role is Role.ORGANIZER}
        return not organized or (house not in organized and not self.state(house).finished)

    def roles(self, house: House, groups: Sequence[str]) -> frozenset[Role]:
        """Translate groups of ``house`` into roles."""
        found = frozenset[Role]().union(*(self._roles.get((house, g), ()) for g in groups))
        if ADMINISTRATORS in groups and self.being_set_up(house):
            return found | {Role.ORGANIZER}
        return found

    def no_anonymous(self) -> Message | None:
        """Say why nobody may ask without a name here; ``None`` when everyone may."""
        if not self.written.anonymous_offered:
            return say("team.anonymous.not_offered")
        if self.written.owned_by_police:
            return say("team.anonymous.owned_by_police")
        if not self.written.policy_reviewed:
            return say("team.anonymous.policy_not_reviewed")
        if any(s.liaison_administers for s in self.stored.houses):
            return say("team.anonymous.liaison_administers")
        return None
