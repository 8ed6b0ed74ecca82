"""The front door for organizers: announce, run, call off, close, look back."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from bot.core.cards import Card
from bot.core.checks import fields_wrong
from bot.core.errors import NotFound, StaleButton
from bot.core.forms import Corrections, Form
from bot.core.gestures import Called, Press, Submitted
from bot.core.people import Actor, Role
from bot.core.routes import Command, Parameter, Responds, Routes
from bot.core.text import say
from bot.features.forums.closing import Promise
from bot.features.forums.handlers.house import House, first_id, which
from bot.features.forums.model import AHEAD, RUNNING, Forum, Repeats, State
from bot.features.forums.refusals import DueOver
from bot.features.forums.views.desk import desk_card, dropped_card, ending_card, is_open
from bot.features.forums.views.forms import (
    call_off_form,
    look_back_form,
    promise_form,
    summary_form,
)
from bot.features.forums.views.public import picker_card

_NUMBER = re.compile(r"\s*#?\s*([0-9]{1,9})\b")
_ANY = "x"
"""Stands for a forum in forms that are only looked at to check answers."""


def register_desk(routes: Routes, house: House) -> None:
    """List everything that organizers can do with forums."""
    _commands(routes, house)
    _running(routes, house)
    _ending(routes, house)
    _afterwards(routes, house)


def _shown(house: House, locale: str, forum: Forum) -> Card:
    return desk_card(forum, house.look(locale), now=house.desk.clock.now())


def _commands(routes: Routes, house: House) -> None:
    async def begin(called: Called, forum: Forum) -> Card:
        started = await house.desk.start(forum.id, actor=called.actor, key=called.key)
        return _shown(house, called.locale, started)

    async def look(called: Called, forum: Forum) -> Card:
        return _shown(house, called.locale, forum)

    async def end(called: Called, forum: Forum) -> Card:
        return ending_card(await house.closing.ending(forum.id, actor=called.actor))

    for word, action, fits, do in (
        ("edit", "forums.desk", is_open, look),
        ("start", "forums.start", _can_start, begin),
        ("close", "forums.ending", _can_close, end),
        ("cancel", "forums.desk", is_open, look),
    ):
        routes.command(
            Command(
                name=f"forum {word}",
                about=say(f"forums.{word}.about"),
                responds=Responds.PRIVATELY,
                handle=_on_one(house, action, fits, do),
                parameters=(Parameter(name="forum", about=say("forums.number.about")),),
                role=Role.ORGANIZER,
            )
        )


def _can_start(forum: Forum) -> bool:
    return forum.state in {*AHEAD, State.PAUSED}


def _can_close(forum: Forum) -> bool:
    return forum.state in {*AHEAD, *RUNNING}


def _on_one(
    house: House,
    action: str,
    fits: Callable[[Forum], bool],
    do: Callable[[Called, Forum], Awaitable[Card]],
) -> Callable[[Called], Awaitable[Card]]:
    """Act on the forum whose number was typed, or let the organizer choose one."""

    async def handle(called: Called) -> Card:
        typed = called.given.get("forum", "")
        if typed.strip():
            return await do(called, await _numbered(house, called.actor, typed))
        found: Sequence[Forum] = await house.desk.unfinished(actor=called.actor)
        return picker_card(action, [f for f in found if fits(f)])

    return handle


async def _numbered(house: House, actor: Actor, typed: str) -> Forum:
    match = _NUMBER.match(typed)
    if match is None:
        raise NotFound
    return await house.desk.numbered(int(match[1]), actor=actor)


def _running(routes: Routes, house: House) -> None:
    async def desk(press: Press) -> Card:
        forum = await house.desk.desk(which(press), actor=press.actor)
        return _shown(house, press.locale, forum)

    async def announce(press: Press) -> Card:
        forum, revision = (*press.action.ids, "", "")[:2]
        if not revision.isdecimal():
            raise StaleButton
        announced = await house.desk.announce(
            forum, int(revision), actor=press.actor, key=press.key
        )
        return _shown(house, press.locale, announced)

    async def drop(press: Press) -> Card:
        await house.desk.drop(which(press), actor=press.actor, key=press.key)
        return dropped_card()

    async def start(press: Press) -> Card:
        forum = await house.desk.start(which(press), actor=press.actor, key=press.key)
        return _shown(house, press.locale, forum)

    async def pause(press: Press) -> Card:
        forum = await house.desk.pause(which(press), actor=press.actor, key=press.key)
        return _shown(house, press.locale, forum)

    async def ask_off(press: Press) -> Form:
        forum = await house.desk.desk(which(press), actor=press.actor)
        series = forum.details.repeats is not Repeats.NEVER
        return call_off_form(forum.id, series=series)

    def check(sent: Submitted) -> Corrections | None:
        return fields_wrong(sent.answers, call_off_form(_ANY, series=True).fields)

    async def call_off(sent: Submitted) -> Card:
        forum = await house.desk.call_off(
            first_id(sent.action.ids),
            sent.answers.words("reason"),
            postpone=sent.answers.words("how") == "postpone",
            end_series=sent.answers.words("series") == "end",
            actor=sent.actor,
            key=sent.key,
        )
        return _shown(house, sent.locale, forum)

    routes.on("forums.desk", Responds.PRIVATELY, desk)
    routes.on("forums.announce", Responds.BY_UPDATING, announce)
    routes.on("forums.drop", Responds.BY_UPDATING, drop)
    routes.on("forums.start", Responds.BY_UPDATING, start)
    routes.on("forums.pause", Responds.BY_UPDATING, pause)
    routes.on("forums.call_off", Responds.FORM, ask_off)
    routes.form("forums.call_off", Responds.PRIVATELY, check, call_off)


def _ending(routes: Routes, house: House) -> None:
    async def ending(press: Press) -> Card:
        return ending_card(await house.closing.ending(which(press), actor=press.actor))

    async def ask(press: Press) -> Form:
        press.actor.require(Role.ORGANIZER)
        return promise_form(which(press))

    def check(sent: Submitted) -> Corrections | None:
        wrong = fields_wrong(sent.answers, promise_form(_ANY).fields)
        if wrong is not None:
            return wrong
        due, today = date.fromisoformat(sent.answers.words("due")), house.desk.clock.now().date()
        # Where it is still yesterday, today is a day to come: the service knows the place.
        return None if due >= today else Corrections((("due", say(f"errors.{DueOver.code}")),))

    async def promise(sent: Submitted) -> Card:
        words = sent.answers.words
        made = Promise(
            owner=words("owner"), what=words("what"), due=words("due"), evidence=words("evidence")
        )
        forum = first_id(sent.action.ids)
        return ending_card(
            await house.closing.promise(forum, made, actor=sent.actor, key=sent.key)
        )

    async def strike(press: Press) -> Card:
        forum = first_id(press.action.ids)
        return ending_card(
            await house.closing.strike(forum, press.chosen, actor=press.actor, key=press.key)
        )

    async def close(press: Press) -> Card:
        forum, how = (*press.action.ids, "", "")[:2]
        closed = await house.closing.close(
            forum, none_agreed=how == "none", actor=press.actor, key=press.key
        )
        return _shown(house, press.locale, closed)

    routes.on("forums.ending", Responds.PRIVATELY, ending)
    routes.on("forums.promise", Responds.FORM, ask)
    routes.form("forums.promise", Responds.PRIVATELY, check, promise)
    routes.on("forums.strike", Responds.BY_UPDATING, strike)
    routes.on("forums.close", Responds.BY_UPDATING, close)


def _afterwards(routes: Routes, house: House) -> None:
    async def ask_summary(press: Press) -> Form:
        press.actor.require(Role.ORGANIZER)
        return summary_form(which(press))

    async def publish(sent: Submitted) -> Card:
        forum = await house.closing.publish(
            first_id(sent.action.ids),
            sent.answers.words("words"),
            actor=sent.actor,
            key=sent.key,
        )
        return _shown(house, sent.locale, forum)

    async def ask_check(press: Press) -> Form:
        press.actor.require(Role.ORGANIZER)
        return look_back_form(which(press), _days(press.action.ids))

    async def write_check(sent: Submitted) -> Card:
        forum = await house.closing.look_back(
            first_id(sent.action.ids),
            _days(sent.action.ids),
            sent.answers.words("words"),
            actor=sent.actor,
            key=sent.key,
        )
        return _shown(house, sent.locale, forum)

    routes.on("forums.summary", Responds.FORM, ask_summary)
    routes.form(
        "forums.summary",
        Responds.PRIVATELY,
        lambda sent: fields_wrong(sent.answers, summary_form(_ANY).fields),
        publish,
    )
    routes.on("forums.check", Responds.FORM, ask_check)
    routes.form(
        "forums.check",
        Responds.PRIVATELY,
        lambda sent: fields_wrong(sent.answers, look_back_form(_ANY, 30).fields),
        write_check,
    )


def _days(ids: Sequence[str]) -> int:
    if len(ids) < 2 or ids[1] not in {"30", "90"}:  # noqa: PLR2004  (the forum and the days)
        raise StaleButton
    return int(ids[1])
