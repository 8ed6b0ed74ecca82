"""What Slack allows, in one table: the only home of these numbers.

From Slack's Block Kit, views, Events API and slash command references of mid-2026. The bound on
all blocks together is not documented; larger messages were seen refused with
``msg_blocks_too_long`` at about 13,200 characters (slackapi/bolt-js#2509).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

BLOCKS: Final = 50
ALL_TEXT: Final = 13_000
HEADER: Final = 150
CONTEXT: Final = 3_000
LABEL: Final = 75
ACTION_ID: Final = 255
PLACEHOLDER: Final = 150
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_LABEL: Final = 30
ALT_TEXT: Final = 2_000
NOTIFICATION: Final = 3_000
MODAL_TITLE: Final = 24
MODAL_LABEL: Final = 2_000
PRIVATE_METADATA: Final = 3_000
ERROR: Final = 2_000

SIGNATURE_AGE: Final = timedelta(minutes=5)
"""Requests signed longer ago, or further ahead, are refused."""
BODY: Final = 1024 * 1024
"""Bytes of a request that are read at most; Slack's own stay far below."""
