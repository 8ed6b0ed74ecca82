"""What the community's file says, in the words of the rooms that need it."""

from __future__ import annotations

from typing import Final

from bot.adapters.town.neighbours import PLATFORM
from bot.adapters.town.world import Channel as TownChannel
from bot.core.communities import Community, Hours
from bot.core.people import Role
from bot.features.team.model import Channel, Grant, House, Written
from bot.settings import CommunityFile

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def community(file: CommunityFile) -> Community:
    """Return the community as the core knows it."""
    about, hours = file.community, file.hours
    return Community(
        id=about.id,
        name=about.name,
        locale=about.locale,
        zone=about.zone,
        country=about.country,
        minimum_age=about.minimum_age,
        hours=Hours(
            days=frozenset(_DAYS.index(day) for day in hours.days),
            opens=hours.opens,
            closes=hours.closes,
            holidays=hours.holidays,
        ),
    )


def written(file: CommunityFile, *, plays: bool) -> Written:
    """Return what the operator wrote about a community, for the team.

    Without ``plays`` the town is no part of it: its people may be anybody.
    """
    return Written(
        community=community(file),
        channels=tuple(
            Channel(House(place.platform, place.tenant), purpose, place.channel)
            for place in file.places
            if plays or place.platform != PLATFORM
            for purpose in place.purposes
        ),
        grants=tuple(
            Grant(House(group.platform, group.tenant), group.group, group.role)
            for group in file.roles
            if plays or group.platform != PLATFORM
        ),
        anonymous_offered=file.anonymous.offered,
        policy_reviewed=file.anonymous.policy_reviewed is not None,
        owned_by_police=file.anonymous.space_owned_by_police,
    )


def town_channels(file: CommunityFile) -> tuple[TownChannel, ...]:
    """Return the town's channels."""
    places = (place for place in file.places if place.platform == PLATFORM)
    return tuple(TownChannel(name=p.channel, purposes=p.purposes) for p in places)


def town_groups(file: CommunityFile) -> dict[str, Role]:
    """Return the town's staff groups and what each may do."""
    return {group.group: group.role for group in file.roles if group.platform == PLATFORM}
