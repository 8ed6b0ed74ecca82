"""The front door for planning: the three sheets, each checked at once and shown back."""

from __future__ import annotations

from bot.core.cards import Card
from bot.core.checks import corrections, fields_wrong
from bot.core.errors import DialogueError, StaleButton
from bot.core.forms import Corrections, Form
from bot.core.gestures import Called, Press, Submitted
from bot.core.people import Role
from bot.core.routes import Command, Parameter, Responds, Routes
from bot.core.text import say
from bot.features.forums.handlers.house import House, first_id
from bot.features.forums.service import Drafted
from bot.features.forums.sheets import More, What, Where, read_capacity
from bot.features.forums.views.desk import draft_card
from bot.features.forums.views.forms import more_form, what_form, where_form


def register_planning(routes: Routes, house: House) -> None:
    """List the sheets, first of all ``/forum schedule``."""
    _schedule(routes, house)
    _what(routes, house)
    _where(routes, house)
    _more(routes, house)


def _schedule(routes: Routes, house: House) -> None:
    async def schedule(called: Called) -> Form:
        called.actor.require(Role.ORGANIZER)
        zone = await house.desk.zone(called.actor)
        return what_form(None, zone=zone, title=called.given.get("title", ""))

    routes.command(
        Command(
            name="forum schedule",
            about=say("forums.schedule.about"),
            responds=Responds.FORM,
            handle=schedule,
            parameters=(Parameter(name="title", about=say("forums.schedule.title")),),
            role=Role.ORGANIZER,
        )
    )


def _what(routes: Routes, house: House) -> None:
    async def opened(press: Press) -> Form:
        forum = await house.desk.desk(first_id(press.action.ids), actor=press.actor)
        return what_form(forum, zone=await house.desk.zone(press.actor))

    def check(sent: Submitted) -> Corrections | None:
        return fields_wrong(sent.answers, what_form(None).fields)

    async def submit(sent: Submitted) -> Card:
        words = sent.answers.words
        sheet = What(
            title=words("title"),
            aim=words("aim"),
            off_table=words("off_table"),
            when=words("when"),
            minutes=words("minutes"),
        )
        if not sent.action.ids:
            drafted = await house.desk.schedule(
                sheet, actor=sent.actor, locale=sent.locale, key=sent.key
            )
            return _draft(house, sent, drafted)
        forum, revision = _edited(sent)
        drafted = await house.desk.edit_what(
            forum, revision, sheet, actor=sent.actor, locale=sent.locale, key=sent.key
        )
        return _draft(house, sent, drafted)

    routes.on("forums.what", Responds.FORM, opened)
    routes.form("forums.what", Responds.PRIVATELY, check, submit)


def _where(routes: Routes, house: House) -> None:
    async def opened(press: Press) -> Form:
        forum = await house.desk.desk(first_id(press.action.ids), actor=press.actor)
        return where_form(forum, house.look(press.locale))

    def check(sent: Submitted) -> Corrections | None:
        form = where_form(None, house.look(sent.locale))
        wrong = fields_wrong(sent.answers, form.fields)
        if wrong is not None:
            return wrong
        try:
            read_capacity(sent.answers.words("capacity"))
        except DialogueError as refusal:
            message = say(f"errors.{refusal.code}", **refusal.facts)
            return corrections((("capacity", message),))
        return None

    async def submit(sent: Submitted) -> Card:
        words = sent.answers.words
        forum, revision = _edited(sent)
        sheet = Where(
            place=words("place"),
            format=words("format"),
            capacity=words("capacity"),
            resident_host=words("resident_host"),
            police_host=words("police_host"),
        )
        drafted = await house.desk.edit_where(
            forum, revision, sheet, actor=sent.actor, key=sent.key
        )
        return _draft(house, sent, drafted)

    routes.on("forums.where", Responds.FORM, opened)
    routes.form("forums.where", Responds.PRIVATELY, check, submit)


def _more(routes: Routes, house: House) -> None:
    async def opened(press: Press) -> Form:
        return more_form(await house.desk.desk(first_id(press.action.ids), actor=press.actor))

    def check(sent: Submitted) -> Corrections | None:
        return fields_wrong(sent.answers, more_form(None).fields)

    async def submit(sent: Submitted) -> Card:
        words = sent.answers.words
        forum, revision = _edited(sent)
        sheet = More(
            facilitator=words("facilitator"),
            speaks=words("speaks"),
            access=words("access"),
            repeats=words("repeats"),
        )
        drafted = await house.desk.edit_more(
            forum, revision, sheet, actor=sent.actor, key=sent.key
        )
        return _draft(house, sent, drafted)

    routes.on("forums.more", Responds.FORM, opened)
    routes.form("forums.more", Responds.PRIVATELY, check, submit)


def _edited(sent: Submitted) -> tuple[str, int]:
    """Return the forum and the revision that the form showed."""
    if len(sent.action.ids) < 2 or not sent.action.ids[1].isdecimal():  # noqa: PLR2004
        raise StaleButton
    return sent.action.ids[0], int(sent.action.ids[1])


def _draft(house: House, sent: Submitted, drafted: Drafted) -> Card:
    return draft_card(drafted, house.look(sent.locale), now=house.desk.clock.now())
