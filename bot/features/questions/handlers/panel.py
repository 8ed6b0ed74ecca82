"""The panel: perspectives beside the police answer, by buttons on its card."""

from __future__ import annotations

from bot.core.cards import Card
from bot.core.checks import corrections, fields_wrong
from bot.core.forms import Corrections, Form
from bot.core.gestures import Press, Submitted
from bot.core.routes import Responds, Routes
from bot.core.text import clean, say
from bot.features.questions.handlers.front import Front
from bot.features.questions.model import SOURCE, VIEW, VIEW_WORDS, Label
from bot.features.questions.views import panel as views


def register(routes: Routes, front: Front) -> None:
    """Add what members of the panel can do."""

    async def view(press: Press) -> Form:
        question = await front.panel.may_add(press.action.ids[0], actor=press.actor)
        return views.view_form(question.id)

    def check(sent: Submitted) -> Corrections | None:
        wrong = fields_wrong(sent.answers, views.view_form("").fields)
        words = len(sent.answers.words("view").split())
        long = say("errors.question_view_words", at_most=VIEW_WORDS, length=words)
        return wrong or corrections((("view", long if words > VIEW_WORDS else None),))

    async def added(sent: Submitted) -> Card:
        question = await front.panel.add(
            sent.action.ids[0],
            label=Label(sent.answers.words("label")),
            view=clean(sent.answers.words("view"), at_most=VIEW),
            source=clean(sent.answers.words("source"), at_most=SOURCE),
            conflict=clean(sent.answers.words("conflict"), at_most=SOURCE, at_least=0),
            actor=sent.actor,
            gesture=sent.key,
        )
        return views.added_card(question)

    async def take_back(press: Press) -> Card:
        await front.panel.take_back(press.action.ids[0], actor=press.actor, gesture=press.key)
        return views.taken_back_card()

    routes.on("questions.view", Responds.FORM, view)
    routes.form("questions.view", Responds.PRIVATELY, check, added)
    routes.on("questions.unview", Responds.PRIVATELY, take_back)
