"""What the one who asked sees: by receipt, or among their own questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.actions import act
from bot.core.cards import (
    Block,
    Button,
    Card,
    Divider,
    Facts,
    Note,
    Option,
    Paragraph,
    Quote,
    Style,
)
from bot.core.forms import Form, Words
from bot.core.text import Message, Verbatim, as_typed, say, shorten
from bot.features.questions.hours import Timeliness
from bot.features.questions.model import (
    ENDED,
    FOLLOW_UPS,
    RECEIPT,
    WORDS,
    Question,
    Rating,
    State,
    Whole,
)
from bot.features.questions.views import labels
from bot.features.questions.views.page import answer_blocks, facts

_OFFERED: Final = 2


def receipt_form(digits: str = "") -> Form:
    """Ask for the 16 digits; ``digits`` is what was typed already."""
    return Form(
        title=say("questions.look.title"),
        fields=(
            Words(
                name="receipt",
                label=say("questions.look.receipt"),
                hint=say("questions.look.receipt.hint"),
                at_most=RECEIPT,
                long=False,
                filled=as_typed(digits, RECEIPT),
            ),
        ),
        action=act("questions.receipt"),
        submit=say("questions.look.submit"),
    )


def own_card(
    whole: Whole, how: Timeliness, proof: tuple[str, str], offered: Sequence[Block] = ()
) -> Card:
    """Show one's own question, where it stands, and what can be done. ``proof`` is carried on.

    ``offered`` is help that fits what was just written.
    """
    question = whole.question
    answer = whole.newest
    body: list[Block] = [*offered[:_OFFERED]]
    if whole.latest:
        room = labels.IN_BRIEF if answer is not None else 1_200
        body.append(Quote(Verbatim(shorten(whole.latest, room)), by=say("questions.own.asked")))
    if whole.offered:
        body.append(
            Quote(Verbatim(shorten(whole.offered, 1_200)), by=say("questions.own.offered"))
        )
    body.append(Facts(facts(question, how)))
    stands = Note(_stands(question))
    if question.state is State.ANSWERED and answer is not None:
        body += [Divider(), *answer_blocks(answer), stands]
    else:
        body.append(stands)
        if answer is not None and question.state is not State.WITHDRAWN:
            body += [Divider(), *answer_blocks(answer)]
    return Card(
        title=labels.title(question, ""),
        body=tuple(body),
        actions=_buttons(whole, proof),
        tone=labels.tone(question),
    )


def follow_up_form(proof: tuple[str, str]) -> Form:
    """Ask for a follow-up."""
    return Form(
        title=say("questions.follow_up.title"),
        fields=(
            Words(
                name="words",
                label=say("questions.follow_up.words"),
                hint=say("questions.ask.words.hint"),
                at_most=WORDS,
            ),
        ),
        action=act("questions.again", *proof),
        submit=say("questions.follow_up.submit"),
    )


def mend_form(proof: tuple[str, str], words: str) -> Form:
    """Open a returned question to be mended."""
    return Form(
        title=say("questions.mend.title"),
        fields=(
            Words(
                name="words",
                label=say("questions.ask.words"),
                hint=say("questions.ask.words.hint"),
                at_most=WORDS,
                filled=words,
            ),
        ),
        action=act("questions.mend", *proof),
        submit=say("questions.mend.submit"),
    )


def questions_card(
    mine: Sequence[Question], open_: Sequence[Whole], news: Sequence[Question] = ()
) -> Card:
    """List one's own named questions, and what waits for an answer."""
    body: list[Block] = []
    if mine:
        body.append(Paragraph(say("questions.list.mine", n=len(mine))))
        rows = tuple((labels.title(q, ""), labels.state(q)) for q in mine[:10])
        body.append(
            Facts(
                tuple((title, state) for title, state in rows if not isinstance(title, Verbatim))
            )
        )
    else:
        body.append(Note(say("questions.list.receipt")))
    if news:
        body.append(Paragraph(say("questions.list.news", n=len(news))))
    body.append(Paragraph(labels.many("questions.list.open", len(open_))))
    body += [
        Quote(
            Verbatim(shorten(w.asked, 300)),
            by=say("questions.title.number", number=w.question.number or 0),
        )
        for w in open_[:5]
    ]
    options = [
        *(Option(f"own:{q.id}", labels.title(q, "")) for q in mine[:8]),
        *(Option(f"read:{q.id}", labels.title(q, "")) for q in news[:8]),
        *(
            Option(f"open:{w.question.id}", labels.title(w.question, shorten(w.asked, 50)))
            for w in open_[:9]
        ),
    ]
    unique = tuple({o.value: o for o in options}.values())
    return Card(
        title=say("questions.list.title"),
        body=tuple(body),
        actions=(
            *labels.choice(say("questions.list.pick"), act("questions.show"), unique),
            Button(say("questions.said.ask"), act("questions.open"), Style.MAIN),
        ),
    )


def withdraw_button(proof: tuple[str, str]) -> Button:
    """Offer to take it back, and ask once more."""
    return Button(
        say("questions.own.withdraw"),
        act("questions.withdraw", *proof),
        Style.DANGER,
        confirm=say("questions.own.withdraw.sure"),
    )


def _stands(question: Question) -> Message:
    """Say what comes next; of an answer, what its reader has said of it, or ask."""
    if question.state is State.ANSWERED and question.rating is not None:
        return say(f"questions.own.said.{question.rating.value}")
    return say(f"questions.own.{question.state.value}")


def _buttons(whole: Whole, proof: tuple[str, str]) -> tuple[Button, ...]:
    question = whole.question
    buttons: list[Button] = []
    if question.state is State.ANSWERED:
        if question.rating is not Rating.ANSWERED:
            buttons.append(
                Button(say("questions.own.solved"), act("questions.good", *proof), Style.MAIN)
            )
        if question.rating is not Rating.NOT_QUITE:
            buttons.append(Button(say("questions.own.not_quite"), act("questions.bad", *proof)))
        if question.round < FOLLOW_UPS:
            buttons.append(Button(say("questions.own.again"), act("questions.again", *proof)))
    if len(whole.answers) > 1:
        buttons.append(Button(say("questions.page.history"), act("questions.own_history", *proof)))
    if question.state is State.RETURNED:
        buttons.append(
            Button(say("questions.own.mend"), act("questions.mend", *proof), Style.MAIN)
        )
    if whole.offered:
        buttons.append(
            Button(say("questions.own.agree"), act("questions.agree", *proof), Style.MAIN)
        )
        buttons.append(Button(say("questions.own.keep"), act("questions.keep", *proof)))
    if question.state not in ENDED - {State.CLOSED}:
        buttons.append(withdraw_button(proof))
    return tuple(buttons)
