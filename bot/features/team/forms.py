"""The forms of set-up, for what a list cannot offer."""

from __future__ import annotations

from datetime import time
from typing import Final

from bot.core.actions import act
from bot.core.cards import Option
from bot.core.forms import Form, PickMany, PickOne, Words
from bot.core.people import Role
from bot.core.places import Purpose
from bot.core.ports import Community
from bot.core.text import say
from bot.features.team.model import LANGUAGES

_ZONE_AT_MOST: Final = 64
_NAME_AT_MOST: Final = 100
_CODE_AT_MOST: Final = 40
_HOUR_AT_MOST: Final = 5
_DAYS: Final = 7


def channel_form(purpose: Purpose) -> Form:
    """Type the name of a channel that the list does not show."""
    return Form(
        title=say("team.channel_form.title"),
        fields=(_name_field("team.channel_form.name"),),
        action=act("team.channel_form", purpose.value),
        submit=say("team.save"),
    )


def role_form(role: Role) -> Form:
    """Type the name of a role or user group that the list does not show."""
    return Form(
        title=say("team.role_form.title"),
        fields=(_name_field("team.role_form.name"),),
        action=act("team.role_form", role.value),
        submit=say("team.save"),
    )


def tune_form(now: Community) -> Form:
    """Language, zone and hours, filled in with what stands now."""
    return Form(
        title=say("team.tune_form.title"),
        fields=(
            PickOne(
                name="locale",
                label=say("team.tune_form.locale"),
                options=tuple(
                    Option(c, say(f"team.language.{c}"), chosen=c == now.locale) for c in LANGUAGES
                ),
            ),
            Words(
                name="zone",
                label=say("team.tune_form.zone"),
                hint=say("team.tune_form.zone_hint"),
                at_most=_ZONE_AT_MOST,
                long=False,
                filled=now.zone,
            ),
            PickMany(
                name="days",
                label=say("team.tune_form.days"),
                options=tuple(
                    Option(str(d), say(f"team.day.{d}"), chosen=d in now.hours.days)
                    for d in range(_DAYS)
                ),
                required=True,
            ),
            _hour_field("opens", now.hours.opens),
            _hour_field("closes", now.hours.closes),
        ),
        action=act("team.tune"),
        submit=say("team.save"),
    )


def code_form() -> Form:
    """Enter a link code."""
    return Form(
        title=say("team.code_form.title"),
        fields=(
            Words(
                name="code",
                label=say("team.code_form.code"),
                hint=say("team.code_form.hint"),
                at_most=_CODE_AT_MOST,
                long=False,
            ),
        ),
        action=act("team.join"),
        submit=say("team.code_form.submit"),
    )


def _name_field(label: str) -> Words:
    return Words(name="name", label=say(label), at_most=_NAME_AT_MOST, long=False)


def _hour_field(name: str, now: time) -> Words:
    return Words(
        name=name,
        label=say(f"team.tune_form.{name}"),
        hint=say("team.tune_form.hour_hint"),
        at_most=_HOUR_AT_MOST,
        long=False,
        filled=now.isoformat("minutes"),
    )
