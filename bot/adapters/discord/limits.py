"""What Discord allows, in one table: the only home of these numbers.

From Discord's reference (components, interactions, message, guild scheduled event, gateway) of
August 2026. Rates are not here: they are read from the headers of each answer.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

TEXT: Final = 4_000
"""Characters over all text displays of one message."""
BUTTON_LABEL: Final = 80
CUSTOM_ID: Final = 100
PLACEHOLDER: Final = 150
OPTION: Final = 100
ALT_TEXT: Final = 1_024
MODAL_TITLE: Final = 45
FIELD_LABEL: Final = 45
FIELD_HINT: Final = 100
NONCE: Final = 25
CHOICES: Final = 25
COMMANDS: Final = 100
MENUS: Final = 15
COMMAND_OPTIONS: Final = 25
DESCRIPTION: Final = 100
THREAD_NAME: Final = 100
EVENT_NAME: Final = 100
EVENT_ABOUT: Final = 1_000
EVENT_PLACE: Final = 100

ACKNOWLEDGE: Final = timedelta(seconds=3)
"""Within this an interaction must be answered first."""
DEFER_AFTER: Final = timedelta(seconds=1.5)
"""When a commit takes longer, the person is told to wait: half of what Discord allows."""

PER_SECOND: Final = 49
"""Requests a second of Discord's 50 a bot, interactions aside."""
INVALID_WINDOW: Final = timedelta(minutes=10)
INVALID_AT_MOST: Final = 100
"""Answers 401, 403 and 429 in that window before we stop asking: 1 % of what bans an address."""
DIRECT_EVERY: Final = timedelta(seconds=2)
"""One direct message in this time: bots that send many at once are quarantined."""
DIRECT_REFUSED: Final = 10
"""So many closed direct messages within the window stop direct messages for its length."""

EPOCH_MS: Final = 1_420_070_400_000
"""2015-01-01T00:00Z, from which snowflakes count."""
