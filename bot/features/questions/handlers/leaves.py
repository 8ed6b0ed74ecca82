"""Leafing through all that was asked, answered and added, a page at a time."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.actions import Action, act
from bot.core.cards import Card
from bot.core.errors import NotFound
from bot.core.gestures import Press
from bot.core.routes import Responds, Routes
from bot.features.questions.handlers.front import Front
from bot.features.questions.handlers.own import proof_of
from bot.features.questions.model import Whole
from bot.features.questions.views import leaves as views

_WHOLE, _VIEWS, _HISTORY = "whole", "views", "history"


def register(routes: Routes, front: Front) -> None:
    """Add what opens the first page, and what turns to another."""
    _public(routes, front)
    _own(routes, front)


def _public(routes: Routes, front: Front) -> None:
    async def page(press: Press, what: str, question: str, at: int) -> Card:
        whole = await front.reading.by_id(press.actor.community, question)

        def leaf(to: int) -> Action:
            return act("questions.leaf", what, question, to)

        if what == _HISTORY:
            return await _history(front, whole, at, leaf)
        if what == _WHOLE:
            return views.asked_card(whole, at, leaf)
        if not whole.perspectives:  # the last one was taken back
            raise NotFound
        return views.views_card(whole, at, leaf)

    def opens(what: str) -> None:
        async def open_(press: Press) -> Card:
            return await page(press, what, press.action.ids[0], 0)

        routes.on(f"questions.{what}", Responds.PRIVATELY, open_)

    async def turn(press: Press) -> Card:
        what, question, at = press.action.ids
        return await page(press, what, question, int(at))

    for what in (_WHOLE, _VIEWS, _HISTORY):
        opens(what)
    routes.on("questions.leaf", Responds.BY_UPDATING, turn)


def _own(routes: Routes, front: Front) -> None:
    """Let who asked leaf through the versions of an answer that is for them alone, too."""

    async def page(press: Press, at: int) -> Card:
        proof = press.action.ids[:2]
        whole = await front.afterwards.read(proof_of(front, press, proof))
        return await _history(front, whole, at, lambda to: act("questions.own_leaf", *proof, to))

    async def open_(press: Press) -> Card:
        return await page(press, 0)

    async def turn(press: Press) -> Card:
        return await page(press, int(press.action.ids[2]))

    routes.on("questions.own_history", Responds.PRIVATELY, open_)
    routes.on("questions.own_leaf", Responds.BY_UPDATING, turn)


async def _history(front: Front, whole: Whole, at: int, leaf: Callable[[int], Action]) -> Card:
    if not whole.answers:
        raise NotFound
    about = await front.archive.community(whole.question.community)
    return views.history_card(whole, at, leaf, zone=about.zone)
