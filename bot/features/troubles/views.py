"""What could not be shown, as a card and as a part of the panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.actions import act
from bot.core.cards import Block, Button, Card, Facts, Note, Paragraph, Style, Tone
from bot.core.limits import FACTS
from bot.core.routes import HomePart
from bot.core.text import Message, say
from bot.features.troubles.ports import KNOWN, Unshown

_SHOWN: Final = FACTS


def troubles_card(found: Sequence[Unshown]) -> Card:
    """List each place with the reason and what mends it."""
    if not found:
        return Card(
            title=say("troubles.title"), body=(Paragraph(say("troubles.none")),), tone=Tone.GOOD
        )
    body: list[Block] = [Paragraph(say("troubles.about", n=_many(found)))]
    body.append(Facts(tuple((_where(one), _why(one)) for one in found[:_SHOWN])))
    if len(found) > _SHOWN:
        body.append(Note(say("troubles.more", n=len(found) - _SHOWN)))
    return Card(
        title=say("troubles.title"),
        body=tuple(body),
        actions=(Button(say("troubles.again"), act("troubles.again"), Style.MAIN),),
        tone=Tone.WARNING,
    )


def again_card(many: int) -> Card:
    """Say that everything is being tried once more."""
    return Card(
        title=say("troubles.title"),
        body=(Paragraph(say("troubles.trying", n=many)),),
        actions=(Button(say("troubles.look"), act("troubles.look")),),
    )


def home_part(found: Sequence[Unshown]) -> HomePart | None:
    """Tell organizers on their panel, while there is something to tell."""
    if not found:
        return None
    return HomePart(
        blocks=(Paragraph(say("troubles.about", n=_many(found))),),
        actions=(Button(say("troubles.look"), act("troubles.look")),),
    )


def _many(found: Sequence[Unshown]) -> int:
    return sum(one.many for one in found)


def _where(one: Unshown) -> Message:
    if one.place is None:
        return say("troubles.directly", n=one.many)
    return say("troubles.in", n=one.many, where=one.place)


def _why(one: Unshown) -> Message:
    if one.code in KNOWN:
        return say(f"troubles.code.{one.code}")
    return say("troubles.code.other", code=one.code)
