"""What organizers need to know of things that a platform would not show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from bot.core.places import Place

KNOWN: Final = frozenset(
    {
        "cannot_message",
        "channel_archived",
        "channel_gone",
        "events_full",
        "missing_scope",
        "no_access",
        "no_permission",
        "person_gone",
        "refused_by_filter",
        "threads_full",
        "token_refused",
    }
)
"""The states that an organizer or the operator can mend; each has a sentence that says how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unshown:
    """``many`` things that could not be shown in one place, for one reason.

    ``place`` is ``None`` for what goes to a person directly: nobody learns to whom.
    """

    place: Place | None
    code: str
    many: int


class GivenUp(Protocol):
    """The jobs that were given up."""

    async def of(self, community: str) -> Sequence[Unshown]:
        """Return them by place and reason, the most frequent first."""
        ...

    async def again(self, community: str) -> int:
        """Have each tried anew; return how many there were."""
        ...
