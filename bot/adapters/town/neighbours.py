"""Who lives in the town: people to play, each with a role and with something to try first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.people import PersonRef, Role

PLATFORM: Final = "town"


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """One person of the town. ``closed`` people take no direct messages."""

    user: str
    name: str
    roles: frozenset[Role] = frozenset()
    closed: bool = False

    @property
    def person(self) -> PersonRef:
        """The account, as the core knows it."""
        return PersonRef(platform=PLATFORM, user=self.user)

    @property
    def initials(self) -> str:
        """The letters that stand for them."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()


def _neighbour(user: str, name: str, *roles: Role) -> Neighbour:
    return Neighbour(user=user, name=name, roles=frozenset(roles))


CAST: Final = (
    _neighbour("maya", "Maya Tremblay"),
    _neighbour("theo", "Theo Okafor"),
    _neighbour("amina", "Amina Diallo", Role.LIAISON),
    _neighbour("ben", "Ben Whitmore", Role.LIAISON),
    _neighbour("claire", "Claire Nguyen", Role.ORGANIZER),
    _neighbour("omar", "Omar Haddad", Role.ORGANIZER),
    _neighbour("lena", "Lena Ortiz", Role.PANEL),
    _neighbour("ruth", "Ruth Lavoie", Role.VERIFIER),
)
