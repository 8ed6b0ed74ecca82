"""Slack's request signatures, checked on raw bytes before anything reads the body.

Slack signs ``v0:<timestamp>:<body>`` with HMAC-SHA256 under the app's signing secret ("Verifying
requests from Slack", docs.slack.dev). Bolt's own check answers 500 to odd headers and logs bodies
of requests that it refuses; this one knows two answers, yes and no, and logs nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.adapters.slack.limits import SIGNATURE_AGE

_TIMESTAMP: Final = re.compile(r"[0-9]{10}", re.ASCII)
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Verifier:
    """Knows one signing secret, or two while one is being replaced by the other."""

    secrets: tuple[bytes, ...] = field(repr=False)

    def __post_init__(self) -> None:
        """There is at least one secret, and none is empty: an empty key would sign for anybody."""
        if not self.secrets or not all(self.secrets):
            message = "a signing secret is missing"
            raise ValueError(message)

    def accepts(
        self,
        body: bytes,
        *,
        timestamps: Sequence[str],
        signatures: Sequence[str],
        now: datetime,
    ) -> bool:
        """Whether exactly these headers sign exactly this body, within five minutes of ``now``.

        The headers come as lists, because a header given twice is a forgery, not a choice.
        """
        if len(timestamps) != 1 or len(signatures) != 1:
            return False
        (timestamp,), (signature,) = timestamps, signatures
        if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
            return False
        if abs(now.timestamp() - int(timestamp)) > SIGNATURE_AGE.total_seconds():
            return False
        signed = b"v0:" + timestamp.encode() + b":" + body
        given = signature.encode()
        # Every secret is tried whatever the first one says, so that time tells nothing.
        matches = [hmac.compare_digest(_sign(secret, signed), given) for secret in self.secrets]
        return any(matches)


def _sign(secret: bytes, signed: bytes) -> bytes:
    return b"v0=" + hmac.digest(secret, signed, hashlib.sha256).hex().encode()
