"""Feedback."""

from __future__ import annotations

from datetime import timedelta

from bot.compose.app import Ground
from bot.core.allowances import Allowances
from bot.core.ports import Gate
from bot.features.feedback import handlers, jobs
from bot.features.feedback.handlers import FeedbackDoor
from bot.features.feedback.personal_data import FeedbackData
from bot.features.feedback.service import FeedbackDesk


def wire_feedback(on: Ground, gate: Gate) -> tuple[FeedbackDesk, FeedbackData]:
    """Let feedback be logged, worked off, and told of."""
    desk = FeedbackDesk(
        store=on.store,
        clock=on.clock,
        directory=on.directory,
        allowances=Allowances(on.clock),
        receipt_key=on.vault.key("feedback.receipt"),
        release_every=timedelta(minutes=on.settings.community.questions.release_minutes),
    )
    door = FeedbackDoor(desk=desk, directory=on.directory, gate=gate, kept=on.kept)
    handlers.register(on.routes, door)
    jobs.register(on.display, on.store)
    return desk, FeedbackData(on.store)
