"""How fast we may ask: a message a second and channel, and what Slack itself told us to wait.

Nothing waits in here: who comes too early is told when to come again, so that a busy channel
holds up no other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bot.adapters.slack import limits
from bot.core.ports import Later

_MANY: Final = 20_000


class Pace:
    """One lane a channel, and a stop a workspace and method."""

    def __init__(self, now: Callable[[], float]) -> None:
        """``now`` is a clock that never jumps."""
        self._now = now
        self._free_at: dict[tuple[str, str], float] = {}
        self._stopped_until: dict[tuple[str, str], float] = {}

    def check(self, team: str, method: str) -> None:
        """Raise ``Later`` while Slack wants none of these calls from us."""
        until = self._stopped_until.get((team, method))
        if until is not None:
            left = until - self._now()
            if left > 0:
                raise Later(timedelta(seconds=left))
            del self._stopped_until[team, method]

    def take(self, team: str, channel: str) -> None:
        """Take the channel's next turn. Raises ``Later`` while it is not yet due."""
        now = self._now()
        left = self._free_at.get((team, channel), now) - now
        if left > 0:
            raise Later(timedelta(seconds=left))
        if len(self._free_at) > _MANY:
            self._free_at = {lane: at for lane, at in self._free_at.items() if at > now}
        self._free_at[team, channel] = now + limits.POST_EVERY.total_seconds()

    def stop(self, team: str, method: str, wait: timedelta) -> None:
        """Ask nothing more of ``method`` in this workspace for so long."""
        self._stopped_until[team, method] = self._now() + wait.total_seconds()


def wait_of(given: object) -> timedelta:
    """Read a Retry-After: whole seconds of a sane length, or half a minute."""
    text = str(given or "")
    if text.isascii() and text.isdigit() and len(text) <= len("3600"):
        return timedelta(seconds=min(3_600, max(1, int(text))))
    return limits.WAIT_UNSAID
