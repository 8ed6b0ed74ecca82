"""Commands as Slack has them: one word each, with whatever was typed after it.

The second word of ours (``forum schedule``) is the first of the text. A workspace may have taken
a name already, so the app can be set up with a prefix (``/cg-ask``); and ``/dialogue`` reaches
everything.
"""

from __future__ import annotations

from typing import Final

from bot.core.errors import NotFound
from bot.core.people import Role
from bot.core.routes import Command, Line, Responds, Routes

ALL: Final = "dialogue"
"""The one command that reaches every other."""
HOME: Final = "home"
STARTED: Final = "start~"
"""Begins the callback_id of a shortcut that starts a command."""


def command_of(routes: Routes, called: str, text: str) -> Line | None:
    """Return what a slash command means; ``None`` when it opens a person's own panel.

    Raises:
        NotFound: we have no such command.
    """
    word = called.lstrip("/").rpartition("-")[2]
    line = text.strip() if word == ALL else f"{word} {text}".strip()
    if word == ALL and line.lower() in {"", HOME}:
        return None
    try:
        return routes.parse(line)
    except NotFound:
        if line.partition(" ")[0] == HOME:
            return None
        raise


def started(callback: str) -> str:
    """Return the command that a shortcut starts."""
    return callback.removeprefix(STARTED).replace("-", " ")


def starters(routes: Routes) -> list[Command]:
    """Return the commands that shortcuts start: those that begin with a form and are for all."""
    return [
        command
        for command in routes.commands.values()
        if command.responds is Responds.FORM and command.role is Role.MEMBER
    ]
