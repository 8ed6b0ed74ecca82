"""Riverbend, the community that most tests are about, and a directory that knows it alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.core.communities import Community
from bot.core.errors import NotFound, NotSetUp
from bot.core.people import ADMINISTRATORS, PersonRef, Role
from bot.core.places import Place, Purpose

RIVERBEND: Final = Community(
    id="riverbend", name="Riverbend", locale="en", zone="America/Toronto", country="CA"
)


@dataclass
class RiverbendDirectory:
    """One community with any number of homes on a platform, and roles that tests hand out."""

    platform: str
    homes: set[str] = field(default_factory=set)
    meaning: dict[str, Role] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    channels: dict[Purpose, list[Place]] = field(default_factory=dict)

    async def community(self, name: str) -> Community:
        if name != RIVERBEND.id:
            raise NotFound
        return RIVERBEND

    async def communities(self) -> Sequence[Community]:
        return (RIVERBEND,)

    async def community_at(self, platform: str, tenant: str) -> Community:
        if platform != self.platform or tenant not in self.homes:
            raise NotSetUp
        return RIVERBEND

    async def roles(
        self, community: str, platform: str, tenant: str, groups: Sequence[str]
    ) -> frozenset[Role]:
        if ADMINISTRATORS in groups:
            return frozenset({Role.ORGANIZER})
        return frozenset(self.meaning[g] for g in groups if g in self.meaning)

    async def places(self, community: str, purpose: Purpose) -> Sequence[Place]:
        return tuple(self.channels.get(purpose, ()))

    async def locale(self, person: PersonRef) -> str | None:
        return self.languages.get(person.key)
