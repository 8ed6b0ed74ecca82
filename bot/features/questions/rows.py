"""Between rows and questions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.people import PersonRef
from bot.core.ports import Row
from bot.features.questions.model import Naming, Question, Rating, State, Topic

_MICRO: Final = timedelta(microseconds=1)


def question_of(row: Row) -> Question:
    """Read a row."""
    return Question(
        community=row["community"],
        id=row["id"],
        state=State(row["state"]),
        revision=row["revision"],
        number=row["number"],
        topic=Topic(row["topic"]),
        naming=Naming(row["naming"]),
        asked_by=person_of(row["asked_by"]),
        alias=row["alias"],
        public=bool(row["public"]),
        asked_on=date.fromisoformat(row["asked_on"]),
        batch=_instant(row["batch"]),
        round=row["round"],
        held_by=person_of(row["held_by"]),
        held_until=_instant(row["held_until"]),
        second_by=person_of(row["second_by"]),
        due_at=_instant(row["due_at"]),
        left=None if row["left_micros"] is None else row["left_micros"] * _MICRO,
        reason=row["reason"],
        remark=row["remark"],
        review_on=_day(row["review_on"]),
        merged_into=row["merged_into"],
        votes=row["votes"],
        rating=None if row["rating"] is None else Rating(row["rating"]),
        moved_on=_day(row["moved_on"]),
        published_at=_instant(row["published_at"]),
    )


def row_of(question: Question) -> dict[str, object]:
    """Give the columns that a move may change, and the key."""
    return {
        "community": question.community,
        "id": question.id,
        "state": question.state.value,
        "revision": question.revision,
        "number": question.number,
        "asked_by": _key(question.asked_by),
        "batch": _micros(question.batch),
        "round": question.round,
        "held_by": _key(question.held_by),
        "held_until": _micros(question.held_until),
        "second_by": _key(question.second_by),
        "due_at": _micros(question.due_at),
        "left_micros": None if question.left is None else question.left // _MICRO,
        "reason": question.reason,
        "remark": question.remark,
        "review_on": None if question.review_on is None else question.review_on.isoformat(),
        "merged_into": question.merged_into,
        "rating": None if question.rating is None else question.rating.value,
        "moved_on": None if question.moved_on is None else question.moved_on.isoformat(),
        "published_at": _micros(question.published_at),
    }


def _key(person: PersonRef | None) -> str | None:
    return None if person is None else person.key


def person_of(key: str | None) -> PersonRef | None:
    """Read who somebody is; ``None`` where nobody is named."""
    return None if key is None else PersonRef.from_key(key)


def _micros(at: datetime | None) -> int | None:
    return None if at is None else to_micros(at)


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


def _day(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)
