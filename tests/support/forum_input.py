"""What people type into the forms of a forum, and how a refusal reads."""

from __future__ import annotations

from bot.core.cards import Button, Card, Choice
from bot.core.text import Message, say

HOSTILE = {
    "nothing": "",
    "far too much": "x" * 10_000,
    "a NUL": "a\0b",
    "half a character": "\ud800",
}


def labels(card: object) -> set[str]:
    assert isinstance(card, Card)
    return {c.action.name for c in card.actions if isinstance(c, Button | Choice)}


def refused(shown: object) -> str:
    """Return the key of the sentence with which something was refused."""
    assert isinstance(shown, Card)
    assert shown.title == say("core.refused.title")
    line = getattr(shown.body[0], "line", None)
    assert isinstance(line, Message)
    return line.key
