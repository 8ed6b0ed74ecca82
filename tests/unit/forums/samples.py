"""Forums to test with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.core.when import Plan
from bot.features.forums.model import Details, Forum, State

NOW: Final = datetime(2026, 11, 24, 15, tzinfo=UTC)
"""A Tuesday, ten in the morning in Toronto."""

PLAN: Final = Plan(wall=datetime(2026, 12, 7, 19, 0), zone="America/Toronto")  # noqa: DTZ001  (a wall)
DETAILS: Final = Details(
    title="Night calls",
    aim="Learn what happens between a call and a car.",
    plan=PLAN,
    minutes=90,
    place="Library",
    format="ask-me",
    resident_host="Ruth",
    police_host="Sgt. Cole",
)
IDEA: Final = Forum(id="f1", community="riverbend", number=1, details=DETAILS, touched_at=NOW)


def forum(state: State = State.COLLECTING, **details: object) -> Forum:
    """Return a forum in ``state``, with these details changed."""
    return replace(IDEA, state=state, details=replace(DETAILS, **details))  # type: ignore[arg-type]
