"""What liaisons see: the queue, a question in their hands, the answer before it is out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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
    Tone,
)
from bot.core.forms import Day, Form, PickOne, Words
from bot.core.text import Message, Moment, Slot, Verbatim, say, shorten
from bot.features.questions.content import Template
from bot.features.questions.hours import Timeliness
from bot.features.questions.model import (
    REMARK,
    Digest,
    Hold,
    Question,
    State,
    Whole,
)
from bot.features.questions.views import labels
from bot.features.questions.views.page import facts


def queue_card(whole: Whole, how: Timeliness, *, second: bool = False) -> Card:
    """Draw a question in the queue: for everyone who may answer, without who asked.

    ``second`` offers the answer to a second reader before it is out.
    """
    question = whole.question
    rows = list(facts(question, how))
    if question.held_by is not None:
        rows.append((say("questions.fact.held_by"), question.held_by))
    buttons: tuple[Button, ...] = ()
    if question.state is State.OPEN:
        buttons = (
            Button(say("questions.queue.claim"), act("questions.claim", question.id), Style.MAIN),
            Button(say("questions.queue.recuse"), act("questions.recuse", question.id)),
        )
    if question.state is State.CLAIMED:
        buttons = (
            Button(
                say("questions.queue.answer"), act("questions.answer", question.id), Style.MAIN
            ),
            Button(say("questions.queue.release"), act("questions.release", question.id)),
            Button(say("questions.queue.work"), act("questions.work", question.id)),
        )
    if second and whole.ready and question.second_by is None:
        to_read = Button(say("questions.queue.to_read"), act("questions.to_read", question.id))
        buttons = (*buttons, to_read)
    return Card(
        title=labels.title(question, ""),
        body=(
            Quote(Verbatim(shorten(whole.latest, 2_000)), by=labels.asked_as(question)),
            Facts(tuple(rows)),
        ),
        actions=buttons,
        tone=labels.tone(question),
    )


def work_card(
    whole: Whole, how: Timeliness, templates: Sequence[Template], note: str = ""
) -> Card:
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
            *_left_behind(note),
            Note(say("questions.work.note")),
        ),
        actions=(
            start,
            Button(
                say("questions.queue.answer"), act("questions.answer", question.id), Style.MAIN
            ),
            Button(say("questions.work.hand_over"), act("questions.hand_over", question.id)),
            Button(say("questions.work.hold"), act("questions.hold", question.id)),
            Button(say("questions.queue.recuse"), act("questions.recuse", question.id)),
        ),
        tone=labels.tone(question),
    )


def organizer_card(whole: Whole, how: Timeliness) -> Card:
    """Show a question of the queue to an organizer, with what they can do about it."""
    question = whole.question
    buttons = [
        Button(say("questions.triage.mute"), act("questions.mute", question.id)),
    ]
    if question.state is State.OPEN and not question.round:
        buttons.append(Button(say("questions.triage.merge"), act("questions.join", question.id)))
    if question.state is State.CLAIMED:
        put_back = Button(say("questions.queue.put_back"), act("questions.put_back", question.id))
        buttons.append(put_back)
    return Card(
        title=labels.title(question, ""),
        body=(
            Quote(Verbatim(shorten(whole.latest, 2_000)), by=labels.asked_as(question)),
            Facts(facts(question, how)),
        ),
        actions=tuple(buttons),
        tone=labels.tone(question),
    )


def hand_over_form(question: str) -> Form:
    """Ask for a note to whoever takes it next."""
    return Form(
        title=say("questions.hand_over.title"),
        fields=(
            Words(
                name="note",
                label=say("questions.hand_over.note"),
                hint=say("questions.hand_over.note.hint"),
                at_most=REMARK,
            ),
        ),
        action=act("questions.hand_over", question),
        submit=say("questions.hand_over.submit"),
    )


def recused_card(question: Question) -> Card:
    """Say that it goes to somebody else, and that no reason is asked."""
    return Card(
        title=say("questions.recused.title", number=question.number or 0),
        body=(Paragraph(say("questions.recused.body")),),
    )


def reminder_card(question: Question) -> Card:
    """Nudge the one who holds a question, once, before it goes back by itself."""
    holder = () if question.held_by is None else (question.held_by,)
    until = question.held_until
    rows = () if until is None else ((say("questions.reminder.until"), Moment(until)),)
    return Card(
        title=say("questions.reminder.title", number=question.number or 0),
        body=(Paragraph(say("questions.reminder.body")), *((Facts(rows),) if rows else ())),
        notify=holder,
    )


def digest_card(day: date, counts: Digest) -> Card:
    """Say once a day how the queue stands."""
    return Card(
        title=say("questions.digest.title", day=day),
        body=(
            Facts(
                (
                    (say("questions.digest.open"), counts.open),
                    (say("questions.digest.claimed"), counts.claimed),
                    (say("questions.digest.late"), counts.late),
                    (say("questions.digest.on_hold"), counts.on_hold),
                    (say("questions.digest.triage"), counts.triage),
                )
            ),
            Note(say("questions.digest.note")),
        ),
        tone=Tone.WARNING if counts.late else Tone.PLAIN,
    )


def queue_list(
    mine: Sequence[tuple[Question, Timeliness]],
    open_: Sequence[tuple[Question, Timeliness]],
    *,
    many: int,
    more: bool,
    liaison: bool = True,
) -> Card:
    """List what a liaison holds and a page of the ``many`` that wait, the most urgent first.

    A ``liaison`` comes from here to their own hours.
    """
    body: list[Block] = []
    for key, n, found in (
        ("questions.queue.mine", len(mine), mine),
        ("questions.queue.open", many, open_),
    ):
        body.append(Paragraph(labels.many(key, n)))
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
    pick = labels.choice(say("questions.queue.pick"), act("questions.pick"), options)
    buttons = []
    if more:
        onward = act("questions.onward", open_[-1][0].id)
        buttons.append(Button(say("questions.queue.onward"), onward))
    if liaison:
        buttons.append(Button(say("questions.duty.open"), act("questions.duty")))
    return Card(
        title=say("questions.queue.title"),
        body=tuple(body),
        actions=(*pick, *buttons),
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


def _left_behind(note: str) -> tuple[Block, ...]:
    if not note:
        return ()
    return (Quote(Verbatim(note), by=say("questions.hand_over.from")),)
