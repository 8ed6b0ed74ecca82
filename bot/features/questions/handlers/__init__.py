"""Everything a person can do with a question, by the role in which they do it."""

from __future__ import annotations

from bot.core.routes import Routes
from bot.features.questions.handlers import (
    answering,
    asking,
    desk,
    duty,
    home,
    leaves,
    own,
    panel,
    reading,
    searching,
    triage,
)
from bot.features.questions.handlers.front import Front


def register(routes: Routes, front: Front) -> None:
    """Put every command, button, form and listener of questions into the routes."""
    asking.register(routes, front)
    own.register(routes, front)
    triage.register(routes, front)
    desk.register(routes, front)
    duty.register(routes, front)
    answering.register(routes, front)
    panel.register(routes, front)
    reading.register(routes, front)
    leaves.register(routes, front)
    searching.register(routes, front)
    home.register(routes, front)
