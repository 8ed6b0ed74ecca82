"""People and rights: who acts, with which roles, in which community."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.core.errors import ConflictingRoles, NotForYou


class Role(StrEnum):
    """What a person may do. Everyone is a member."""

    MEMBER = "member"
    LIAISON = "liaison"
    PANEL = "panel"
    ORGANIZER = "organizer"
    VERIFIER = "verifier"


ADMINISTRATORS: Final = "@administrators"
"""The group, on every platform, of those who administer the server or workspace itself."""

_NEVER_BOTH: Final = (
    frozenset({Role.LIAISON, Role.ORGANIZER}),
    frozenset({Role.LIAISON, Role.VERIFIER}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRef:
    """One account on one platform. ``tenant`` is empty where accounts span servers."""

    platform: str
    tenant: str = ""
    user: str

    @property
    def key(self) -> str:
        """The one text form under which tables keep a person."""
        return f"{self.platform}:{self.tenant}:{self.user}"

    @classmethod
    def from_key(cls, key: str) -> PersonRef:
        """Read what :attr:`key` wrote. Raises ``ValueError`` for anything else."""
        platform, tenant, user = key.split(":", 2)
        return cls(platform=platform, tenant=tenant, user=user)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person behind one gesture, with the roles read at that very gesture."""

    person: PersonRef
    community: str
    roles: frozenset[Role] = frozenset()
    outsider: bool = False

    def has(self, role: Role) -> bool:
        """Whether the person holds ``role``; outsiders hold none but may read what is public."""
        return not self.outsider and (role is Role.MEMBER or role in self.roles)

    @property
    def conflicted(self) -> bool:
        """Whether the person holds two roles that must never meet, and may act in neither."""
        return any(pair <= self.roles for pair in _NEVER_BOTH)

    def require(self, *roles: Role) -> None:
        """Let the person pass who holds one of ``roles``.

        Raises:
            ConflictingRoles: the person holds two roles that must never meet.
            NotForYou: the person holds none of them.
        """
        if self.conflicted:
            raise ConflictingRoles
        if not any(self.has(role) for role in roles):
            raise NotForYou(role=roles[0].value)
