"""What someone sees whose question was joined to another: where that one stands, and its answer.

The question that goes on is shown as every member sees it, without who asked it: nothing here
tells askers of each other.
"""

from __future__ import annotations

from bot.core.actions import act
from bot.core.cards import Block, Button, Card, Divider, Facts, Note, Paragraph, Quote, Style
from bot.core.text import Verbatim, say, shorten
from bot.features.questions.hours import Timeliness
from bot.features.questions.model import Question, Rating, State, Whole
from bot.features.questions.views import labels
from bot.features.questions.views.own import withdraw_button
from bot.features.questions.views.page import answer_blocks, facts


def joined_card(own: Question, into: Whole, how: Timeliness, proof: tuple[str, str]) -> Card:
    """Show where the question stands that ``own`` was joined to. ``proof`` is carried on."""
    question, answer = into.question, into.newest
    room = labels.IN_BRIEF if answer is not None else 1_200
    body: list[Block] = [
        Note(say("questions.own.merged")),
        Quote(Verbatim(shorten(into.asked, room)), by=say("questions.own.joined_to")),
        Facts(facts(question, how)),
    ]
    if answer is not None:
        body += [Divider(), *answer_blocks(answer)]
    if own.rating is not None and own.round == question.round:
        body.append(Note(say(f"questions.own.said.{own.rating.value}")))
    return Card(
        title=labels.title(question, ""),
        body=tuple(body),
        actions=_buttons(own, question, proof),
        tone=labels.tone(question),
    )


def gone_card(own: Question, proof: tuple[str, str]) -> Card:
    """Say that the question which ``own`` was joined to is no longer there."""
    return Card(
        title=labels.title(own, ""),
        body=(Paragraph(say("questions.own.joined_gone")),),
        actions=(_ask_more(), withdraw_button(proof)),
    )


def _buttons(own: Question, into: Question, proof: tuple[str, str]) -> tuple[Button, ...]:
    said = own.rating if own.round == into.round else None
    buttons: list[Button] = []
    if into.state is State.ANSWERED:
        if said is not Rating.ANSWERED:
            buttons.append(
                Button(say("questions.own.solved"), act("questions.good", *proof), Style.MAIN)
            )
        if said is not Rating.NOT_QUITE:
            buttons.append(Button(say("questions.own.not_quite"), act("questions.bad", *proof)))
    if into.published_at is not None:
        buttons.append(Button(say("questions.page.more"), act("questions.read", into.id)))
    return (*buttons, _ask_more(), withdraw_button(proof))


def _ask_more() -> Button:
    """A follow-up would stand in the name of who asked first, so this is a question of its own."""
    return Button(say("questions.own.ask_more"), act("questions.open"))
