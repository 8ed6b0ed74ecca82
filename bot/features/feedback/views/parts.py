"""What the cards of feedback have in common."""

from __future__ import annotations

from bot.core.cards import Block, Paragraph, Quote
from bot.core.people import PersonRef
from bot.core.text import Message, Slot, Verbatim, say
from bot.features.feedback.model import Note


def what(note: Note) -> tuple[tuple[Message, Slot], ...]:
    """Say what sort of note it is, about what, and of which day."""
    return (
        (say("feedback.kind"), say(f"feedback.kind.{note.kind.value}")),
        (say("feedback.about"), say(f"feedback.about.{note.about.value}")),
        (say("feedback.day"), note.logged_on),
    )


def said_by(note: Note) -> tuple[Message, Slot]:
    """Say by whom, or that nobody is named."""
    who: Message | PersonRef = say("feedback.nobody") if note.by is None else note.by
    return say("feedback.by"), who


def state(note: Note) -> tuple[Message, Slot]:
    """Say where it stands."""
    return say("feedback.state"), say(f"feedback.state.{note.state.value}")


def outcome(note: Note) -> list[Block]:
    """Say what came of it, so far as anything has."""
    if note.outcome is None:
        return []
    body: list[Block] = [Paragraph(say(f"feedback.outcome.{note.outcome.value}"))]
    if note.reason is not None:
        why = say(f"feedback.reason.{note.reason.value}")
        body.append(Paragraph(say("feedback.because", reason=why)))
    if note.reply:
        body.append(Quote(Verbatim(note.reply), by=say("feedback.organizers_say")))
    return body
