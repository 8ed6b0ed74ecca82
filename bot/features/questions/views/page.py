"""The public card of a question: what was asked, and the answer in its three parts."""

from __future__ import annotations

from collections.abc import Collection

from bot.core.actions import act
from bot.core.cards import Block, Button, Card, Divider, Facts, Note, Paragraph, Quote
from bot.core.limits import BUTTONS
from bot.core.people import Role
from bot.core.text import Message, Slot, Verbatim, say, shorten
from bot.features.questions.hours import Timeliness
from bot.features.questions.model import (
    ACKNOWLEDGE,
    ANSWER,
    IN_THE_QUEUE,
    NEXT,
    Answer,
    Question,
    State,
    Whole,
)
from bot.features.questions.views import labels


def page_card(whole: Whole, how: Timeliness) -> Card:
    """Draw a published question with its newest answer, for everyone."""
    return _page(whole, how, _public(whole.question))


def reader_card(
    whole: Whole, how: Timeliness, roles: Collection[Role], *, panel_open: bool = False
) -> Card:
    """Draw it for one reader alone, with all that this reader can do."""
    return _page(whole, how, _private(whole, roles, panel_open=panel_open))


def _page(whole: Whole, how: Timeliness, buttons: tuple[Button, ...]) -> Card:
    question = whole.question
    answer = whole.newest
    asked = whole.asked if answer is None or answer.round == 0 else asked_in(whole, answer.round)
    body: list[Block] = [
        Quote(Verbatim(shorten(asked, labels.IN_BRIEF)), by=labels.asked_as(question)),
        Facts(facts(question, how)),
    ]
    if answer is not None:
        body += [Divider(), *answer_blocks(answer)]
    if whole.objected:
        body.append(Note(say("questions.page.objected")))
    if whole.perspectives:
        body.append(Note(say("questions.page.perspectives", n=len(whole.perspectives))))
    return Card(
        title=labels.title(question, whole.asked),
        body=tuple(body),
        actions=buttons,
        tone=labels.tone(question),
    )


def open_card(whole: Whole, how: Timeliness) -> Card:
    """Draw a question that still waits, for members who may vote for it."""
    question = whole.question
    return Card(
        title=labels.title(question, whole.asked),
        body=(
            Quote(Verbatim(shorten(whole.asked, 2_000)), by=labels.asked_as(question)),
            Facts(facts(question, how)),
        ),
        actions=(_vote(question), _follow(question)),
        tone=labels.tone(question),
    )


def answer_blocks(answer: Answer) -> tuple[Block, ...]:
    """Show the three parts, each under its name, and why not all can be said."""
    parts = answer.parts
    said: list[Block] = [
        Quote(Verbatim(shorten(parts.acknowledge, ACKNOWLEDGE)), by=say("questions.part.heard")),
        Quote(Verbatim(shorten(parts.answer, ANSWER)), by=say("questions.part.answer_by")),
        Quote(Verbatim(shorten(parts.next, NEXT)), by=say("questions.part.next")),
    ]
    if parts.reason:
        said.append(Note(say(f"questions.reason.{parts.reason}")))
    if parts.review_on is not None:
        said.append(Note(say("questions.part.review", day=parts.review_on)))
    if answer.version > 1:
        said.append(
            Note(say("questions.part.version", n=answer.version, note=Verbatim(answer.note)))
        )
    return tuple(said)


def facts(question: Question, how: Timeliness) -> tuple[tuple[Message, Slot], ...]:
    """Return the labelled values of a question that everyone may see."""
    rows: list[tuple[Message, Slot]] = [
        (say("questions.fact.state"), labels.state(question)),
        (say("questions.fact.topic"), say(f"questions.topic.{question.topic.value}")),
        (say("questions.fact.asked_on"), question.asked_on),
    ]
    if question.state in IN_THE_QUEUE:
        rows.append((say("questions.fact.clock"), labels.clock(question, how)))
    why = labels.reason(question)
    if why is not None:
        rows.append((say("questions.fact.reason"), why))
    if question.remark:
        rows.append((say("questions.fact.remark"), Verbatim(question.remark)))
    if question.review_on is not None:
        rows.append((say("questions.fact.review_on"), question.review_on))
    if question.votes:
        rows.append((say("questions.fact.votes"), say("questions.votes", n=question.votes)))
    return tuple(rows)


def thread_title(whole: Whole) -> Message:
    """Return the title of the thread below the card."""
    return say("questions.thread", number=whole.question.number or 0)


def voted_card(question: Question, *, following: bool = False) -> Card:
    """Say thank you, and offer to be told."""
    key = "questions.followed" if following else "questions.voted"
    return Card(
        title=say(f"{key}.title"),
        body=(Paragraph(say(f"{key}.body", number=question.number or 0)),),
        actions=(_unfollow(question) if following else _follow(question),),
    )


def unfollowed_card() -> Card:
    """Say that the address is erased."""
    return Card(
        title=say("questions.unfollowed.title"),
        body=(Paragraph(say("questions.unfollowed.body")),),
    )


def _public(question: Question) -> tuple[Button, ...]:
    more = Button(say("questions.page.more"), act("questions.read", question.id))
    if question.state is State.CLOSED:
        return (more,)
    return (_vote(question), _follow(question), more)


def _private(whole: Whole, roles: Collection[Role], *, panel_open: bool) -> tuple[Button, ...]:
    """Offer what this reader may do; the services decide again when it is pressed."""
    question, buttons = whole.question, []
    if len(whole.asked) > labels.IN_BRIEF or len(whole.words) > 1:
        buttons.append(Button(say("questions.page.whole"), act("questions.whole", question.id)))
    if len(whole.answers) > 1:
        buttons.append(
            Button(say("questions.page.history"), act("questions.history", question.id))
        )
    if whole.perspectives:
        buttons.append(Button(say("questions.page.views"), act("questions.views", question.id)))
    if panel_open and Role.PANEL in roles:
        buttons.append(Button(say("questions.page.add_view"), act("questions.view", question.id)))
    if Role.LIAISON in roles:
        buttons.append(
            Button(say("questions.page.correct"), act("questions.correct", question.id))
        )
    return (*buttons, _vote(question))[:BUTTONS]


def _vote(question: Question) -> Button:
    return Button(say("questions.page.vote"), act("questions.vote", question.id))


def _follow(question: Question) -> Button:
    return Button(say("questions.page.follow"), act("questions.follow", question.id))


def _unfollow(question: Question) -> Button:
    return Button(say("questions.page.unfollow"), act("questions.unfollow", question.id))


def asked_in(whole: Whole, round_: int) -> str:
    """Return the words that one round answers; those of the question where they are not known."""
    return next((w.words for w in whole.words if w.round == round_), whole.asked)
