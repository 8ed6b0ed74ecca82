"""Answering: the form in three parts, the look before it is out, corrections, records."""

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
from bot.features.questions.model import ACKNOWLEDGE, ANSWER, NEXT, REMARK, Answer, Parts, Reason
from bot.features.questions.refusals import AnswerIncomplete
from bot.features.questions.views import answering as views
from bot.i18n.catalogue import language_of

_PARTS = ("acknowledge", "answer", "next")


def register(routes: Routes, front: Front) -> None:
    """Add what leads from a question to its answer."""
    _writing(routes, front)
    _publishing(routes, front)
    _afterwards(routes, front)


def _writing(routes: Routes, front: Front) -> None:
    desk = front.answering

    async def answer(press: Press) -> Form:
        whole = await front.desk.held(press.action.ids[0], actor=press.actor)
        parts = await desk.prepared(whole.question.id, actor=press.actor)
        return views.answer_form(whole.question.id, parts)

    async def template(press: Press) -> Form:
        whole = await front.desk.held(press.action.ids[0], actor=press.actor)
        starts = front.templates.starts(language_of(press.locale))
        start = next((t for t in starts if t.id == press.chosen), None)
        if start is None:
            raise StaleButton
        parts = Parts(
            acknowledge=start.acknowledge[:ACKNOWLEDGE],
            answer=start.answer[:ANSWER],
            next=start.next[:NEXT],
        )
        return views.answer_form(whole.question.id, parts)

    def check(sent: Submitted) -> Corrections | None:
        return _wrong(sent, views.answer_form("", None))

    async def submit(sent: Submitted) -> Card:
        parts = _parts(sent.answers)
        whole = await desk.prepare(sent.action.ids[0], parts, actor=sent.actor, gesture=sent.key)
        shown = Answer(
            round=whole.question.round,
            version=1,
            parts=parts,
            by=sent.actor.person,
            at=front.archive.clock.now(),
        )
        said = f"{parts.acknowledge}\n{parts.answer}\n{parts.next}"
        rules, language = front.archive.rules(sent.actor.community), language_of(sent.locale)
        return views.ready_card(
            whole,
            shown,
            hints(whole.latest, parts, front.templates.coach, language),
            await personal(front, sent, said),
            instead=front.templates.instead(parts.reason, language),
            second_reader=rules.second_reader,
        )

    routes.on("questions.answer", Responds.FORM, answer)
    routes.on("questions.template", Responds.FORM, template)
    routes.form("questions.answer", Responds.PRIVATELY, check, submit)


def _publishing(routes: Routes, front: Front) -> None:
    desk = front.answering

    async def publish(press: Press) -> Card:
        question = await desk.publish(press.action.ids[0], actor=press.actor, gesture=press.key)
        return views.published_card(question)

    async def read_it(press: Press) -> Card:
        whole = await front.desk.read(press.action.ids[0], actor=press.actor)
        parts = await desk.prepared(whole.question.id, actor=press.actor)
        if parts is None:
            raise AnswerIncomplete
        now = front.archive.clock.now()
        answer = Answer(round=whole.question.round, version=1, parts=parts, by=None, at=now)
        return views.to_read_card(whole, answer)

    async def agree(press: Press) -> Card:
        question = await desk.read_over(press.action.ids[0], actor=press.actor, gesture=press.key)
        return views.read_card(question)

    routes.on("questions.publish", Responds.BY_UPDATING, publish)
    routes.on("questions.to_read", Responds.PRIVATELY, read_it)
    routes.on("questions.read_over", Responds.BY_UPDATING, agree)


def _afterwards(routes: Routes, front: Front) -> None:
    desk = front.answering

    async def private(press: Press) -> Card:
        whole, answer = await desk.answered(press.action.ids[0], actor=press.actor)
        return views.private_card(whole, answer)

    async def correct(press: Press) -> Form:
        whole, answer = await desk.to_correct(press.action.ids[0], actor=press.actor)
        return views.correct_form(whole.question.id, answer.parts)

    def check(sent: Submitted) -> Corrections | None:
        empty = Parts(acknowledge="", answer="", next="")
        return _wrong(sent, views.correct_form("", empty))

    async def corrected(sent: Submitted) -> Card:
        question = await desk.correct(
            sent.action.ids[0],
            _parts(sent.answers),
            clean(sent.answers.words("note"), at_most=REMARK),
            actor=sent.actor,
            gesture=sent.key,
        )
        return views.published_card(question)

    async def export(called: Called) -> Card:
        records = await desk.records(actor=called.actor)
        about = await front.archive.community(called.actor.community)
        return views.records_card(records, called.actor.person, zone=about.zone)

    routes.on("questions.private_read", Responds.PRIVATELY, private)
    routes.on("questions.correct", Responds.FORM, correct)
    routes.form("questions.correct", Responds.PRIVATELY, check, corrected)
    routes.command(
        Command(
            name="liaison export",
            about=say("questions.command.export"),
            responds=Responds.PRIVATELY,
            handle=export,
            role=Role.LIAISON,
        )
    )


async def personal(front: Front, gesture: Gesture, words: str) -> list[Block]:
    """Return what the gate says of personal data in an answer."""
    concerns = await front.concerns(gesture, words)
    return [b for c in concerns if c.route == "personal_data" for b in c.blocks]


def _wrong(sent: Submitted, form: Form) -> Corrections | None:
    wrong = fields_wrong(sent.answers, form.fields)
    return wrong or corrections((name, _blank(sent.answers, name)) for name in _PARTS)


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
