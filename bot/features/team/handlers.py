"""The front door of set-up, the team and the languages."""

from __future__ import annotations

from bot.core.cards import Card
from bot.core.checks import corrections, fields_wrong
from bot.core.errors import DialogueError, StaleButton
from bot.core.forms import Answers, Corrections, Form
from bot.core.gestures import Called, Press, Submitted
from bot.core.people import Role
from bot.core.places import Purpose
from bot.core.ports import NOWHERE
from bot.core.routes import Command, Parameter, Responds, Routes
from bot.core.text import Message, clean, say
from bot.features.team.forms import channel_form, code_form, role_form, tune_form
from bot.features.team.model import GIVEN, LANGUAGES, OddHours, Tuned
from bot.features.team.service import SetUp
from bot.features.team.typed import read_time, read_zone
from bot.features.team.views import (
    channel_card,
    door_card,
    joined_card,
    language_card,
    link_card,
    role_card,
    roster_card,
    setup_card,
)


def register(routes: Routes, desk: SetUp) -> None:
    """List everything a person can do with the team."""
    _setup(routes, desk)
    _doors(routes, desk)
    _channels(routes, desk)
    _roles(routes, desk)
    _tuning(routes, desk)
    _language(routes, desk)


def _setup(routes: Routes, desk: SetUp) -> None:
    async def setup(called: Called) -> Card:
        if called.actor.community == NOWHERE:
            return door_card(first=desk.may_found(called.actor))
        return setup_card(await desk.desk(called.actor, called.place))

    async def back(press: Press) -> Card:
        return setup_card(await desk.desk(press.actor, press.place))

    async def team(called: Called) -> Card:
        return roster_card(await desk.roster(called.actor, called.place))

    async def finish(press: Press) -> Card:
        await desk.finish(press.actor, press.place, key=press.key)
        return await back(press)

    async def calm(press: Press) -> Card:
        await desk.calm(press.actor, key=press.key)
        return await back(press)

    routes.command(
        Command(
            name="setup",
            about=say("team.setup.about"),
            responds=Responds.PRIVATELY,
            handle=setup,
            role=Role.ORGANIZER,
        )
    )
    routes.command(
        Command(
            name="team",
            about=say("team.roster.about"),
            responds=Responds.PRIVATELY,
            handle=team,
            role=Role.ORGANIZER,
        )
    )
    routes.on("team.setup", Responds.BY_UPDATING, back)
    routes.on("team.finish", Responds.BY_UPDATING, finish)
    routes.on("team.calm", Responds.BY_UPDATING, calm)


def _doors(routes: Routes, desk: SetUp) -> None:
    async def found(press: Press) -> Card:
        home = await desk.found(press.actor, press.place, key=press.key)
        return joined_card(desk.team.known(home).community.name)

    async def enter(press: Press) -> Form:
        press.actor.require(Role.ORGANIZER)
        return code_form()

    async def join(sent: Submitted) -> Card:
        home = await desk.join(sent.actor, sent.place, sent.answers.words("code"), key=sent.key)
        return joined_card(desk.team.known(home).community.name)

    async def link(press: Press) -> Card:
        return link_card(await desk.link(press.actor, key=press.key))

    routes.on("team.found", Responds.BY_UPDATING, found)
    routes.on("team.code", Responds.FORM, enter)
    routes.form(
        "team.join",
        Responds.PRIVATELY,
        lambda sent: fields_wrong(sent.answers, code_form().fields),
        join,
    )
    routes.on("team.link", Responds.PRIVATELY, link)
    routes.anywhere("setup", "team.found", "team.code", "team.join")


def _channels(routes: Routes, desk: SetUp) -> None:
    async def purpose(press: Press) -> Card:
        return channel_card(await desk.desk(press.actor, press.place), _purpose(press.chosen))

    async def choose(press: Press) -> Card:
        purpose = _purpose(press.action.ids[0])
        await desk.set_channel(press.actor, press.place, purpose, press.chosen, key=press.key)
        return setup_card(await desk.desk(press.actor, press.place))

    async def none(press: Press) -> Card:
        purpose = _purpose(press.action.ids[0])
        await desk.set_channel(press.actor, press.place, purpose, "", key=press.key)
        return setup_card(await desk.desk(press.actor, press.place))

    async def ask(press: Press) -> Form:
        press.actor.require(Role.ORGANIZER)
        return channel_form(_purpose(press.action.ids[0]))

    def check(sent: Submitted) -> Corrections | None:
        form = channel_form(_purpose(sent.action.ids[0]))
        return fields_wrong(sent.answers, form.fields)

    async def typed(sent: Submitted) -> Card:
        purpose, name = _purpose(sent.action.ids[0]), _name(sent.answers)
        await desk.set_channel(sent.actor, sent.place, purpose, name, key=sent.key)
        return setup_card(await desk.desk(sent.actor, sent.place))

    routes.on("team.purpose", Responds.BY_UPDATING, purpose)
    routes.on("team.channel", Responds.BY_UPDATING, choose)
    routes.on("team.no_channel", Responds.BY_UPDATING, none)
    routes.on("team.channel_form", Responds.FORM, ask)
    routes.form("team.channel_form", Responds.PRIVATELY, check, typed)


