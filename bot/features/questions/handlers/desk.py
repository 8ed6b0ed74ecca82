"""The desk: what liaisons do with the queue."""

from __future__ import annotations

from datetime import date

from bot.core.cards import Card
from bot.core.checks import fields_wrong
from bot.core.forms import Corrections, Form
from bot.core.gestures import Called, Press, Submitted
from bot.core.people import Actor, Role
from bot.core.routes import Command, Responds, Routes
from bot.core.text import clean, say
from bot.features.questions.handlers.front import Front
from bot.features.questions.model import REMARK, Hold
from bot.features.questions.views import desk as views, triage as triage_views
from bot.i18n.catalogue import language_of


def register(routes: Routes, front: Front) -> None:
    """Add what liaisons can do."""
    _queue(routes, front)
    _hands(routes, front)
    _holding(routes, front)
    _organizers(routes, front)


def _queue(routes: Routes, front: Front) -> None:
    desk = front.desk

    async def page(actor: Actor, after: str = "") -> Card:
        waiting = await desk.queue(actor=actor, after=after)
        mine = await desk.mine(actor=actor) if actor.has(Role.LIAISON) else []
        return views.queue_list(
            [(q, await front.timing(q)) for q in mine],
            [(q, await front.timing(q)) for q in waiting.page],
            many=waiting.many,
            more=waiting.more,
            liaison=actor.has(Role.LIAISON),
        )

    async def queue(called: Called) -> Card:
        return await page(called.actor)

    async def first(press: Press) -> Card:
        return await page(press.actor)

    async def onward(press: Press) -> Card:
        return await page(press.actor, press.action.ids[0])

    async def pick(press: Press) -> Card:
        whole = await desk.read(press.chosen, actor=press.actor)
        how = await front.timing(whole.question)
        if press.actor.has(Role.ORGANIZER):
            return views.organizer_card(whole, how)
        if whole.question.held_by == press.actor.person:
            note = await front.answering.note(whole)
            starts = front.templates.starts(language_of(press.locale))
            return views.work_card(whole, how, starts, note)
        return views.queue_card(whole, how, second=await _to_read(press))

    async def _to_read(press: Press) -> bool:
        rules = front.archive.rules(press.actor.community)
        return rules.second_reader

    async def work(press: Press) -> Card:
        whole = await desk.held(press.action.ids[0], actor=press.actor)
        how, note = await front.timing(whole.question), await front.answering.note(whole)
        starts = front.templates.starts(language_of(press.locale))
        return views.work_card(whole, how, starts, note)

    routes.command(
        Command(
            name="queue",
            about=say("questions.command.queue"),
            responds=Responds.PRIVATELY,
            handle=queue,
            role=Role.LIAISON,
        )
    )
    routes.on("questions.queue", Responds.PRIVATELY, first)
    routes.on("questions.onward", Responds.BY_UPDATING, onward)
    routes.on("questions.pick", Responds.PRIVATELY, pick)
    routes.on("questions.work", Responds.PRIVATELY, work)


def _hands(routes: Routes, front: Front) -> None:
    desk = front.desk

    async def drawn(press: Press | Submitted, question: str) -> Card:
        whole = await desk.read(question, actor=press.actor)
        return views.queue_card(
            whole,
            await front.timing(whole.question),
            second=front.archive.rules(press.actor.community).second_reader,
        )

    async def claim(press: Press) -> Card:
        await desk.claim(press.action.ids[0], actor=press.actor, gesture=press.key)
        return await drawn(press, press.action.ids[0])

    async def release(press: Press) -> Card:
        await desk.let_go(press.action.ids[0], actor=press.actor, gesture=press.key)
        return await drawn(press, press.action.ids[0])

    async def recuse(press: Press) -> Card:
        question = await desk.recuse(press.action.ids[0], actor=press.actor, gesture=press.key)
        return views.recused_card(question)

    async def hand_over(press: Press) -> Form:
        whole = await desk.held(press.action.ids[0], actor=press.actor)
        return views.hand_over_form(whole.question.id)

    def check(sent: Submitted) -> Corrections | None:
        return fields_wrong(sent.answers, views.hand_over_form("").fields)

    async def handed(sent: Submitted) -> Card:
        note = clean(sent.answers.words("note"), at_most=REMARK)
        question = sent.action.ids[0]
        await desk.let_go(question, actor=sent.actor, gesture=sent.key, note=note)
        return await drawn(sent, question)

    routes.on("questions.claim", Responds.BY_UPDATING, claim)
    routes.on("questions.release", Responds.BY_UPDATING, release)
    routes.on("questions.recuse", Responds.PRIVATELY, recuse)
    routes.on("questions.hand_over", Responds.FORM, hand_over)
    routes.form("questions.hand_over", Responds.PRIVATELY, check, handed)


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


def _organizers(routes: Routes, front: Front) -> None:
    async def put_back(press: Press) -> Card:
        question = await front.desk.put_back(
            press.action.ids[0], actor=press.actor, gesture=press.key
        )
        return triage_views.decided_card(question)

    async def join(press: Press) -> Form:
        whole = await front.desk.read(press.action.ids[0], actor=press.actor)
        press.actor.require(Role.ORGANIZER)
        return triage_views.merge_form(whole.question.id)

    routes.on("questions.put_back", Responds.PRIVATELY, put_back)
    routes.on("questions.join", Responds.FORM, join)
