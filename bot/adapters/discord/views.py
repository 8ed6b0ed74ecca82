"""The few cards that Discord itself makes necessary."""

from __future__ import annotations

from typing import Any, Final

from bot.core.actions import Action, act
from bot.core.cards import Block, Button, Card, Facts, Note, Paragraph, Quote, Style, Tone
from bot.core.forms import Answers, Corrections, Form
from bot.core.limits import QUOTE
from bot.core.text import Line, Message, Verbatim, say

FIX: Final = "discord.fix"
KEEP: Final = "discord.keep"
UNKNOWN: Final = "discord.unknown"
SURE: Final = "!"
"""Before a token: the person was asked and is sure."""


def corrections_card(wrong: Corrections, form: Form | None, fix: str, answers: Answers) -> Card:
    """List what must be mended. A modal cannot answer a modal, so *Fix it* opens it again.

    When the form is not known any more (this process began after it was opened) the words are
    handed back instead.
    """
    if form is None:
        said = [v for v in answers.values.values() if isinstance(v, str) and v.strip()]
        return Card(
            title=say("core.fix.title"),
            body=(
                *(Paragraph(message) for _, message in wrong.fields),
                *_handed_back("\n\n".join(said)),
                Note(say("discord.start_again")),
            ),
            tone=Tone.WARNING,
        )
    labels = {f.name: f.label for f in form.fields}
    rows = tuple((labels.get(name, form.title), message) for name, message in wrong.fields)
    return Card(
        title=say("core.fix.title"),
        body=(Facts(rows[:10]), Note(say("discord.words_kept"))),
        actions=(Button(say("core.fix_it"), act(FIX, fix), Style.MAIN),),
        tone=Tone.WARNING,
    )


def sure_card(action: Action, question: Message | None, label: str) -> Card:
    """Ask once more before what cannot be undone."""
    asked: Line = question if question is not None else Verbatim(label)
    return Card(
        title=say("core.confirm.title"),
        body=(Paragraph(asked),),
        actions=(
            Button(say("core.yes"), action, Style.MAIN),
            Button(say("core.keep"), act(KEEP)),
        ),
        tone=Tone.WARNING,
    )


def kept_card() -> Card:
    """Say that nothing was done."""
    return Card(title=say("discord.kept"))


def gone_card() -> Card:
    """Say that the words are no longer kept."""
    return Card(
        title=say("core.fix.title"),
        body=(Paragraph(say("discord.start_again")),),
        tone=Tone.WARNING,
    )


def mark_sure(body: dict[str, Any]) -> dict[str, Any]:
    """Mark the first button of a drawn card as pressed by somebody who was asked."""
    for row in body["components"][0]["components"]:
        for part in row.get("components", ()):
            if "custom_id" in part:
                part["custom_id"] = SURE + part["custom_id"]
                return body
    return body


def _handed_back(text: str) -> tuple[Block, ...]:
    if not text:
        return ()
    cut = len(text) > QUOTE
    note = Note(say("core.words_back_cut" if cut else "core.words_back"))
    return (note, Quote(Verbatim(f"{text[: QUOTE - 1]}…" if cut else text)))