def _roles(routes: Routes, desk: SetUp) -> None:
    async def role(press: Press) -> Card:
        return role_card(await desk.desk(press.actor, press.place), _role(press.chosen))

    async def give(press: Press) -> Card:
        role = _role(press.action.ids[0])
        await desk.give(press.actor, press.place, role, press.chosen, key=press.key)
        return setup_card(await desk.desk(press.actor, press.place))

    async def take(press: Press) -> Card:
        role = _role(press.action.ids[0])
        await desk.take(press.actor, press.place, role, press.chosen, key=press.key)
        return setup_card(await desk.desk(press.actor, press.place))

    async def ask(press: Press) -> Form:
        press.actor.require(Role.ORGANIZER)
        return role_form(_role(press.action.ids[0]))

    def check(sent: Submitted) -> Corrections | None:
        return fields_wrong(sent.answers, role_form(_role(sent.action.ids[0])).fields)

    async def typed(sent: Submitted) -> Card:
        role, name = _role(sent.action.ids[0]), _name(sent.answers)
        await desk.give(sent.actor, sent.place, role, name, key=sent.key)
        return setup_card(await desk.desk(sent.actor, sent.place))

    routes.on("team.role", Responds.BY_UPDATING, role)
    routes.on("team.give", Responds.BY_UPDATING, give)
    routes.on("team.take", Responds.BY_UPDATING, take)
    routes.on("team.role_form", Responds.FORM, ask)
    routes.form("team.role_form", Responds.PRIVATELY, check, typed)


def _tuning(routes: Routes, desk: SetUp) -> None:
    async def ask(press: Press) -> Form:
        press.actor.require(Role.ORGANIZER)
        return tune_form(desk.team.known(press.actor.community).community)

    def check(sent: Submitted) -> Corrections | None:
        known = desk.team.known(sent.actor.community).community
        wrong = fields_wrong(sent.answers, tune_form(known).fields)
        return wrong or corrections(
            (name, _wrong(sent.answers, name)) for name in ("zone", "opens", "closes")
        )

    async def tune(sent: Submitted) -> Card:
        await desk.tune(sent.actor, sent.place, _tuned(sent.answers), key=sent.key)
        return setup_card(await desk.desk(sent.actor, sent.place))

    routes.on("team.tune", Responds.FORM, ask)
    routes.form("team.tune", Responds.PRIVATELY, check, tune)


def _language(routes: Routes, desk: SetUp) -> None:
    async def language(called: Called) -> Card:
        wanted = called.given.get("language", "").strip().lower()[:2]
        if wanted in LANGUAGES:
            await desk.speak(called.actor, wanted, key=called.key)
        return language_card(await desk.team.locale(called.actor.person))

    async def choose(press: Press) -> Card:
        await desk.speak(press.actor, press.chosen, key=press.key)
        return language_card(await desk.team.locale(press.actor.person))

    routes.command(
        Command(
            name="language",
            about=say("team.language.about"),
            responds=Responds.PRIVATELY,
            handle=language,
            parameters=(Parameter(name="language", about=say("team.language.parameter")),),
        )
    )
    routes.on("team.language", Responds.BY_UPDATING, choose)


def _purpose(given: str) -> Purpose:
    try:
        return Purpose(given)
    except ValueError:
        raise StaleButton from None


def _role(given: str) -> Role:
    if given not in {role.value for role in GIVEN}:
        raise StaleButton
    return Role(given)


def _name(answers: Answers) -> str:
    return clean(answers.words("name"), one_line=True)


def _wrong(answers: Answers, name: str) -> Message | None:
    try:
        if name == "zone":
            read_zone(answers.words(name))
        elif read_time(answers.words("opens")) >= read_time(answers.words("closes")):
            raise OddHours
    except DialogueError as refusal:
        return say(f"errors.{refusal.code}")
    return None


def _tuned(answers: Answers) -> Tuned:
    return Tuned(
        locale=answers.words("locale"),
        zone=read_zone(answers.words("zone")),
        days=frozenset(int(day) for day in answers.many("days")),
        opens=read_time(answers.words("opens")),
        closes=read_time(answers.words("closes")),
    )
