"""Time, read in one place only."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        return datetime.now(UTC)

    async def sleep(self, duration: timedelta) -> None:
        """Wait for ``duration`` of real time."""
        await asyncio.sleep(duration.total_seconds())


def day_of(at: datetime, zone: str) -> date:
    """Return the calendar day that an instant falls on in ``zone``, an IANA name."""
    return at.astimezone(ZoneInfo(zone)).date()


def to_micros(instant: datetime) -> int:
    """Write an aware instant as whole microseconds since 1970-01-01T00:00Z."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    """Read what :func:`to_micros` wrote."""
    return _EPOCH + timedelta(microseconds=micros)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
