"""Standing: what someone may do now, asked of the platform itself, while they press nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.people import PersonRef, Role
from bot.features.team.directory import Team
from bot.features.team.ports import Members


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Implements ``core.communities.Standing``."""

    team: Team
    members: Mapping[str, Members]

    async def holds(self, community: str, person: PersonRef, role: Role) -> bool | None:
        """Whether they hold the role in one house at least; ``None`` where one cannot say."""
        known: bool | None = False
        members = self.members.get(person.platform)
        for house in self.team.known(community).houses:
            if house.platform != person.platform or self.team.home(house) != community:
                continue
            if person.tenant not in {"", house.tenant}:
                continue
            groups = None if members is None else await members.of(house.tenant, person.user)
            if groups is None:
                known = None
            elif role in await self.team.roles(community, house.platform, house.tenant, groups):
                return True
        return known
