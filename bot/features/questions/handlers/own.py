"""Coming back: by receipt, or to the questions that were asked under one's name."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence

from bot.core.cards import Block, Card
from bot.core.checks import fields_wrong
from bot.core.forms import Corrections, Form
from bot.core.gestures import AnyGesture, Called, Gesture, Press, Submitted
from bot.core.routes import Command, Responds, Routes
from bot.core.text import clean, say
from bot.features.questions.handlers.front import Front
from bot.features.questions.model import RECEIPT, WORDS, Question, Rating, State, Whole
from bot.features.questions.refusals import ReceiptAgain, ReceiptUnknown
from bot.features.questions.service.afterwards import ByName, ByReceipt, Proof
from bot.features.questions.views import (
    asking as asking_views,
    joined as joined_views,
    own as views,
)

_DIGITS = 16
_RECEIPT, _NAME = "r", "n"

Do = Callable[[Proof, str], Awaitable[Question]]


def register(routes: Routes, front: Front) -> None:
    """Add what the one who asked can do."""
    _receipts(routes, front)
    _presses(routes, front)
    _forms(routes, front)


def _receipts(routes: Routes, front: Front) -> None:
    async def receipt(called: Called) -> Form:
        return views.receipt_form(called.words)

    def check(sent: Submitted) -> Corrections | None:
        return fields_wrong(sent.answers, views.receipt_form().fields)

    async def look(sent: Submitted) -> Card:
        digits = re.sub(
            r"\D", "", clean(sent.answers.words("receipt"), at_most=RECEIPT), flags=re.ASCII
        )
        asker = front.asker(sent)
        front.afterwards.may_try(asker)
        card = await routes.by_receipt(sent, digits) if len(digits) == _DIGITS else None
        if card is None:
            front.afterwards.missed(asker)
            raise ReceiptUnknown
        return card

    async def mine(gesture: AnyGesture, digits: str) -> Card | None:
        whole = await front.afterwards.look(gesture.actor.community, digits)
        if whole is None:
            return None
        return await _drawn(front, whole, (_RECEIPT, front.kept.keep(digits)))

    routes.command(
        Command(
            name="receipt",
            about=say("questions.command.receipt"),
            responds=Responds.FORM,
            handle=receipt,
        )
    )
    routes.form("questions.receipt", Responds.PRIVATELY, check, look)
    routes.receipt(mine)


def _presses(routes: Routes, front: Front) -> None:
    def button(name: str, do: Do) -> None:
        async def press(press: Press) -> Card:
            proof = proof_of(front, press, press.action.ids)
            moved = await do(proof, press.key)
            if moved.state is State.WITHDRAWN:  # nothing shows any more that it was theirs
                return await _drawn(front, Whole(question=moved), _ids(press.action.ids))
            return await own(front, proof, press.action.ids)

        routes.on(f"questions.{name}", Responds.BY_UPDATING, press)

    after = front.afterwards
    button("good", lambda p, key: after.rate(p, Rating.ANSWERED, gesture=key))
    button("bad", lambda p, key: after.rate(p, Rating.NOT_QUITE, gesture=key))
    button("agree", lambda p, key: after.agree(p, gesture=key))
    button("keep", lambda p, key: after.keep(p, gesture=key))
    button("withdraw", lambda p, key: after.withdraw(p, gesture=key))


def _forms(routes: Routes, front: Front) -> None:
    async def again(press: Press) -> Form:
        await front.afterwards.read(proof_of(front, press, press.action.ids))
        return views.follow_up_form(_ids(press.action.ids))

    async def mend(press: Press) -> Form:
        whole = await front.afterwards.read(proof_of(front, press, press.action.ids))
        return views.mend_form(_ids(press.action.ids), whole.latest)

    def check(sent: Submitted) -> Corrections | None:
        fields = views.follow_up_form(_ids(sent.action.ids)).fields
        return fields_wrong(sent.answers, fields) or asking_views.words_needed(sent.answers)

    async def asked_again(sent: Submitted) -> Card:
        front.asker(sent)
        proof = proof_of(front, sent, sent.action.ids)
        words = clean(sent.answers.words("words"), at_most=WORDS)
        offered = await front.offered(sent, words)  # before anything is kept
        await front.afterwards.follow_up(proof, words, gesture=sent.key)
        return await own(front, proof, sent.action.ids, offered)

    async def mended(sent: Submitted) -> Card:
        proof = proof_of(front, sent, sent.action.ids)
        words = clean(sent.answers.words("words"), at_most=WORDS)
        offered = await front.offered(sent, words)
        await front.afterwards.mend(proof, words, gesture=sent.key)
        return await own(front, proof, sent.action.ids, offered)

    routes.on("questions.again", Responds.FORM, again)
    routes.on("questions.mend", Responds.FORM, mend)
    routes.form("questions.again", Responds.PRIVATELY, check, asked_again)
    routes.form("questions.mend", Responds.PRIVATELY, check, mended)


def proof_of(front: Front, gesture: Gesture, ids: tuple[str, ...]) -> Proof:
    """Return what shows that this person asked: a receipt still in memory, or their name."""
    kind, key = _ids(ids)
    if kind == _NAME:
        return ByName(actor=gesture.actor, question=key)
    digits = front.kept.find(key)
    if not digits:
        raise ReceiptAgain
    return ByReceipt(community=gesture.actor.community, receipt=digits)


async def own(
    front: Front, proof: Proof, ids: tuple[str, ...], offered: Sequence[Block] = ()
) -> Card:
    """Draw one's own question again, after something was done with it."""
    return await _drawn(front, await front.afterwards.read(proof), _ids(ids), offered)


async def _drawn(
    front: Front, whole: Whole, proof: tuple[str, str], offered: Sequence[Block] = ()
) -> Card:
    """Draw it as its asker sees it; what was joined shows the question that goes on."""
    question = whole.question
    if question.state is not State.MERGED:
        return views.own_card(whole, await front.timing(question), proof, offered)
    into = await front.reading.joined_to(question)
    if into is None:
        return joined_views.gone_card(question, proof)
    return joined_views.joined_card(question, into, await front.timing(into.question), proof)


def _ids(ids: tuple[str, ...]) -> tuple[str, str]:
    return (ids[0], ids[1]) if len(ids) > 1 else ("", "")
