"""A town with things on display, whose truth a test changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.core.cards import Card
from bot.core.places import Purpose
from bot.core.text import Verbatim
from bot.delivery.display import Drawn, show
from bot.delivery.shown import Shown
from tests.support.town import Room, Town

HERE = "riverbend"
FIRST, SECOND = Card(title=Verbatim("As it was")), Card(title=Verbatim("As it is"))
BELOW = Card(title=Verbatim("What hangs below"))


@dataclass
class Board:
    """The town, and what is true of the things on display."""

    town: Town
    truth: dict[str, Drawn] = field(default_factory=dict)
    drawn: Counter[str] = field(default_factory=Counter)

    async def draw(self, community: str, thing: str) -> Drawn | None:
        assert community == HERE
        self.drawn[thing] += 1
        return self.truth.get(thing)

    async def shows(self, thing: str, drawn: Drawn | None) -> None:
        """Have ``thing`` become what ``drawn`` says, and wait until that is seen."""
        if drawn is None:
            self.truth.pop(thing, None)
        else:
            self.truth[thing] = drawn
        await self.town.app.store.write(lambda tx: tx.send(show("sample", HERE, thing)))
        await self.town.settles()

    async def starts_again(self) -> None:
        """Do what a start of the bot does with what is on display."""
        await self.town.app.display.redraw_all(HERE)
        await self.town.settles()

    async def places(self, thing: str) -> tuple[Shown, ...]:
        return await self.town.app.display.where("sample", HERE, thing)

    async def dead(self) -> list[str]:
        return [letter.code for letter in await self.town.app.outbox.dead(HERE)]

    @property
    def forums(self) -> Room:
        return self.town.channel("forums")


def in_forums(card: Card = FIRST, **more: Any) -> Drawn:
    return Drawn(card=card, purpose=Purpose.FORUMS, **more)
