"""Questions to begin with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from bot.core.people import PersonRef
from bot.features.questions.model import Naming, Question, State, Topic

NOW: Final = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
TODAY: Final = date(2026, 11, 24)
DUE: Final = datetime(2026, 11, 27, 15, 15, tzinfo=UTC)
AMINA: Final = PersonRef(platform="discord", user="1")
BEN: Final = PersonRef(platform="slack", tenant="T1", user="U2")
OLGA: Final = PersonRef(platform="town", user="olga")


def question(state: State = State.OPEN, **changed: object) -> Question:
    """Return a question in a state, as it would be after the steps that lead there."""
    held = state is State.CLAIMED
    values: dict[str, object] = {
        "community": "riverbend",
        "id": "q17",
        "state": state,
        "number": 17,
        "topic": Topic.DATA,
        "naming": Naming.ANONYMOUS,
        "asked_on": TODAY,
        "due_at": DUE,
        "held_by": AMINA if held else None,
        "held_until": DUE if held else None,
    }
    return Question(**{**values, **changed})  # type: ignore[arg-type]
