"""The front door of help: it opens in every place, at every time, for everyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.cards import Card
from bot.core.errors import StaleButton
from bot.core.gestures import Called, Gesture, Press, Said
from bot.core.people import Actor, Role
from bot.core.routes import Command, Parameter, Responds, Routes
from bot.core.text import say
from bot.features.safety.service import HelpDesk
from bot.features.safety.views import (
    ROLES,
    TOPICS,
    complaint_card,
    crisis_card,
    help_card,
    local_card,
    near_card,
    records_card,
    report_card,
)
from bot.i18n.catalogue import LANGUAGES, language_of

_ALSO: Final = {
    "crise": "crisis",
    "plainte": "complaint",
    "signaler": "report",
    "documents": "records",
    "ici": "local",
}


def register(routes: Routes, desk: HelpDesk) -> None:
    """List the ways to help. Registered first, so that help answers before anything else."""

    async def called(gesture: Called) -> Card:
        given = gesture.given.get("topic", "").strip().lower()
        return await shown(gesture, _ALSO.get(given, given))

    async def topic(press: Press) -> Card:
        return await shown(press, press.chosen or "".join(press.action.ids[:1]))

    async def shown(gesture: Gesture, wanted: str) -> Card:
        if wanted not in TOPICS:
            return help_card(routes.commands.values(), Role.MEMBER, _others(gesture.actor))
        return await _page(desk, gesture, wanted)

    async def as_role(press: Press) -> Card:
        wanted = press.action.ids[0]
        if wanted not in {r.value for r in ROLES}:
            raise StaleButton
        role = Role(wanted)
        press.actor.require(role)
        return help_card(routes.commands.values(), role, ())

    async def suggest(_: Actor, begun: str) -> Sequence[str]:
        return [t for t in TOPICS if t.startswith(begun.strip().lower())]

    async def heard(said: Said) -> Card | None:
        country = await desk.country(said.actor)
        if not desk.gate.urgent(said.words.words, country=country, locale=said.locale):
            return None
        own = language_of(said.locale)
        others = [other for other in LANGUAGES if other != own] if said.guessed else []
        return near_card(desk.pages, country, own, *others)

    routes.command(
        Command(
            name="help",
            about=say("safety.help.about"),
            responds=Responds.PRIVATELY,
            handle=called,
            parameters=(
                Parameter(name="topic", about=say("safety.help.parameter"), suggest=suggest),
            ),
        )
    )
    routes.on("safety.topic", Responds.PRIVATELY, topic)
    routes.on("safety.help", Responds.PRIVATELY, as_role)
    routes.anywhere("help", "safety.topic", "safety.help")
    routes.said(heard)


async def _page(desk: HelpDesk, gesture: Gesture, topic: str) -> Card:
    language, pages = language_of(gesture.locale), desk.pages
    country = await desk.country(gesture.actor)
    match topic:
        case "crisis":
            return crisis_card(pages, country, language)
        case "complaint":
            return complaint_card(pages, country, language)
        case "report":
            return report_card(pages, country, language)
        case "records":
            return records_card()
        case _:
            return local_card(pages, gesture.actor.community, language)


def _others(actor: Actor) -> tuple[Role, ...]:
    return tuple(role for role in ROLES if actor.has(role))
