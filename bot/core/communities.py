"""Communities: who they are, when their people work, and what is asked about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final, Protocol

from bot.core.cards import Block
from bot.core.errors import NotSetUp
from bot.core.people import PersonRef, Role
from bot.core.places import Place, Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When answers are worked on, in the community's own zone. Monday is day 0.

    ``holidays`` is the ISO 3166-2 code of the region whose public holidays count, if any.
    """

    days: frozenset[int] = frozenset(range(5))
    opens: time = time(9)
    closes: time = time(17)
    holidays: str = ""


MINIMUM_AGE: Final = 16
"""In years, unless a community says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """One set of records, shared by any number of servers and workspaces.

    ``minimum_age`` in years is told to everyone; nobody's age is ever asked or kept.
    """

    id: str
    name: str
    locale: str
    zone: str
    country: str
    hours: Hours = Hours()
    minimum_age: int = MINIMUM_AGE


NOWHERE: Final = "-"
"""The community of someone in a server or workspace that belongs to none yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Something that the safety gate saw in words: the route's name and what to offer.

    ``blocks`` are shown to the author alone, in the author's language. A concern never blocks,
    labels nobody and is told to nobody.
    """

    route: str
    blocks: tuple[Block, ...]


class Gate(Protocol):
    """The safety gate: run on words before anything is stored."""

    def concerns(self, words: str, *, country: str, locale: str) -> tuple[Concern, ...]:
        """Return what the gate sees, the most urgent first. Instant; touches no database."""
        ...


class Standing(Protocol):
    """What someone may do now, asked of the platform: for work that no press of theirs begins."""

    async def holds(self, community: str, person: PersonRef, role: Role) -> bool | None:
        """Whether they hold the role now; ``None`` where nobody can say at the moment."""
        ...


class Directory(Protocol):
    """Which community a place belongs to, and which of our roles a platform's roles mean."""

    async def community(self, name: str) -> Community:
        """Return a community by its id. Raises ``NotFound``."""
        ...

    async def communities(self) -> Sequence[Community]:
        """Return every community that this deployment serves."""
        ...

    async def community_at(self, platform: str, tenant: str) -> Community:
        """Return the community of a server or workspace.

        Raises:
            NotSetUp: it belongs to none. The door then acts in ``NOWHERE``, in which only what
                :meth:`bot.core.routes.Routes.anywhere` names may be done.
        """
        ...

    async def roles(
        self, community: str, platform: str, tenant: str, groups: Sequence[str]
    ) -> frozenset[Role]:
        """Translate a person's groups on a platform (role or user-group ids) into our roles.

        Whoever administers the server or workspace is also in ``people.ADMINISTRATORS``.
        """
        ...

    async def places(self, community: str, purpose: Purpose) -> Sequence[Place]:
        """Return the channels of every platform that serve ``purpose``."""
        ...

    async def locale(self, person: PersonRef) -> str | None:
        """Return the language that a person chose with ``/language``, if any."""
        ...


async def id_at(directory: Directory, platform: str, tenant: str) -> str:
    """Return the id of the community of a server or workspace, or ``NOWHERE``."""
    try:
        return (await directory.community_at(platform, tenant)).id
    except NotSetUp:
        return NOWHERE


async def every_place(directory: Directory, community: str) -> list[Place]:
    """Return the channels of a community on every platform; one of two purposes comes twice."""
    return [p for purpose in Purpose for p in await directory.places(community, purpose)]
