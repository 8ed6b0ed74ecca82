"""Duty: quiet hours of one's own, and stepping off, from the list of the queue."""

from __future__ import annotations

from bot.core.cards import Card
from bot.core.errors import StaleButton
from bot.core.gestures import Press
from bot.core.routes import Responds, Routes
from bot.features.questions.handlers.front import Front
from bot.features.questions.views import duty as views


def register(routes: Routes, front: Front) -> None:
    """Add what a liaison decides about themselves."""

    async def drawn(press: Press) -> Card:
        quiet = await front.duty.quiet(actor=press.actor)
        return views.duty_card(quiet, holds=len(await front.desk.mine(actor=press.actor)))

    async def starts(press: Press) -> Card:
        hour = _hour(press.chosen)
        await front.duty.set_quiet(actor=press.actor, gesture=press.key, starts=hour)
        return await drawn(press)

    async def ends(press: Press) -> Card:
        hour = _hour(press.chosen)
        await front.duty.set_quiet(actor=press.actor, gesture=press.key, ends=hour)
        return await drawn(press)

    async def off(press: Press) -> Card:
        return views.off_duty_card(await front.duty.step_off(actor=press.actor, gesture=press.key))

    routes.on("questions.duty", Responds.PRIVATELY, drawn)
    routes.on("questions.quiet_from", Responds.BY_UPDATING, starts)
    routes.on("questions.quiet_until", Responds.BY_UPDATING, ends)
    routes.on("questions.off_duty", Responds.BY_UPDATING, off)


def _hour(chosen: str) -> int:
    """Read an option that we drew. What a client made up is no hour."""
    if chosen not in {str(hour) for hour in range(24)}:
        raise StaleButton
    return int(chosen)
