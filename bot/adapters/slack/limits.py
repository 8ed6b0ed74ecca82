"""What Slack allows, in one table: the only home of these numbers.

From Slack's Block Kit, views, Events API, manifest and slash command references of mid-2026. The
bound on all blocks together is not documented; larger messages were seen refused with
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
ERROR: Final = 2_000

COMMANDS: Final = 50
COMMAND_ABOUT: Final = 2_000
USAGE_HINT: Final = 1_000
SHORTCUTS: Final = 10
SHORTCUT_NAME: Final = 24
SHORTCUT_ABOUT: Final = 150

SIGNATURE_AGE: Final = timedelta(minutes=5)
"""Requests signed longer ago, or further ahead, are refused."""
BODY: Final = 1024 * 1024
"""Bytes of a request that are read at most; Slack's own stay far below."""

ACKNOWLEDGE: Final = timedelta(seconds=3)
"""Within this everything must be acknowledged; a trigger_id opens forms for as long."""
DEFER_AFTER: Final = timedelta(seconds=1.5)
"""When a commit takes longer, the person is told to wait: half of what Slack allows."""

POST_EVERY: Final = timedelta(seconds=1)
"""One message in this time and channel."""
WAIT_UNSAID: Final = timedelta(seconds=30)
"""How long to wait where Slack says *slow down* and not how long."""
LOOKED_BACK: Final = 100
"""How many messages are read to find out whether one of ours arrived."""
GROUPS_FRESH: Final = timedelta(seconds=60)
"""How old what we know of user groups and administrators may be."""
MANNERS_FRESH: Final = timedelta(hours=1)
"""How old what we know of a person's language and zone may be."""
