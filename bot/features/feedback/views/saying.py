"""What is asked and shown of those who say something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.actions import act
from bot.core.cards import (
    Block,
    Button,
    Card,
    Control,
    Facts,
    Note as SmallPrint,
    Option,
    Paragraph,
    Style,
    Tone,
)
from bot.core.forms import Field, Form, PickOne, Words
from bot.core.limits import CARD_BLOCKS
from bot.core.ports import Concern
from bot.core.text import Verbatim, say
from bot.features.feedback.model import OPEN, RATINGS, WORDS, About, Draft, Kind, Note
from bot.features.feedback.views.parts import outcome, state, what

ANONYMOUS: Final = "anonymous"
NAMED: Final = "named"


def log_fields(
    draft: Draft | None = None, about: About | None = None, words: str = ""
) -> tuple[Field, ...]:
    """Ask what sort of thing it is, what about, and the words; a name only if one wants."""
    about = about if draft is None else draft.about
    named = draft is not None and draft.named
    return (
        PickOne(
            name="kind",
            label=say("feedback.form.kind"),
            options=tuple(
                Option(k.value, say(f"feedback.kind.{k.value}"), chosen=draft_kind(draft) is k)
                for k in Kind
            ),
        ),
        PickOne(
            name="about",
            label=say("feedback.form.about"),
            options=tuple(
                Option(a.value, say(f"feedback.about.{a.value}"), chosen=about is a) for a in About
            ),
        ),
        Words(
            name="words",
            label=say("feedback.form.words"),
            hint=say("feedback.form.words_hint"),
            at_most=WORDS,
            filled=words if draft is None else draft.words,
        ),
        PickOne(
            name="rating",
            label=say("feedback.form.rating"),
            options=tuple(
                Option(
                    str(r),
                    say(f"feedback.rating.{r}"),
                    chosen=draft is not None and draft.rating == r,
                )
                for r in RATINGS
            ),
            required=False,
        ),
        PickOne(
            name="name",
            label=say("feedback.form.name"),
            options=(
                Option(ANONYMOUS, say("feedback.name.anonymous"), chosen=not named),
                Option(NAMED, say("feedback.name.named"), chosen=named),
            ),
        ),
    )


def draft_kind(draft: Draft | None) -> Kind | None:
    """Return the kind that stands in the form."""
    return None if draft is None else draft.kind


def log_form(
    draft: Draft | None = None, *, about: About | None = None, about_ref: str = "", words: str = ""
) -> Form:
    """Ask for feedback; ``about_ref`` is the id of the thing that it is about, if it is one.

    ``words`` were typed before there was a draft.
    """
    return Form(
        title=say("feedback.form.title"),
        fields=log_fields(draft, about, words),
        action=act("feedback.log", about_ref),
        submit=say("feedback.form.submit"),
        intro=(SmallPrint(say("feedback.form.intro")),),
    )


def thanks_card(receipt: str, *, named: bool) -> Card:
    """Say that it is logged, and show the receipt: this once."""
    kept = "feedback.thanks.named" if named else "feedback.thanks.anonymous"
    return Card(
        title=say("feedback.thanks.title"),
        body=(
            Facts(((say("feedback.receipt"), Verbatim(receipt)),)),
            Paragraph(say("feedback.thanks.receipt")),
            SmallPrint(say(kept)),
        ),
        tone=Tone.GOOD,
    )


def concern_card(concerns: Sequence[Concern], kept: str) -> Card:
    """Show what the safety gate offers before anything is stored, and the way on."""
    offered = [block for concern in concerns for block in concern.blocks]
    return Card(
        title=say("feedback.concern.title"),
        body=(Paragraph(say("feedback.concern.body")), *offered[: CARD_BLOCKS - 1]),
        actions=(
            Button(say("feedback.concern.send"), act("feedback.send_kept", kept)),
            Button(say("feedback.concern.change"), act("feedback.again", kept), Style.MAIN),
        ),
        tone=Tone.WAITING,
    )


def receipt_card(note: Note) -> Card:
    """Show the holder of a receipt what came of it; never the words, which they know."""
    body: list[Block] = [Facts((*what(note), state(note)))]
    body += outcome(note)
    if note.state in OPEN and note.words:
        body.append(Paragraph(say("feedback.receipt.waits")))
    if not note.words:
        body.append(SmallPrint(say("feedback.receipt.gone")))
    actions: tuple[Control, ...] = ()
    if note.words:
        actions = (
            Button(
                say("feedback.withdraw"),
                act("feedback.withdraw", note.id),
                Style.DANGER,
                confirm=say("feedback.withdraw.sure"),
            ),
        )
    return Card(title=say("feedback.receipt.title"), body=tuple(body), actions=actions)
