"""The front door of a calm talk: the menu of every message, ``/cool``, and the cards' buttons."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.cards import Card
from bot.core.checks import fields_wrong
from bot.core.errors import StaleButton
from bot.core.forms import Corrections, Form
from bot.core.gestures import Called, Pointed, Press, Submitted
from bot.core.people import Role
from bot.core.ports import Concern, Directory, Gate
from bot.core.routes import Command, Menu, Responds, Routes
from bot.core.text import say
from bot.features.calm import views
from bot.features.calm.model import Cause, Measure, Why
from bot.features.calm.service import CalmDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class CalmDoor:
    """Answers what people do for a calm talk."""

    desk: CalmDesk
    directory: Directory
    gate: Gate

    async def slow_down(self, pointed: Pointed) -> Card:
        """Count who asks to slow down where the message stands."""
        return views.asked_card(await self.desk.slow_down(pointed.actor, pointed.place))

    async def ask_report(self, pointed: Pointed) -> Form:
        """Ask what is wrong with a message. What stands in it is not kept."""
        pointed.actor.require(Role.MEMBER)
        return views.report_form()

    async def report(self, sent: Submitted) -> Card:
        """Tell organizers; whatever help there is comes first."""
        remark = sent.answers.words("remark")
        concerns = await self._concerns(sent, remark)
        cause = Cause(sent.answers.words("cause"))
        await self.desk.report(sent.actor, sent.place, cause, remark, key=sent.key)
        return views.reported_card(concerns)

    async def handle(self, press: Press) -> Card:
        """Put a signal aside."""
        signal = await self.desk.handle(_id(press), actor=press.actor, key=press.key)
        return views.signal_card(signal)

    async def ask_cool(self, gesture: Called | Press) -> Form:
        """Ask what to do, about the place of a signal or the place where one is."""
        gesture.actor.require(Role.ORGANIZER)
        return views.cool_form(_id(gesture) if isinstance(gesture, Press) else "")

    async def cool(self, sent: Submitted) -> Card:
        """Put a note or a pause where it is needed."""
        place = sent.place
        if sent.action.ids:
            signal = await self.desk.signal(sent.action.ids[0], actor=sent.actor)
            place = signal.place
        words = sent.answers.words
        cooling = await self.desk.cool(
            sent.actor,
            place,
            Measure(words("measure")),
            Why(words("why")),
            int(words("minutes")),
            key=sent.key,
        )
        return views.cooled_card(cooling)

    async def reopen(self, press: Press) -> Card:
        """End it before its time."""
        cooling = await self.desk.reopen(_id(press), actor=press.actor, key=press.key)
        return views.cooling_card(cooling)

    async def ask_appeal(self, press: Press) -> Form:
        """Ask why somebody else should look at it."""
        press.actor.require(Role.MEMBER)
        return views.appeal_form(_id(press))

    async def appeal(self, sent: Submitted) -> Card:
        """Hand it to organizers; whatever help there is comes first."""
        remark = sent.answers.words("remark")
        concerns = await self._concerns(sent, remark)
        await self.desk.appeal(_id(sent), remark, actor=sent.actor, key=sent.key)
        return views.appealed_card(concerns)

    async def _concerns(self, sent: Submitted, words: str) -> tuple[Concern, ...]:
        community = await self.directory.community(sent.actor.community)
        return tuple(self.gate.concerns(words, country=community.country, locale=sent.locale))


def register(routes: Routes, door: CalmDoor) -> None:
    """List everything a person can do for a calm talk."""
    for name, responds, point in (
        ("report", Responds.FORM, door.ask_report),
        ("slow_down", Responds.PRIVATELY, door.slow_down),
    ):
        label = say(f"calm.menu.{name}")
        routes.menu(Menu(name=name, label=label, responds=responds, handle=point))
    routes.command(
        Command(
            name="cool",
            about=say("calm.command"),
            responds=Responds.FORM,
            handle=door.ask_cool,
            role=Role.ORGANIZER,
        )
    )
    routes.on("calm.cool", Responds.FORM, door.ask_cool)
    routes.on("calm.handle", Responds.BY_UPDATING, door.handle)
    routes.on("calm.reopen", Responds.BY_UPDATING, door.reopen)
    routes.on("calm.appeal", Responds.FORM, door.ask_appeal)
    routes.form("calm.report", Responds.PRIVATELY, _check_report, door.report)
    routes.form("calm.cool", Responds.PRIVATELY, _check_cool, door.cool)
    routes.form("calm.appeal", Responds.PRIVATELY, _check_appeal, door.appeal)


def _check_report(sent: Submitted) -> Corrections | None:
    return fields_wrong(sent.answers, views.report_form().fields)


def _check_cool(sent: Submitted) -> Corrections | None:
    return fields_wrong(sent.answers, views.cool_form().fields)


def _check_appeal(sent: Submitted) -> Corrections | None:
    return fields_wrong(sent.answers, views.appeal_form("").fields)


def _id(gesture: Press | Submitted) -> str:
    if not gesture.action.ids:
        raise StaleButton
    return gesture.action.ids[0]
