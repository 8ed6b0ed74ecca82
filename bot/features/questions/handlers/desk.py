"""The desk: what liaisons do with the queue."""

from __future__ import annotations

from datetime import date

from bot.core.cards import Block, Card
from bot.core.checks import corrections, fields_wrong
from bot.core.errors import StaleButton
from bot.core.forms import Answers, Corrections, Form
from bot.core.gestures import Called, Gesture, Press, Submitted
from bot.core.people import Role
from bot.core.routes import Command, Responds, Routes
from bot.core.text import Message, clean, say
from bot.features.questions.coach import hints
from bot.features.questions.content import blanks
from bot.features.questions.handlers.front import Front
from bot.features.questions.model import (
    ACKNOWLEDGE,
    ANSWER,
    NEXT,
    REMARK,
    Answer,
    Hold,
    Parts,
    Reason,
)
from bot.features.questions.views import desk as views

_PARTS = ("acknowledge", "answer", "next")


def register(routes: Routes, front: Front) -> None:
    """Add what liaisons can do."""
    _queue(routes, front)
    _answering(routes, front)
    _holding(routes, front)


def _queue(routes: Routes, front: Front) -> None:
    desk = front.desk

    async def queue(called: Called) -> Card:
        waiting = await desk.queue(actor=called.actor)
        mine = await desk.mine(actor=called.actor) if called.actor.has(Role.LIAISON) else []
        return views.queue_list(
            [(q, await front.timing(q)) for q in mine],
            [(q, await front.timing(q)) for q in waiting],
        )

    async def pick(press: Press) -> Card:
        return await drawn(press, press.chosen)

    async def claim(press: Press) -> Card:
        question = press.action.ids[0]
        await desk.claim(question, actor=press.actor, gesture=press.key)
        return await drawn(press, question)

    async def release(press: Press) -> Card:
        question = press.action.ids[0]
        await desk.let_go(question, actor=press.actor, gesture=press.key)
        return await drawn(press, question)

    async def drawn(press: Press, question: str) -> Card:
        whole = await desk.read(question, actor=press.actor)
        return views.queue_card(whole, await front.timing(whole.question))

    async def work(press: Press) -> Card:
        whole = await desk.held(press.action.ids[0], actor=press.actor)
        how = await front.timing(whole.question)
        return views.work_card(whole, how, front.templates.templates)

    routes.command(
        Command(
            name="queue",
            about=say("questions.command.queue"),
            responds=Responds.PRIVATELY,
            handle=queue,
            role=Role.LIAISON,
        )
    )
    routes.on("questions.pick", Responds.PRIVATELY, pick)
    routes.on("questions.claim", Responds.BY_UPDATING, claim)
    routes.on("questions.release", Responds.BY_UPDATING, release)
    routes.on("questions.work", Responds.PRIVATELY, work)


def _answering(routes: Routes, front: Front) -> None:
    desk = front.desk

    async def answer(press: Press) -> Form:
        whole = await desk.held(press.action.ids[0], actor=press.actor)
        parts = await desk.prepared(whole.question.id, actor=press.actor)
        return views.answer_form(whole.question.id, parts)

    async def template(press: Press) -> Form:
        whole = await desk.held(press.action.ids[0], actor=press.actor)
        start = next((t for t in front.templates.templates if t.id == press.chosen), None)
        if start is None:
            raise StaleButton
        parts = Parts(
            acknowledge=start.acknowledge[:ACKNOWLEDGE],
            answer=start.answer[:ANSWER],
            next=start.next[:NEXT],
        )
        return views.answer_form(whole.question.id, parts)

    def check(sent: Submitted) -> Corrections | None:
        wrong = fields_wrong(sent.answers, views.answer_form("", None).fields)
        return wrong or corrections((name, _blank(sent.answers, name)) for name in _PARTS)

    async def submit(sent: Submitted) -> Card:
        parts = _parts(sent.answers)
        question = sent.action.ids[0]
        whole = await desk.prepare(question, parts, actor=sent.actor, gesture=sent.key)
        shown = Answer(
            round=whole.question.round,
            version=1,
            parts=parts,
            by=sent.actor.person,
            at=front.archive.clock.now(),
        )
        said = f"{parts.acknowledge}\n{parts.answer}\n{parts.next}"
        concerns = await personal(front, sent, said)
        return views.ready_card(
            whole, shown, hints(whole.latest, parts, front.templates.coach), concerns
        )

    async def publish(press: Press) -> Card:
        question = await desk.publish(press.action.ids[0], actor=press.actor, gesture=press.key)
        return views.published_card(question)

    routes.on("questions.answer", Responds.FORM, answer)
    routes.on("questions.template", Responds.FORM, template)
    routes.form("questions.answer", Responds.PRIVATELY, check, submit)
    routes.on("questions.publish", Responds.BY_UPDATING, publish)


def _holding(routes: Routes, front: Front) -> None:
    async def hold(press: Press) -> Form:
        whole = await front.desk.held(press.action.ids[0], actor=press.actor)
        return views.hold_form(whole.question.id)

    def check(sent: Submitted) -> Corrections | None:
        return fields_wrong(sent.answers, views.hold_form("").fields)

    async def held(sent: Submitted) -> Card:
        question = sent.action.ids[0]
        await front.desk.hold(
            question,
            Hold(sent.answers.words("reason")),
            clean(sent.answers.words("remark"), at_most=REMARK, at_least=0),
            until=date.fromisoformat(sent.answers.words("review_on").strip()),
            actor=sent.actor,
            gesture=sent.key,
        )
        whole = await front.desk.read(question, actor=sent.actor)
        return views.queue_card(whole, await front.timing(whole.question))

    routes.on("questions.hold", Responds.FORM, hold)
    routes.form("questions.hold", Responds.PRIVATELY, check, held)


async def personal(front: Front, gesture: Gesture, words: str) -> list[Block]:
    """Return what the gate says of personal data in an answer."""
    concerns = await front.concerns(gesture, words)
    return [b for c in concerns if c.route == "personal_data" for b in c.blocks]


def _parts(answers: Answers) -> Parts:
    day = answers.words("review_on").strip()
    reason = answers.words("reason")
    return Parts(
        acknowledge=clean(answers.words("acknowledge"), at_most=ACKNOWLEDGE),
        answer=clean(answers.words("answer"), at_most=ANSWER),
        next=clean(answers.words("next"), at_most=NEXT),
        reason=reason if reason in set(Reason) else "",
        review_on=date.fromisoformat(day) if day else None,
    )


def _blank(answers: Answers, name: str) -> Message | None:
    return say("errors.question_blank") if blanks(answers.words(name)) else None
