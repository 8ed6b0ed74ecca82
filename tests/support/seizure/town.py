"""The same day in the town: the residents live inside of the program, as its page lets them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bot.compose.app import App
from bot.core.cards import Card
from tests.support.questions import HEARD, NEXT, Desk, desk_of
from tests.support.seizure.sweep import Secret
from tests.support.town import Town

LIVES = ("answered", "told", "withdrawn", "declined")


def account(life: str) -> Secret:
    """Return who asked what becomes ``life``."""
    return Secret(f"account of {life}", f"{life}marigold7231")


def word(part: str) -> Secret:
    """Return a word that stands in one question, or in one answer, and nowhere else."""
    return Secret(part, f"quokkatown{part.replace(' ', '')}zq")


@dataclass
class TownDay:
    """Everyone in the town, and their receipts."""

    app: App
    receipts: dict[str, str] = field(default_factory=dict)

    async def asks(self) -> list[str]:
        """Have everyone ask; return the receipts."""
        for life in LIVES:
            self.receipts[life] = await self._desk(life).asks(
                f"Who decides about {word(life).word} in this town?",
                naming="notify" if life == "told" else "anonymous",
            )
        return list(self.receipts.values())

    async def answers(self) -> list[str]:
        """Have the last question declined, all others answered, and one of them voted for."""
        town = Town(self.app.town, self.app)
        await town.clock.move(minutes=31)
        desk = self._desk("told")
        while desk.olga.sees_button("questions.decide"):
            declined = word("declined").word
            newest = next(c for c in reversed(town.channel("triage").cards))
            if declined in desk.olga.reads(newest):
                await desk.olga.chooses("decline", of="questions.decide", on=newest)
                await desk.olga.fills(reason="off_topic").sends()
            else:
                await desk.olga.presses("questions.approve", on=newest)
            await town.settles()
        for life in ("answered", "told", "withdrawn"):
            await desk.ben.presses("questions.claim", on=self._in_queue(desk, life))
            await town.settles()
            await desk.ben.presses("questions.answer", on=self._in_queue(desk, life))
            said = f"The council, says {word(f'{life} answer').word}."
            await desk.ben.fills(acknowledge=HEARD, answer=said, next=NEXT).sends()
            await desk.ben.presses("questions.publish")
            await town.settles()
        assert desk.maya.direct
        return []

    async def takes_back(self) -> list[str]:
        """Have one take back what is published; let what is closed be forgotten."""
        desk = self._desk("withdrawn")
        await desk.looks(self.receipts["withdrawn"].replace(" ", ""))
        await desk.maya.presses("questions.withdraw")
        await self.app.town.move(timedelta(days=6))
        return []

    def _in_queue(self, desk: Desk, life: str) -> Card:
        cards = desk.town.channel("queue").cards
        return next(c for c in cards if word(life).word in desk.ben.reads(c))

    def _desk(self, life: str) -> Desk:
        town = Town(self.app.town, self.app)
        desk = desk_of(town)
        desk.maya = town.someone(account(life).word)
        return desk
