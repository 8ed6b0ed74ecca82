"""What is asked about posts."""

from __future__ import annotations

from typing import Final

from bot.core.actions import act
from bot.core.cards import Option
from bot.core.forms import Field, Form, PickOne, Words
from bot.core.text import say
from bot.features.posts.model import Label, Origin, Post, Rejection
from bot.features.posts.piece import (
    DISCUSS,
    EXCERPT,
    FULL,
    LICENCE,
    LINK,
    NAME,
    NOTE,
    TITLE,
    Piece,
)

NOW: Final = frozenset({"", "now", "maintenant"})
_WHEN: Final = 100


def piece_fields(filled: Piece | None = None) -> tuple[Field, ...]:
    """Ask what is to be shared and whose it is."""
    piece = filled or Piece(title="", text="")
    return (
        Words(
            name="title",
            label=say("posts.form.title"),
            at_most=TITLE,
            long=False,
            filled=piece.title,
        ),
        Words(
            name="link",
            label=say("posts.form.link"),
            hint=say("posts.form.link_hint"),
            at_most=LINK,
            long=False,
            required=False,
            filled=piece.link,
        ),
        Words(
            name="text",
            label=say("posts.form.text"),
            hint=say("posts.form.text_hint"),
            at_most=EXCERPT,
            filled=piece.text,
        ),
        Words(
            name="source",
            label=say("posts.form.source"),
            at_most=NAME,
            long=False,
            filled=piece.source,
        ),
        Words(
            name="author",
            label=say("posts.form.author"),
            at_most=NAME,
            long=False,
            required=False,
            filled=piece.author,
        ),
    )


def piece_form(action: str, filled: Piece | None = None) -> Form:
    """Ask a member for a suggestion, or an organizer for a post."""
    return Form(
        title=say(f"{action}.title"),
        fields=piece_fields(filled),
        action=act(action),
        submit=say(f"{action}.submit"),
    )


def approve_fields(*, full: bool, post: Post | None = None) -> tuple[Field, ...]:
    """Ask who speaks, what to talk about, and when. Explainers keep their text and licence."""
    piece = Piece(title="", text="") if post is None else post.piece
    chosen = None if post is None else post.label
    if post is not None and post.origin is Origin.EXPLAINER:
        chosen = Label.EXPLAINER
    label = PickOne(
        name="label",
        label=say("posts.form.label"),
        options=tuple(
            Option(one.value, say(f"posts.label.{one.value}"), chosen=one is chosen)
            for one in Label
        ),
    )
    discuss = Words(
        name="discuss",
        label=say("posts.form.discuss"),
        hint=say("posts.form.discuss_hint"),
        at_most=DISCUSS,
        filled=piece.discuss,
    )
    when = Words(
        name="when",
        label=say("posts.form.when"),
        hint=say("when.hint"),
        at_least=0,
        at_most=_WHEN,
        long=False,
        required=False,
    )
    if full:
        return (label, discuss, when)
    text = Words(
        name="text",
        label=say("posts.form.text"),
        hint=say("posts.form.text_hint"),
        at_least=0,
        at_most=EXCERPT,
        required=False,
        filled=piece.text,
    )
    licence = Words(
        name="licence",
        label=say("posts.form.licence"),
        hint=say("posts.form.licence_hint"),
        at_least=0,
        at_most=LICENCE,
        long=False,
        required=False,
        filled=piece.licence,
    )
    return (label, discuss, text, licence, when)


def approve_form(post: Post) -> Form:
    """Ask for what a person decides about a post."""
    return Form(
        title=say("posts.approve.title"),
        fields=approve_fields(full=post.full, post=post),
        action=act("posts.approve", post.id, "full" if post.full else "excerpt"),
        submit=say("posts.approve.submit"),
    )


def reject_fields() -> tuple[Field, ...]:
    """Ask why not."""
    return (
        PickOne(
            name="why",
            label=say("posts.form.why"),
            options=tuple(Option(r.value, say(f"posts.rejection.{r.value}")) for r in Rejection),
        ),
    )


def reject_form(post: str) -> Form:
    """Ask why a post is not to be published."""
    return Form(
        title=say("posts.reject.title"),
        fields=reject_fields(),
        action=act("posts.reject", post),
        submit=say("posts.reject.submit"),
    )


def correct_fields(*, full: bool, piece: Piece | None = None) -> tuple[Field, ...]:
    """Ask for the mended words and for what was wrong."""
    return (
        Words(
            name="title",
            label=say("posts.form.title"),
            at_most=TITLE,
            long=False,
            filled="" if piece is None else piece.title,
        ),
        Words(
            name="text",
            label=say("posts.form.text"),
            at_least=0,
            at_most=FULL if full else EXCERPT,
            required=False,
            filled="" if piece is None else piece.text,
        ),
        Words(
            name="note",
            label=say("posts.form.note"),
            hint=say("posts.form.note_hint"),
            at_most=NOTE,
        ),
    )


def correct_form(post: Post) -> Form:
    """Ask how a published post is to be mended."""
    return Form(
        title=say("posts.correct.title"),
        fields=correct_fields(full=post.full, piece=post.piece),
        action=act("posts.correct", post.id, "full" if post.full else "excerpt"),
        submit=say("posts.correct.submit"),
    )


def retract_fields() -> tuple[Field, ...]:
    """Ask why it is taken back."""
    return (
        Words(
            name="note",
            label=say("posts.form.retract_why"),
            hint=say("posts.form.note_hint"),
            at_most=NOTE,
        ),
    )


def retract_form(post: str) -> Form:
    """Ask why a published post is to be taken back."""
    return Form(
        title=say("posts.retract.title"),
        fields=retract_fields(),
        action=act("posts.retract", post),
        submit=say("posts.retract.submit"),
    )
