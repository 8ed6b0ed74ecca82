"""Triage: what organizers decide, one card at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.core.cards import Block, Card
from bot.core.checks import fields_wrong
from bot.core.errors import StaleButton
from bot.core.forms import Corrections, Form
from bot.core.gestures import Called, Gesture, Press, Submitted
from bot.core.people import Role
from bot.core.routes import Command, Responds, Routes
from bot.core.text import clean, say
from bot.features.questions.handlers.front import Front
from bot.features.questions.model import REMARK, WORDS, Decline, Mute, Question, Redirect, Return
from bot.features.questions.views import triage as views

_VERBS = ("return", "redirect", "decline")
Decide = Callable[[Submitted, str, str], Awaitable[Question]]


def register(routes: Routes, front: Front) -> None:
    """Add what organizers can do."""
    _lists(routes, front)
    _decisions(routes, front)
    _merging(routes, front)
    _wording(routes, front)
    _muting(routes, front)


def _lists(routes: Routes, front: Front) -> None:
    async def triage(gesture: Called | Press) -> Card:
        found = await front.triage.waiting(actor=gesture.actor)
        wholes = [await front.triage.read(q.id, actor=gesture.actor) for q in found]
        timed = [(whole, await front.timing(whole.question)) for whole in wholes]
        return views.triage_list(timed, ())

    async def look(press: Press) -> Card:
        whole = await front.triage.read(press.chosen, actor=press.actor)
        concerns: list[Block] = await front_concerns(front, press, whole.latest)
        return views.triage_card(whole, await front.timing(whole.question), concerns=concerns)

    routes.command(
        Command(
            name="triage",
            about=say("questions.command.triage"),
            responds=Responds.PRIVATELY,
            handle=triage,
            role=Role.ORGANIZER,
        )
    )
    routes.on("questions.triage", Responds.PRIVATELY, triage)
    routes.on("questions.look", Responds.PRIVATELY, look)


def _decisions(routes: Routes, front: Front) -> None:
    triage = front.triage

    async def approve(press: Press) -> Card:
        question = await triage.approve(press.action.ids[0], actor=press.actor, gesture=press.key)
        return views.decided_card(question)

    async def decide(press: Press) -> Form:
        press.actor.require(Role.ORGANIZER)
        if press.chosen == "merge":
            return views.merge_form(press.action.ids[0])
        if press.chosen == "mute":
            return views.mute_form(press.action.ids[0])
        if press.chosen not in _VERBS:
            raise StaleButton
        return views.decide_form(press.action.ids[0], press.chosen)

    async def send_back(sent: Submitted, reason: str, remark: str) -> Question:
        return await triage.send_back(
            sent.action.ids[0], Return(reason), remark, actor=sent.actor, gesture=sent.key
        )

    async def redirect(sent: Submitted, reason: str, remark: str) -> Question:
        return await triage.redirect(
            sent.action.ids[0], Redirect(reason), remark, actor=sent.actor, gesture=sent.key
        )

    async def decline(sent: Submitted, reason: str, remark: str) -> Question:
        return await triage.decline(
            sent.action.ids[0], Decline(reason), remark, actor=sent.actor, gesture=sent.key
        )

    routes.on("questions.approve", Responds.BY_UPDATING, approve)
    routes.on("questions.decide", Responds.FORM, decide)
    _form(routes, "return", send_back)
    _form(routes, "redirect", redirect)
    _form(routes, "decline", decline)


def _merging(routes: Routes, front: Front) -> None:
    def check_merge(sent: Submitted) -> Corrections | None:
        return fields_wrong(sent.answers, views.merge_form("").fields)

    async def merge(sent: Submitted) -> Card:
        question = await front.triage.merge(
            sent.action.ids[0],
            views.number_in(sent.answers.words("number")),
            actor=sent.actor,
            gesture=sent.key,
        )
        return views.decided_card(question)

    routes.form("questions.merge", Responds.PRIVATELY, check_merge, merge)


def _form(routes: Routes, verb: str, do: Decide) -> None:
    def check(sent: Submitted) -> Corrections | None:
        return fields_wrong(sent.answers, views.decide_form("", verb).fields)

    async def submit(sent: Submitted) -> Card:
        remark = clean(sent.answers.words("remark"), at_most=REMARK, at_least=0)
        return views.decided_card(await do(sent, sent.answers.words("reason"), remark))

    routes.form(f"questions.{verb}", Responds.PRIVATELY, check, submit)


def _muting(routes: Routes, front: Front) -> None:
    async def ask(press: Press) -> Form:
        press.actor.require(Role.ORGANIZER)
        return views.mute_form(press.action.ids[0])

    def check(sent: Submitted) -> Corrections | None:
        return fields_wrong(sent.answers, views.mute_form("").fields)

    async def mute(sent: Submitted) -> Card:
        await front.triage.mute(
            sent.action.ids[0],
            Mute(sent.answers.words("reason")),
            actor=sent.actor,
            gesture=sent.key,
        )
        return views.muted_card()

    routes.on("questions.mute", Responds.FORM, ask)
    routes.form("questions.mute", Responds.PRIVATELY, check, mute)


def _wording(routes: Routes, front: Front) -> None:
    async def edit(press: Press) -> Form:
        whole = await front.triage.read(press.action.ids[0], actor=press.actor)
        return views.edit_form(whole.question.id, whole.latest)

    def check(sent: Submitted) -> Corrections | None:
        return fields_wrong(sent.answers, views.edit_form("", "").fields)

    async def submit(sent: Submitted) -> Card:
        words = clean(sent.answers.words("words"), at_most=WORDS)
        await front.triage.propose(sent.action.ids[0], words, actor=sent.actor, gesture=sent.key)
        return views.offered_card()

    routes.on("questions.edit", Responds.FORM, edit)
    routes.form("questions.edit", Responds.PRIVATELY, check, submit)


async def front_concerns(front: Front, gesture: Gesture, words: str) -> list[Block]:
    """Return what the gate sees, so that an organizer looks twice."""
    return list(await front.offered(gesture, words))
