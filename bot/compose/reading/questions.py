"""Questions, as the public pages show them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from bot.adapters.site.shown import Answer, Question, Round, View
from bot.core.text import Message, say
from bot.features.questions import model

_WITHOUT_NAME = frozenset({model.Naming.ANONYMOUS, model.Naming.NOTIFY})


def shown(whole: model.Whole, day_of: Callable[[datetime], date]) -> Question:
    """Show a published question with every version of every answer."""
    return _question(
        whole.question,
        rounds=tuple(
            Round(
                words=asked.words,
                answers=tuple(
                    _answer(a, day_of(a.at))
                    for a in sorted(whole.answers, key=lambda a: a.version)
                    if a.round == asked.round
                ),
            )
            for asked in whole.words
        ),
        views=tuple(
            View(
                label=say(f"questions.panel.{p.label}"),
                words=p.view,
                source=p.source,
                conflict=p.conflict,
                on=day_of(p.at),
            )
            for p in whole.perspectives
        ),
    )


def unanswered(question: model.Question, now: datetime) -> Question:
    """Show where a question stands that waits for its answer; not its words."""
    late = question.due_at is not None and question.due_at < now
    return _question(question, due=question.due_at, late=late)


def _question(
    question: model.Question,
    *,
    rounds: tuple[Round, ...] = (),
    views: tuple[View, ...] = (),
    due: datetime | None = None,
    late: bool = False,
) -> Question:
    return Question(
        number=question.number or 0,
        topic=say(f"questions.topic.{question.topic.value}"),
        state=say(f"questions.state.{question.state.value}"),
        asked_as=_asked_as(question),
        asked_on=question.asked_on,
        rounds=rounds,
        views=views,
        votes=question.votes,
        due=due,
        late=late,
        disputed=question.disputed,
    )


def _answer(answer: model.Answer, on: date) -> Answer:
    parts = answer.parts
    return Answer(
        version=answer.version,
        heard=parts.acknowledge,
        answer=parts.answer,
        next_step=parts.next,
        on=on,
        why_not_all=say(f"questions.reason.{parts.reason}") if parts.reason else None,
        review_on=parts.review_on,
        corrects=answer.note,
    )


def _asked_as(question: model.Question) -> Message:
    """Say how it was asked. A name given in the community is not carried out onto the web."""
    if question.naming in _WITHOUT_NAME:
        alias = say(f"questions.alias.{question.alias}")
        return say("questions.asked_as.anonymous", alias=alias)
    return say("site.question.asked_by_name")
