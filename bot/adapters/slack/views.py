"""The few cards that Slack itself makes necessary."""

from __future__ import annotations

from typing import Final

from bot.core.cards import Card, Paragraph, Tone
from bot.core.text import say

UNKNOWN: Final = "slack.unknown"
"""The action of a token that is not ours: it has no route."""
FROM: Final = "slack.from"
"""The action in a form's private_metadata: where it was asked for."""


def wait_card() -> Card:
    """Say that the answer is on its way."""
    return Card(
        title=say("slack.wait.title"), body=(Paragraph(say("slack.wait.body")),), tone=Tone.WAITING
    )


def too_late_card() -> Card:
    """Say that Slack would not open the form any more."""
    return Card(
        title=say("slack.try_again.title"),
        body=(Paragraph(say("slack.try_again.body")),),
        tone=Tone.WARNING,
    )
