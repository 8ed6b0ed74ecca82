"""Feedback for tests and for the gallery, friendly and hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from bot.core.people import PersonRef
from bot.features.feedback.model import About, Draft, Kind, Note, Reason, State

ID: Final = "abcdefghijklmnopqrstuvwxyz"
HOSTILE: Final = (
    "@everyone <!channel> <@U123> [x](javascript:alert(1)) **bold** `code` </b><script> \u202eevil"
)
DRAFT: Final = Draft(kind=Kind.IDEA, about=About.FORUM, words="Please meet after six.", rating=4)
NOTE: Final = Note(
    id=ID,
    community="riverbend",
    kind=Kind.IDEA,
    about=About.FORUM,
    words="Please meet after six.",
    logged_on=date(2026, 11, 24),
    rating=4,
)
NAMED: Final = replace(NOTE, by=PersonRef(platform="town", user="maya"))
LONG: Final = replace(NOTE, words="W" * 3_000)
HOSTILE_NOTE: Final = replace(NOTE, words=HOSTILE)


def in_state(state: State) -> Note:
    """Return the sample note as it stands in ``state``."""
    decided = {State.ACTED: State.ACTED, State.NOT_NOW: State.NOT_NOW, State.TOLD: State.ACTED}
    outcome = decided.get(state)
    return replace(
        NOTE,
        state=state,
        outcome=outcome,
        reason=Reason.LATER if outcome is State.NOT_NOW else None,
        reply="" if outcome is None else "The next forum begins at half past six.",
    )
