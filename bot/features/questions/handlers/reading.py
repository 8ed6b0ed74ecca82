"""Reading: what everyone finds, votes for and follows, in commands and in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.core.actions import Action
from bot.core.cards import Card
from bot.core.errors import StaleButton
from bot.core.gestures import Called, Press, Said
from bot.core.people import Actor, Role
from bot.core.routes import Command, Found, Responds, Routes, Shown
from bot.core.text import as_typed, say
from bot.features.questions.handlers.front import Front
from bot.features.questions.handlers.own import own
from bot.features.questions.handlers.searching import find
from bot.features.questions.model import WORDS
from bot.features.questions.service.afterwards import ByName
from bot.features.questions.views import found as found_views, own as own_views, page as views

_SAID: Final = 600
_CLOSE: Final = 0.34


def register(routes: Routes, front: Front) -> None:
    """Add what everyone can do."""
    _commands(routes, front)
    _pages(routes, front)
    _picks(routes, front)
    _voices(routes, front)
    _plain_words(routes, front)


def _commands(routes: Routes, front: Front) -> None:
    async def questions(called: Called) -> Card:
        mine = await front.afterwards.mine(actor=called.actor)
        waiting = await front.reading.open_ones(actor=called.actor)
        news = await front.following.news(actor=called.actor)
        return own_views.questions_card(mine, waiting, news)

    routes.command(
        Command(
            name="questions",
            about=say("questions.command.questions"),
            responds=Responds.PRIVATELY,
            handle=questions,
        )
    )


def _pages(routes: Routes, front: Front) -> None:
    async def read(press: Press) -> Card:
        return await reader(front, press, press.action.ids[0])

    routes.on("questions.read", Responds.PRIVATELY, read)


def _picks(routes: Routes, front: Front) -> None:
    async def find_(press: Press) -> Card:
        name, *ids = press.chosen.split(":")
        if not name.endswith("read"):
            raise StaleButton
        route = routes.press_named(name)
        card: Shown = await route.handle(
            replace(press, action=Action(name, tuple(ids)), chosen="")
        )
        if not isinstance(card, Card):
            raise StaleButton
        return card

    async def show(press: Press) -> Card:
        kind, _, question = press.chosen.partition(":")
        if kind == "own":
            return await own(front, ByName(actor=press.actor, question=question), ("n", question))
        if kind == "read":
            return await reader(front, press, question)
        waiting = await front.reading.open_one(question, actor=press.actor)
        return views.open_card(waiting, await front.timing(waiting.question))

    routes.on("questions.find", Responds.PRIVATELY, find_)
    routes.on("questions.show", Responds.PRIVATELY, show)


def _voices(routes: Routes, front: Front) -> None:
    async def vote(press: Press) -> Card:
        question = await front.following.vote(
            press.action.ids[0], actor=press.actor, gesture=press.key
        )
        return views.voted_card(question)

    async def follow(press: Press) -> Card:
        question = await front.following.follow(
            press.action.ids[0], actor=press.actor, gesture=press.key
        )
        return views.voted_card(question, following=True)

    async def unfollow(press: Press) -> Card:
        await front.following.unfollow(press.action.ids[0], actor=press.actor)
        return views.unfollowed_card()

    routes.on("questions.vote", Responds.PRIVATELY, vote)
    routes.on("questions.follow", Responds.PRIVATELY, follow)
    routes.on("questions.unfollow", Responds.PRIVATELY, unfollow)


def _plain_words(routes: Routes, front: Front) -> None:
    async def closest(actor: Actor, words: str, locale: str) -> Sequence[Found]:
        found = await find(front, actor, words, locale)
        return [thing for thing in found if thing.closeness >= _CLOSE]

    async def said(heard: Said) -> Card | None:
        words = as_typed(heard.words.words, WORDS)
        found = await routes.closest(heard.actor, words[:_SAID], heard.locale) if words else ()
        return found_views.heard_card(found, front.kept.keep(words))

    routes.finder(closest)
    routes.said(said)


async def reader(front: Front, press: Press, question: str) -> Card:
    """Draw a published question for one reader, with what their roles let them do."""
    whole = await front.reading.by_id(press.actor.community, question)
    roles = [role for role in Role if press.actor.has(role)]
    return views.reader_card(
        whole,
        await front.timing(whole.question),
        roles,
        panel_open=front.panel.is_open(whole.question),
    )
