"""A calm talk."""

from __future__ import annotations

from bot.compose.app import Ground
from bot.core.ports import Gate
from bot.features.calm import handlers, jobs
from bot.features.calm.handlers import CalmDoor
from bot.features.calm.personal_data import CalmRetention
from bot.features.calm.service import CalmDesk


def wire_calm(on: Ground, gate: Gate) -> CalmRetention:
    """Let people ask to slow down and report, and organizers pause."""
    desk = CalmDesk.of(on.store, on.clock, on.directory)
    handlers.register(on.routes, CalmDoor(desk=desk, directory=on.directory, gate=gate))
    jobs.register(on.courier, on.display, on.store)
    return CalmRetention()
