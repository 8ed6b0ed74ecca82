"""What the panel sees and adds."""

from __future__ import annotations

from bot.core.actions import act
from bot.core.cards import Button, Card, Option, Paragraph
from bot.core.forms import Form, PickOne, Words
from bot.core.text import say
from bot.features.questions.model import SOURCE, VIEW, Label, Perspective, Question
from bot.features.questions.views.leaves import view_blocks


def view_form(question: str) -> Form:
    """Ask for a perspective: for whom one speaks, what one sees, from where, and what may bend it."""
    return Form(
        title=say("questions.panel.title"),
        fields=(
            PickOne(
                name="label",
                label=say("questions.panel.label"),
                options=tuple(
                    Option(label.value, say(f"questions.panel.{label.value}")) for label in Label
                ),
            ),
            Words(
                name="view",
                label=say("questions.panel.view"),
                hint=say("questions.panel.view.hint"),
                at_most=VIEW,
            ),
            Words(
                name="source",
                label=say("questions.panel.source"),
                hint=say("questions.panel.source.hint"),
                at_most=SOURCE,
            ),
            Words(
                name="conflict",
                label=say("questions.panel.conflict"),
                hint=say("questions.panel.conflict.hint"),
                at_most=SOURCE,
                required=False,
            ),
        ),
        action=act("questions.view", question),
        submit=say("questions.panel.submit"),
    )


def view_card(view: Perspective) -> Card:
    """Draw one perspective, as it stands in the thread of its question."""
    label = say(f"questions.panel.{view.label}")
    return Card(
        title=say("questions.panel.card", label=label),
        body=view_blocks(view),
        actions=(Button(say("questions.panel.take_back"), act("questions.unview", view.id)),),
    )


def added_card(question: Question) -> Card:
    """Say that it stands beside the answer."""
    return Card(
        title=say("questions.panel.added"),
        body=(Paragraph(say("questions.panel.added.body", number=question.number or 0)),),
    )


def taken_back_card() -> Card:
    """Say that it is gone."""
    return Card(
        title=say("questions.panel.gone"), body=(Paragraph(say("questions.panel.gone.body")),)
    )
