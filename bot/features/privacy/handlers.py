"""The front door of privacy: open to everyone, about themselves alone."""

from __future__ import annotations

from bot.core.cards import Card
from bot.core.gestures import Called, Gesture, Press
from bot.core.ports import Directory
from bot.core.routes import Command, Responds, Routes
from bot.core.text import say
from bot.features.privacy.model import NoticesFile
from bot.features.privacy.ports import Numbers
from bot.features.privacy.service import DataDesk
from bot.features.privacy.views import ask_card, done_card, held_card, kept_card, privacy_card
from bot.i18n.catalogue import language_of


def register(
    routes: Routes,
    desk: DataDesk,
    *,
    directory: Directory,
    numbers: Numbers,
    notices: NoticesFile,
) -> None:
    """List everything a person can do about what is held of them."""

    async def export(gesture: Gesture) -> Card:
        return held_card(await desk.export(gesture.actor), 0)

    async def page(press: Press) -> Card:
        return held_card(await desk.export(press.actor), int(press.action.ids[0]))

    async def ask(_: Gesture) -> Card:
        return ask_card()

    async def delete(press: Press) -> Card:
        done = await desk.delete(press.actor, key=press.key)
        return done_card(done, notices, language_of(press.locale))

    async def keep(_: Press) -> Card:
        return kept_card()

    async def privacy(called: Called) -> Card:
        about = await directory.community(called.actor.community)
        emergency = numbers.emergency(about.country, language_of(called.locale))
        platform = called.actor.person.platform
        return privacy_card(platform, emergency, desk.terms, minimum_age=about.minimum_age)

    routes.command(
        Command(
            name="mydata export",
            about=say("privacy.held.about"),
            responds=Responds.PRIVATELY,
            handle=export,
        )
    )
    routes.command(
        Command(
            name="mydata delete",
            about=say("privacy.delete.about"),
            responds=Responds.PRIVATELY,
            handle=ask,
        )
    )
    routes.command(
        Command(
            name="privacy",
            about=say("privacy.about"),
            responds=Responds.PRIVATELY,
            handle=privacy,
        )
    )
    routes.on("privacy.export", Responds.PRIVATELY, export)
    routes.on("privacy.page", Responds.BY_UPDATING, page)
    routes.on("privacy.ask", Responds.PRIVATELY, ask)
    routes.on("privacy.delete", Responds.BY_UPDATING, delete)
    routes.on("privacy.keep", Responds.BY_UPDATING, keep)
