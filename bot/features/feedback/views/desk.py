"""Feedback as organizers work it off, and what everyone hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.actions import act
from bot.core.cards import (
    Block,
    Button,
    Card,
    Choice,
    Control,
    Facts,
    Option,
    Paragraph,
    Quote,
    Style,
    Tone,
)
from bot.core.forms import Field, Form, PickOne, Words
from bot.core.limits import CHOICE_OPTIONS, OPTION_LABEL
from bot.core.text import Verbatim, say, shorten
from bot.features.feedback.model import OPEN, REPLY, Note, Reason, State
from bot.features.feedback.views.parts import outcome, said_by, state, what

RECEIPT: Final = "receipt"
EVERYONE: Final = "everyone"
_SHOWN: Final = 1_500


def note_card(note: Note) -> Card:
    """Show a note to organizers, with what can be done where it stands."""
    rows = [*what(note)[1:], said_by(note), state(note)]
    if note.rating is not None:
        rows.append((say("feedback.rated"), say(f"feedback.rating.{note.rating}")))
    body: list[Block] = [Facts(tuple(rows))]
    if note.words:
        body.append(Quote(Verbatim(shorten(note.words, _SHOWN))))
    else:
        body.append(Paragraph(say("feedback.words_gone")))
    body += outcome(note)
    return Card(
        title=say(f"feedback.kind.{note.kind.value}"),
        body=tuple(body),
        actions=_moves(note),
        tone=Tone.WAITING if note.state in OPEN else Tone.PLAIN,
    )


def whole_card(note: Note) -> Card:
    """Show all the words of a long note."""
    return Card(title=say("feedback.whole"), body=(Quote(Verbatim(note.words)),))


def answer_card(note: Note) -> Card:
    """Tell everyone what came of it: never who said it, nor the words."""
    done = note.outcome is State.ACTED
    return Card(
        title=say("feedback.answer.acted" if done else "feedback.answer.not_now"),
        body=(Facts(what(note)), *outcome(note)),
        tone=Tone.GOOD if done else Tone.PLAIN,
    )


def desk_card(notes: Sequence[Note]) -> Card:
    """List what waits to be worked off."""
    if not notes:
        return Card(title=say("feedback.desk"), body=(Paragraph(say("feedback.desk.empty")),))
    options = tuple(
        Option(n.id, Verbatim(shorten(" ".join(n.words.split()) or "…", OPTION_LABEL)))
        for n in notes[:CHOICE_OPTIONS]
    )
    return Card(
        title=say("feedback.desk"),
        body=(Paragraph(say("feedback.desk.waiting", n=len(notes))),),
        actions=(Choice(say("feedback.desk.pick"), act("feedback.open"), options),),
    )


def act_fields() -> tuple[Field, ...]:
    """Ask what was done, and who is told."""
    return (
        Words(
            name="reply",
            label=say("feedback.form.done"),
            hint=say("feedback.form.reply_hint"),
            at_most=REPLY,
        ),
        _whom(),
    )


def act_form(note: str) -> Form:
    """Ask what was done about a note."""
    return Form(
        title=say("feedback.act.title"),
        fields=act_fields(),
        action=act("feedback.act", note),
        submit=say("feedback.act.submit"),
    )


def not_now_fields() -> tuple[Field, ...]:
    """Ask why nothing is done for now, and who is told."""
    return (
        PickOne(
            name="reason",
            label=say("feedback.form.reason"),
            options=tuple(Option(r.value, say(f"feedback.reason.{r.value}")) for r in Reason),
        ),
        Words(
            name="reply",
            label=say("feedback.form.why"),
            hint=say("feedback.form.reply_hint"),
            at_least=0,
            at_most=REPLY,
            required=False,
        ),
        _whom(),
    )


def not_now_form(note: str) -> Form:
    """Ask why nothing is done about a note for now."""
    return Form(
        title=say("feedback.not_now.title"),
        fields=not_now_fields(),
        action=act("feedback.not_now", note),
        submit=say("feedback.not_now.submit"),
    )


def _whom() -> PickOne:
    return PickOne(
        name="whom",
        label=say("feedback.form.whom"),
        options=(
            Option(RECEIPT, say("feedback.whom.receipt"), chosen=True),
            Option(EVERYONE, say("feedback.whom.everyone")),
        ),
    )


def _moves(note: Note) -> tuple[Control, ...]:
    moves: list[Control] = []
    if note.state in OPEN and note.words:
        if note.state is State.NEW:
            moves.append(Button(say("feedback.mark_read"), act("feedback.read", note.id)))
        moves += [
            Button(say("feedback.act"), act("feedback.act", note.id), Style.MAIN),
            Button(say("feedback.not_now"), act("feedback.not_now", note.id)),
        ]
    if len(note.words) > _SHOWN:
        moves.append(Button(say("feedback.whole"), act("feedback.whole", note.id)))
    return tuple(moves)
