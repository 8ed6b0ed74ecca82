"""Acknowledgements: what Slack hears within three seconds, once however often it delivers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Ack:
    """What to acknowledge with. ``keeps`` says that a repeat is to hear the same."""

    body: dict[str, Any]
    keeps: bool = True


Acked: TypeAlias = asyncio.Future[Ack]
"""What all those wait for who delivered one gesture."""


def tell(acked: Acked, ack: Ack) -> None:
    """Let them hear it, unless they have heard already: that it takes a while."""
    if not acked.done():
        acked.set_result(ack)
