"""What organizers see before anyone else does."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

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
from bot.core.forms import Form, PickOne, Words as Field
from bot.core.text import Line, Message, Slot, Verbatim, say, shorten
from bot.features.questions.hours import Timeliness
from bot.features.questions.model import (
    REMARK,
    WORDS,
    Decline,
    Mute,
    Question,
    Redirect,
    Return,
    Whole,
)
from bot.features.questions.views import labels


def triage_card(whole: Whole, how: Timeliness, *, concerns: Sequence[Block] = ()) -> Card:
    """Draw what waits for a decision. The words are shown in full: people find what patterns miss."""
    question = whole.question
    words = next((w for w in whole.words if w.round == question.round), None)
    proposal = None if words is None else words.proposal
    offered: tuple[Block, ...] = ()
    if proposal:
        offered = (Note(say("questions.triage.offered")),)
    return Card(
        title=say("questions.triage.follow_up" if question.round else "questions.triage.card"),
        body=(
            Quote(Verbatim(shorten(whole.latest, 2_600)), by=labels.asked_as(question)),
            Facts(
                (
                    (say("questions.fact.topic"), say(f"questions.topic.{question.topic.value}")),
                    (
                        say("questions.preview.shown"),
                        say(
                            "questions.preview.public"
                            if question.public
                            else "questions.preview.private"
                        ),
                    ),
                    (say("questions.fact.clock"), labels.clock(question, how)),
                )
            ),
            *concerns[:2],
            *offered,
            Note(say("questions.triage.check")),
        ),
        actions=(
            Button(
                say("questions.triage.approve"),
                act("questions.approve", question.id),
                Style.MAIN,
                confirm=say("questions.triage.approve.sure") if concerns else None,
            ),
            Button(say("questions.triage.edit"), act("questions.edit", question.id)),
            Choice(
                say("questions.triage.else"),
                act("questions.decide", question.id),
                _others(question),
            ),
        ),
    )


def triage_list(found: Sequence[tuple[Whole, Timeliness]], held: Sequence[Message]) -> Card:
    """List what waits, the most urgent first."""
    rows: tuple[tuple[Message, Slot], ...] = tuple(
        (
            say(f"questions.topic.{w.question.topic.value}"),
            Verbatim(shorten(" ".join(w.latest.split()), 120)),
        )
        for w, _ in found
    )
    options = tuple(Option(w.question.id, _line(w)) for w, _ in found)
    body: tuple[Block, ...] = (Paragraph(labels.many("questions.triage.waiting", len(found))),)
    if rows:
        body = (*body, Facts(rows))
    return Card(
        title=say("questions.triage.title"),
        body=(*body, *(Note(note) for note in held)),
        actions=labels.choice(say("questions.triage.pick"), act("questions.look"), options),
    )


def decide_form(question: str, verb: str) -> Form:
    """Ask for the reason that is shown in public, and for a kind word."""
    reasons: dict[str, type[StrEnum]] = {
        "return": Return,
        "redirect": Redirect,
        "decline": Decline,
    }
    return Form(
        title=say(f"questions.{verb}.title"),
        fields=(
            PickOne(
                name="reason",
                label=say("questions.triage.reason"),
                options=tuple(
                    Option(r.value, say(f"questions.{verb}.{r.value}")) for r in reasons[verb]
                ),
            ),
            Field(
                name="remark",
                label=say("questions.triage.remark"),
                hint=say("questions.triage.remark.hint"),
                at_most=REMARK,
                required=False,
            ),
        ),
        action=act(f"questions.{verb}", question),
        submit=say(f"questions.{verb}.submit"),
    )


def merge_form(question: str) -> Form:
    """Ask which question it is joined to."""
    return Form(
        title=say("questions.merge.title"),
        fields=(
            Field(
                name="number",
                label=say("questions.merge.number"),
                hint=say("questions.merge.number.hint"),
                at_most=12,
                long=False,
            ),
        ),
        action=act("questions.merge", question),
        submit=say("questions.merge.submit"),
    )


def number_in(text: str) -> int:
    """Read a number as people write it: ``17``, ``#17``. 0, which is none, for anything else."""
    digits = text.strip().lstrip("#").strip()
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def edit_form(question: str, words: str) -> Form:
    """Offer another wording. It stands only when the asker agrees."""
    return Form(
        title=say("questions.edit.title"),
        fields=(
            Field(
                name="words",
                label=say("questions.edit.words"),
                hint=say("questions.edit.words.hint"),
                at_most=WORDS,
                filled=words,
            ),
        ),
        action=act("questions.edit", question),
        submit=say("questions.edit.submit"),
    )


def decided_card(question: Question) -> Card:
    """Say what was decided."""
    why = labels.reason(question)
    rows: list[tuple[Message, Slot]] = [(say("questions.fact.state"), labels.state(question))]
    if why is not None:
        rows.append((say("questions.fact.reason"), why))
    if question.remark:
        rows.append((say("questions.fact.remark"), Verbatim(question.remark)))
    done = (
        say("questions.decided.title")
        if question.number is None
        else say("questions.decided.numbered", number=question.number)
    )
    return Card(title=done, body=(Facts(tuple(rows)),))


def mute_form(question: str) -> Form:
    """Ask why its author may not ask for a while. Who that is nobody learns."""
    return Form(
        title=say("questions.mute.title"),
        fields=(
            PickOne(
                name="reason",
                label=say("questions.mute.reason"),
                options=tuple(Option(m.value, say(f"questions.mute.{m.value}")) for m in Mute),
            ),
        ),
        action=act("questions.mute", question),
        submit=say("questions.mute.submit"),
    )


def muted_card() -> Card:
    """Say that somebody cannot ask for 30 days, and that nobody knows who."""
    return Card(
        title=say("questions.mute.done"), body=(Paragraph(say("questions.mute.done.body")),)
    )


def offered_card() -> Card:
    """Say that the asker decides about the wording."""
    return Card(
        title=say("questions.edit.done"), body=(Paragraph(say("questions.edit.done.body")),)
    )


def _others(question: Question) -> tuple[Option, ...]:
    verbs = (
        ("decline", "mute")
        if question.round
        else ("return", "redirect", "merge", "decline", "mute")
    )
    return tuple(Option(verb, say(f"questions.triage.{verb}")) for verb in verbs)


def _line(whole: Whole) -> Line:
    words = shorten(" ".join(whole.latest.split()), 70)
    return Verbatim(words) if words else say("questions.title.new")
