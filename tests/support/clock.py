"""When tests take place, unless one says otherwise."""

from datetime import UTC, datetime
from typing import Final

A_TUESDAY: Final = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
"""Ten in the morning in Toronto, in working hours, no holiday near."""
