"""What a liaison sees of their own duty: quiet hours, and the way off."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.actions import act
from bot.core.cards import Button, Card, Choice, Note, Option, Paragraph, Style
from bot.core.text import Message, say
from bot.features.questions.rules import Quiet

_DAY = range(24)


def duty_card(quiet: Quiet, *, holds: int) -> Card:
    """Show in which hours this liaison is not pinged, and let them change it or step off."""
    none = quiet.starts == quiet.ends
    body = (
        say("questions.duty.none")
        if none
        else say("questions.duty.quiet", starts=_hour(quiet.starts), ends=_hour(quiet.ends))
    )
    off = Button(
        say("questions.duty.off"),
        act("questions.off_duty"),
        Style.DANGER,
        confirm=say("questions.duty.off.sure"),
    )
    return Card(
        title=say("questions.duty.title"),
        body=(Paragraph(body), Note(say("questions.duty.note"))),
        actions=(
            _hours("questions.duty.from", "questions.quiet_from", lambda h: h == quiet.starts),
            _hours("questions.duty.until", "questions.quiet_until", lambda h: h == quiet.ends),
            *((off,) if holds else ()),
        ),
    )


def off_duty_card(put_back: int) -> Card:
    """Say that nothing is held any more, and that nobody asks why."""
    return Card(
        title=say("questions.duty.is_off"),
        body=(Paragraph(say("questions.duty.is_off.body", n=put_back)),),
    )


def _hours(label: str, action: str, chosen: Callable[[int], bool]) -> Choice:
    options = tuple(Option(str(hour), _hour(hour), chosen=chosen(hour)) for hour in _DAY)
    return Choice(say(label), act(action), options)


def _hour(hour: int) -> Message:
    return say("questions.duty.hour", hour=hour)
