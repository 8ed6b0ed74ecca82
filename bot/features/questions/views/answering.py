"""An answer on its way: the form, the last look, a second reader, corrections, records."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.actions import act
from bot.core.cards import Block, Button, Card, Note, Option, Paragraph, Quote, Style
from bot.core.clock import day_of
from bot.core.forms import Day, Form, PickOne, Words
from bot.core.people import PersonRef
from bot.core.text import Verbatim, say, shorten
from bot.features.questions.model import (
    ACKNOWLEDGE,
    ANSWER,
    NEXT,
    REMARK,
    Answer,
    Parts,
    Question,
    Reason,
    Whole,
)
from bot.features.questions.views import labels
from bot.features.questions.views.page import answer_blocks, asked_in

_NONE = "none"
_SHOWN = 4


def answer_form(question: str, parts: Parts | None) -> Form:
    """Ask for the three parts; none may stay empty."""
    reason = parts.reason if parts is not None and parts.reason else _NONE
    return Form(
        title=say("questions.answer.title"),
        fields=(
            *_three(parts),
            PickOne(
                name="reason",
                label=say("questions.answer.reason"),
                options=(
                    Option(_NONE, say("questions.answer.reason.none"), chosen=reason == _NONE),
                    *(
                        Option(
                            r.value,
                            say(f"questions.reason.short.{r.value}"),
                            chosen=reason == r.value,
                        )
                        for r in Reason
                    ),
                ),
                required=False,
            ),
            Day(
                name="review_on",
                label=say("questions.answer.review_on"),
                hint=say("questions.answer.review_on.hint"),
                required=False,
                filled=""
                if parts is None or parts.review_on is None
                else parts.review_on.isoformat(),
            ),
        ),
        action=act("questions.answer", question),
        submit=say("questions.answer.submit"),
    )


def correct_form(question: str, parts: Parts) -> Form:
    """Ask for a new version, and for what it corrects. The old one stays readable."""
    return Form(
        title=say("questions.correct.title"),
        fields=(
            *_three(parts),
            Words(
                name="note",
                label=say("questions.correct.note"),
                hint=say("questions.correct.note.hint"),
                at_most=REMARK,
            ),
        ),
        action=act("questions.correct", question),
        submit=say("questions.correct.submit"),
    )


def ready_card(
    whole: Whole,
    answer: Answer,
    hints: Sequence[str],
    concerns: Sequence[Block],
    *,
    instead: str = "",
    second_reader: bool = False,
) -> Card:
    """Show the answer as it will be published, with hints that nobody else sees.

    ``instead`` is what can be said where a reason keeps the rest.
    """
    question = whole.question
    waits = second_reader and question.second_by is None
    return Card(
        title=say("questions.ready.title", number=question.number or 0),
        body=(
            *answer_blocks(answer),
            *concerns[:2],
            *(Note(say("questions.ready.hint", hint=Verbatim(h))) for h in hints[:3]),
            *_instead(instead),
            *((Note(say("questions.ready.second")),) if waits else ()),
        ),
        actions=(
            Button(
                say("questions.ready.publish"),
                act("questions.publish", question.id),
                Style.MAIN,
            ),
            Button(say("questions.preview.change"), act("questions.answer", question.id)),
        ),
    )


def to_read_card(whole: Whole, answer: Answer) -> Card:
    """Show a prepared answer to a second liaison."""
    question = whole.question
    agree = Button(
        say("questions.to_read.agree"), act("questions.read_over", question.id), Style.MAIN
    )
    return Card(
        title=say("questions.to_read.title", number=question.number or 0),
        body=answer_blocks(answer),
        actions=(agree,),
    )


def read_card(question: Question) -> Card:
    """Say that its author can publish it now."""
    return Card(
        title=say("questions.to_read.done", number=question.number or 0),
        body=(Paragraph(say("questions.to_read.done.body")),),
    )


def published_card(question: Question) -> Card:
    """Say that it is out."""
    key = "public" if question.public else "private"
    return Card(
        title=say("questions.published.title", number=question.number or 0),
        body=(Paragraph(say(f"questions.published.{key}")),),
        tone=labels.tone(question),
    )


def records_card(records: Sequence[Whole], by: PersonRef, *, zone: str) -> Card:
    """List a liaison's own newest answers with their questions; /mydata export has them all.

    Days are those of ``zone``.
    """
    body: list[Block] = [
        Note(say("questions.records.note"))
        if records
        else Paragraph(say("questions.records.none"))
    ]
    for whole in records[:_SHOWN]:
        title = say("questions.title.number", number=whole.question.number or 0)
        body.append(Quote(Verbatim(shorten(whole.asked, 200)), by=title))
        mine = (a for a in whole.answers if a.by == by)
        said = max(mine, key=lambda a: (a.round, a.version), default=None)
        if said is not None:
            label = say("questions.records.answer", n=said.version, day=day_of(said.at, zone))
            body.append(Quote(Verbatim(shorten(said.parts.answer, 500)), by=label))
    options = tuple(
        Option(
            f"questions.{'read' if w.question.public else 'private_read'}:{w.question.id}",
            say("questions.title.number", number=w.question.number or 0),
        )
        for w in records
    )
    return Card(
        title=say("questions.records.title"),
        body=tuple(body),
        actions=labels.choice(say("questions.similar.read"), act("questions.find"), options),
    )


def private_card(whole: Whole, answer: Answer) -> Card:
    """Show a liaison an answer that only its asker can read, and let them correct it."""
    question = whole.question
    asked = shorten(asked_in(whole, answer.round), labels.IN_BRIEF)
    correct = Button(say("questions.page.correct"), act("questions.correct", question.id))
    return Card(
        title=labels.title(question, ""),
        body=(
            Quote(Verbatim(asked), by=labels.asked_as(question)),
            Note(say("questions.published.private")),
            *answer_blocks(answer),
        ),
        actions=(correct,),
        tone=labels.tone(question),
    )


def _three(parts: Parts | None) -> tuple[Words, ...]:
    return (
        Words(
            name="acknowledge",
            label=say("questions.part.heard"),
            hint=say("questions.answer.heard.hint"),
            at_most=ACKNOWLEDGE,
            filled="" if parts is None else parts.acknowledge,
        ),
        Words(
            name="answer",
            label=say("questions.part.answer"),
            hint=say("questions.answer.answer.hint"),
            at_most=ANSWER,
            filled="" if parts is None else parts.answer,
        ),
        Words(
            name="next",
            label=say("questions.part.next"),
            hint=say("questions.answer.next.hint"),
            at_most=NEXT,
            filled="" if parts is None else parts.next,
        ),
    )


def _instead(instead: str) -> tuple[Block, ...]:
    return (Note(say("questions.ready.instead", instead=Verbatim(instead))),) if instead else ()
