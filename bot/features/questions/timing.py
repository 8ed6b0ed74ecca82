"""How a question stands against its clock."""

from __future__ import annotations

from bot.features.questions.archive import Archive
from bot.features.questions.hours import Timeliness, timeliness
from bot.features.questions.model import Question


async def timing(archive: Archive, question: Question) -> Timeliness:
    """Say how a question stands against its clock, now."""
    if question.due_at is None:
        return Timeliness.STANDING
    hours = await archive.hours(question.community)
    target = archive.rules(question.community).target
    return timeliness(question.due_at, archive.clock.now(), hours=hours, target=target)
