"""The front door for everyone: find forums, come or not, take part, ask in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.cards import Card
from bot.core.checks import fields_wrong
from bot.core.errors import StaleButton
from bot.core.forms import Corrections, Form
from bot.core.gestures import Called, HomeOpened, Press, Said, Submitted
from bot.core.people import Actor, Role
from bot.core.routes import Command, HomePart, Responds, Routes
from bot.core.text import say
from bot.features.forums import asking
from bot.features.forums.handlers.house import House, first_id
from bot.features.forums.model import Answer, Forum
from bot.features.forums.views.forms import item_form
from bot.features.forums.views.mine import (
    here_card,
    home_part,
    item_added_card,
    item_gone_card,
    sign_up_card,
)
from bot.features.forums.views.public import forum_card, list_card, said_card

_SWITCH = {"on": True, "off": False}


def register_members(routes: Routes, house: House) -> None:
    """List everything that everyone can do with forums."""
    _list(routes, house)
    _answers(routes, house)
    _taking_part(routes, house)
    _asked(routes, house)


def _list(routes: Routes, house: House) -> None:
    async def forums(called: Called) -> Card:
        ahead = await house.board.ahead(called.actor.community)
        return list_card(ahead, await _unfinished(house, called.actor))

    async def show(press: Press) -> Card:
        sight = await house.board.glance(press.actor.community, press.chosen)
        return forum_card(sight, house.look(press.locale))

    routes.command(
        Command(
            name="forum list",
            about=say("forums.list.about"),
            responds=Responds.PRIVATELY,
            handle=forums,
        )
    )
    routes.on("forums.show", Responds.PRIVATELY, show)


async def _unfinished(house: House, actor: Actor) -> Sequence[Forum]:
    return await house.desk.unfinished(actor=actor) if actor.has(Role.ORGANIZER) else ()


def _answers(routes: Routes, house: House) -> None:
    async def answer(press: Press) -> Card:
        said = Answer(press.action.name.partition(".")[2])
        mine = await house.sign_ups.answer(
            first_id(press.action.ids), said, actor=press.actor, key=press.key
        )
        return sign_up_card(mine, house.look(press.locale))

    async def choose(press: Press) -> Card:
        forum, switch = (*press.action.ids, "", "")[:2]
        if switch not in _SWITCH:
            raise StaleButton
        what = press.action.name.partition(".")[2]
        mine = await house.sign_ups.choose(
            forum,
            named=_SWITCH[switch] if what == "named" else None,
            direct=_SWITCH[switch] if what == "direct" else None,
            actor=press.actor,
            key=press.key,
        )
        return sign_up_card(mine, house.look(press.locale))

    for name in Answer:
        routes.on(f"forums.{name.value}", Responds.PRIVATELY, answer)
    routes.on("forums.direct", Responds.PRIVATELY, choose)
    routes.on("forums.named", Responds.PRIVATELY, choose)


def _taking_part(routes: Routes, house: House) -> None:
    async def here(press: Press) -> Card:
        forum = await house.sign_ups.here(
            first_id(press.action.ids), actor=press.actor, key=press.key
        )
        return here_card(forum)

    async def item(press: Press) -> Form:
        return item_form(first_id(press.action.ids))

    def check(sent: Submitted) -> Corrections | None:
        return fields_wrong(sent.answers, item_form("").fields)

    async def add(sent: Submitted) -> Card:
        forum = first_id(sent.action.ids)
        added = await house.sign_ups.add_item(
            forum, sent.answers.words("words"), actor=sent.actor, key=sent.key
        )
        return item_added_card(forum, added)

    async def take_back(press: Press) -> Card:
        forum, item = (*press.action.ids, "", "")[:2]
        await house.sign_ups.take_back(forum, item, actor=press.actor, key=press.key)
        return item_gone_card()

    routes.on("forums.here", Responds.PRIVATELY, here)
    routes.on("forums.item", Responds.FORM, item)
    routes.form("forums.item", Responds.PRIVATELY, check, add)
    routes.on("forums.unsay", Responds.BY_UPDATING, take_back)


def _asked(routes: Routes, house: House) -> None:
    async def said(heard: Said) -> Card | None:
        if not asking.about_next_forum(heard.words.words):
            return None
        return said_card(await house.board.next(heard.actor.community), house.look(heard.locale))

    async def home(opened: HomeOpened) -> HomePart | None:
        return home_part(await house.sign_ups.mine(opened.actor))

    routes.said(said)
    routes.home(home)
