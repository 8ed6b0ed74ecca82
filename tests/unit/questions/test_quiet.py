"""Quiet hours: over midnight, within a day, none, and over the change of clocks."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.features.questions.rules import Quiet

TORONTO = ZoneInfo("America/Toronto")
NIGHT, NOON, NONE = (
    Quiet(starts=20, ends=8),
    Quiet(starts=12, ends=14),
    Quiet(starts=8, ends=8),
)


@pytest.mark.parametrize(
    ("quiet", "at", "wakes"),
    [
        (NIGHT, "2026-11-24T19:59", "2026-11-24T19:59"),
        (NIGHT, "2026-11-24T20:00", "2026-11-25T08:00"),
        (NIGHT, "2026-11-25T00:30", "2026-11-25T08:00"),
        (NIGHT, "2026-11-25T08:00", "2026-11-25T08:00"),
        (NIGHT, "2026-10-31T23:00", "2026-11-01T08:00"),
        (NIGHT, "2027-03-13T23:00", "2027-03-14T08:00"),
        (NOON, "2026-11-24T11:59", "2026-11-24T11:59"),
        (NOON, "2026-11-24T12:00", "2026-11-24T14:00"),
        (NOON, "2026-11-24T14:00", "2026-11-24T14:00"),
        (NONE, "2026-11-24T08:00", "2026-11-24T08:00"),
        (NONE, "2026-11-24T03:00", "2026-11-24T03:00"),
    ],
)
def test_a_nudge_waits_for_the_end_of_quiet_hours(quiet: Quiet, at: str, wakes: str) -> None:
    planned = datetime.fromisoformat(at).replace(tzinfo=TORONTO).astimezone(ZoneInfo("UTC"))

    found = quiet.waking(planned, "America/Toronto")

    assert found == datetime.fromisoformat(wakes).replace(tzinfo=TORONTO)
    assert found.tzinfo == planned.tzinfo
