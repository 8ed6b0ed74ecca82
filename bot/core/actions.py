"""Actions and their tokens: what a button does, in at most 96 characters.

A token is ``v1~<name>~<ids>~<mac>``. The MAC (HMAC-SHA256 cut to 80 bits, RFC 2104 section 5)
binds name, ids and community; it proves that *we* made the button, never that the person who
presses it may act: rights are read afresh at every press.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.core.errors import StaleButton
from bot.core.limits import TOKEN

_NAME: Final = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z0-9_]*)+")
_ID: Final = re.compile(r"[A-Za-z0-9_:-]{0,64}")
_TOKEN: Final = re.compile(rf"[A-Za-z0-9_.:~-]{{1,{TOKEN}}}")
_MAC_BYTES: Final = 10


@dataclass(frozen=True, slots=True)
class Action:
    """What a press or a form does: ``questions.claim`` with the ids it is about."""

    name: str
    ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what a token could not carry."""
        if not _NAME.fullmatch(self.name) or not all(_ID.fullmatch(i) for i in self.ids):
            message = f"action {self.name!r} with ids {self.ids!r} cannot be written as a token"
            raise ValueError(message)


def act(name: str, *ids: str | int) -> Action:
    """Build an :class:`Action`."""
    return Action(name, tuple(str(i) for i in ids))


@dataclass(frozen=True, slots=True)
class Signer:
    """Writes and reads tokens under one secret key."""

    key: bytes

    def token(self, community: str, action: Action) -> str:
        """Write ``action`` for one community. Raises ``ValueError`` over 96 characters."""
        head = f"v1~{action.name}~{'~'.join(action.ids)}"
        token = f"{head}~{self._mac(community, head)}"
        if len(token) > TOKEN:
            message = f"token of {action.name} has {len(token)} characters, limit {TOKEN}"
            raise ValueError(message)
        return token

    def read(self, community: str, token: str) -> Action:
        """Read a token that we wrote for this community.

        Raises:
            StaleButton: anything else: forged, altered, of another community or version.
        """
        if not _TOKEN.fullmatch(token):
            raise StaleButton
        head, _, mac = token.rpartition("~")
        version, _, rest = head.partition("~")
        expected = self._mac(community, head)
        if version != "v1" or not hmac.compare_digest(expected, mac):
            raise StaleButton
        name, _, ids = rest.partition("~")
        return Action(name, tuple(ids.split("~")) if ids else ())

    def _mac(self, community: str, head: str) -> str:
        mac = _keyed(self.key).copy()
        mac.update(f"{community}\0{head}".encode())
        return base64.urlsafe_b64encode(mac.digest()[:_MAC_BYTES]).decode().rstrip("=")


@lru_cache
def _keyed(key: bytes) -> hmac.HMAC:
    """Begin a MAC under ``key``: a third of the work, and done without yielding to other threads."""
    return hmac.new(key, digestmod=hashlib.sha256)
