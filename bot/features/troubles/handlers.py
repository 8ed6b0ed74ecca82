"""The front door of troubles: a part of the organizers' panel, a card, and *Try again*."""

from __future__ import annotations

from bot.core.cards import Card
from bot.core.gestures import HomeOpened, Press
from bot.core.people import Role
from bot.core.routes import HomePart, Responds, Routes
from bot.features.troubles import views
from bot.features.troubles.service import TroubleDesk


def register(routes: Routes, desk: TroubleDesk) -> None:
    """List what organizers can do about what could not be shown."""

    async def look(press: Press) -> Card:
        return views.troubles_card(await desk.found(press.actor))

    async def again(press: Press) -> Card:
        return views.again_card(await desk.again(press.actor))

    async def home(opened: HomeOpened) -> HomePart | None:
        if not opened.actor.has(Role.ORGANIZER):
            return None
        return views.home_part(await desk.found(opened.actor))

    routes.on("troubles.look", Responds.PRIVATELY, look)
    routes.on("troubles.again", Responds.BY_UPDATING, again)
    routes.home(home)
