"""A person's own panel, as far as questions go."""

from __future__ import annotations

from bot.core.gestures import HomeOpened
from bot.core.people import Role
from bot.core.routes import HomePart, Routes
from bot.features.questions.handlers.front import Front
from bot.features.questions.views.home import home_part


def register(routes: Routes, front: Front) -> None:
    """Add what everyone, liaisons and organizers each see first."""

    async def home(opened: HomeOpened) -> HomePart | None:
        actor = opened.actor
        actor.require(Role.MEMBER)
        news = await front.following.news(actor=actor)
        held, to_review = None, None
        if actor.has(Role.LIAISON):
            mine = await front.desk.mine(actor=actor)
            held = (len(mine), (await front.desk.queue(actor=actor)).many)
        if actor.has(Role.ORGANIZER):
            to_review = len(await front.triage.waiting(actor=actor))
        return home_part(len(news), held=held, to_review=to_review)

    routes.home(home)
