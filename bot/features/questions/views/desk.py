"""What liaisons see: the queue, a question in their hands, the answer before it is out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.actions import act
from bot.core.cards import (
    Block,
    Button,
    Card,
    Choice,
    Facts,
    Note,
    Option,
    Paragraph,
    Quote,
    Style,
)
from bot.core.forms import Day, Form, PickOne, Words
from bot.core.text import Message, Slot, Verbatim, say, shorten
from bot.features.questions.content import Template
from bot.features.questions.hours import Timeliness
from bot.features.questions.model import (
    ACKNOWLEDGE,
    ANSWER,
    NEXT,
    REMARK,
    Answer,
    Hold,
    Parts,
    Question,
    Reason,
    State,
    Whole,
)
from bot.features.questions.views import labels
from bot.features.questions.views.page import answer_blocks, facts

_NONE = "none"


def queue_card(whole: Whole, how: Timeliness) -> Card:
    """Draw a question in the queue: for everyone who may answer, without who asked."""
    question = whole.question
    rows = list(facts(question, how))
    if question.held_by is not None:
        rows.append((say("questions.fact.held_by"), question.held_by))
    buttons: tuple[Button, ...] = ()
    if question.state is State.OPEN:
        buttons = (
            Button(say("questions.queue.claim"), act("questions.claim", question.id), Style.MAIN),
        )
    if question.state is State.CLAIMED:
        buttons = (
            Button(
                say("questions.queue.answer"), act("questions.answer", question.id), Style.MAIN
            ),
            Button(say("questions.queue.release"), act("questions.release", question.id)),
            Button(say("questions.queue.work"), act("questions.work", question.id)),
        )
    return Card(
        title=labels.title(question, ""),
        body=(
            Quote(Verbatim(shorten(whole.latest, 2_000)), by=labels.asked_as(question)),
            Facts(tuple(rows)),
        ),
        actions=buttons,
        tone=labels.tone(question),
    )


def work_card(whole: Whole, how: Timeliness, templates: Sequence[Template]) -> Card:
    """Show a question to the liaison who holds it, with everything that can be done."""
    question = whole.question
    start = Choice(
        say("questions.work.template"),
        act("questions.template", question.id),
        tuple(Option(t.id, Verbatim(shorten(t.use, 72))) for t in templates[:25]),
    )
    return Card(
        title=labels.title(question, ""),
        body=(
            Quote(Verbatim(shorten(whole.latest, 2_000)), by=labels.asked_as(question)),
            Facts(facts(question, how)),
            Note(say("questions.work.note")),
        ),
        actions=(
            start,
            Button(
                say("questions.queue.answer"), act("questions.answer", question.id), Style.MAIN
            ),
            Button(say("questions.queue.release"), act("questions.release", question.id)),
            Button(say("questions.work.hold"), act("questions.hold", question.id)),
        ),
        tone=labels.tone(question),
    )


def queue_list(
    mine: Sequence[tuple[Question, Timeliness]], open_: Sequence[tuple[Question, Timeliness]]
) -> Card:
    """List what a liaison holds and what waits, the most urgent first."""
    body: list[Block] = []
    for key, found in (("questions.queue.mine", mine), ("questions.queue.open", open_)):
        body.append(Paragraph(say(key, n=len(found))))
        rows: list[tuple[Message, Slot]] = [
            (
                say("questions.title.number", number=q.number or 0),
                say(
                    "questions.queue.row",
                    topic=say(f"questions.topic.{q.topic.value}"),
                    clock=labels.clock(q, how),
                ),
            )
            for q, how in found[:10]
        ]
        if rows:
            body.append(Facts(tuple(rows)))
    options = tuple(
        Option(q.id, say("questions.title.number", number=q.number or 0))
        for q, _ in (*mine, *open_)[:25]
    )
    return Card(
        title=say("questions.queue.title"),
        body=tuple(body),
        actions=labels.choice(say("questions.queue.pick"), act("questions.pick"), options),
    )


def answer_form(question: str, parts: Parts | None) -> Form:
    """Ask for the three parts; none may stay empty."""
    reason = parts.reason if parts is not None and parts.reason else _NONE
    return Form(
        title=say("questions.answer.title"),
        fields=(
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


def hold_form(question: str) -> Form:
    """Ask why an answer has to wait, and until when."""
    return Form(
        title=say("questions.hold.title"),
        fields=(
            PickOne(
                name="reason",
                label=say("questions.hold.reason"),
                options=tuple(Option(h.value, say(f"questions.hold.{h.value}")) for h in Hold),
            ),
            Words(
                name="remark",
                label=say("questions.triage.remark"),
                hint=say("questions.triage.remark.hint"),
                at_most=REMARK,
                required=False,
            ),
            Day(name="review_on", label=say("questions.fact.review_on")),
        ),
        action=act("questions.hold", question),
        submit=say("questions.hold.submit"),
    )


def ready_card(
    whole: Whole, answer: Answer, hints: Sequence[str], concerns: Sequence[Block]
) -> Card:
    """Show the answer as it will be published, with hints that nobody else sees."""
    question = whole.question
    return Card(
        title=say("questions.ready.title", number=question.number or 0),
        body=(
            *answer_blocks(answer),
            *concerns[:2],
            *(Note(say("questions.ready.hint", hint=Verbatim(h))) for h in hints[:4]),
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


def published_card(question: Question) -> Card:
    """Say that it is out."""
    key = "public" if question.public else "private"
    return Card(
        title=say("questions.published.title", number=question.number or 0),
        body=(Paragraph(say(f"questions.published.{key}")),),
        tone=labels.tone(question),
    )
