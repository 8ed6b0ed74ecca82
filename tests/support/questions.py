"""What people do with questions, a step at a time, so that scenarios begin where they matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.compose.questions import question_rules
from bot.core.actions import act
from bot.core.cards import Button, Card
from bot.core.forms import Form
from bot.core.people import Role
from bot.features.questions.archive import Archive
from bot.storage.sql import sql
from tests.support.someone import Someone
from tests.support.town import Town

ASKED = "How many officers on night duty wear a body camera, and who checks the recordings?"
HEARD = "You want to know whether cameras are really worn at night, and who checks."
ANSWER = "Every officer on night duty wears one since 2024. A sergeant reviews ten a month."
NEXT = "I will post the monthly figure here on 1 December."
_ADDRESSES = sql("SELECT COUNT(*) AS n FROM question WHERE address IS NOT NULL")
_RECEIPT = re.compile(r"\d{4} \d{4} \d{4} \d{4}")


@dataclass
class Desk:
    """Everyone whom a question meets."""

    town: Town
    maya: Someone
    olga: Someone
    ben: Someone

    async def asks(self, words: str = ASKED, **answers: str) -> str:
        """Ask as far as the receipt; return its digits."""
        who = self.maya
        given = {"topic": "data", "naming": "anonymous", "public": "yes", **answers}
        await who.says("/ask")
        await who.fills(words=words, **given).sends()
        if who.sees_button("questions.preview"):
            await who.presses("questions.preview")
        await who.presses("questions.send")
        found = _RECEIPT.findall(who.reads(who.private[-1]))
        assert found, who.reads(who.private[-1])
        return str(found[-1])

    async def reaches_triage(self, words: str = ASKED, **answers: str) -> str:
        """Ask, and let the batch be released."""
        receipt = await self.asks(words, **answers)
        await self.town.clock.move(minutes=16)
        return receipt

    async def reaches_queue(self, words: str = ASKED, **answers: str) -> str:
        """Ask, and have it approved."""
        receipt = await self.reaches_triage(words, **answers)
        await self.olga.presses("questions.approve")
        await self.town.settles()
        return receipt

    async def prepares(self, **parts: str) -> None:
        """Claim the newest question in the queue and write the answer."""
        if self.ben.sees_button("questions.claim"):
            await self.ben.presses("questions.claim")
            await self.town.settles()
        await self.ben.presses("questions.answer")
        given = {"acknowledge": HEARD, "answer": ANSWER, "next": NEXT, **parts}
        await self.ben.fills(**given).sends()

    async def gets_answer(self, words: str = ASKED, **answers: str) -> str:
        """Ask, and have it answered in public."""
        receipt = await self.reaches_queue(words, **answers)
        await self.answers()
        return receipt

    async def answers(self, **parts: str) -> None:
        """Claim the newest question in the queue and answer it."""
        await self.prepares(**parts)
        await self.ben.presses("questions.publish")
        await self.town.settles()

    async def pressed_anyway(self, who: Someone, name: str, *ids: str, chosen: str = "") -> str:
        """Press a button that is no longer drawn, as a client with an old screen can."""
        inbound = self.town.inner.inbound
        rooms = (self.town.channel(name).entries for name in ("queue", "triage"))
        entry = next(entries for entries in rooms if entries)[-1]
        token = inbound.token(await inbound.community(), act(name, *ids))
        reply = await inbound.presses(who.user, entry, token, who.locale, chosen=chosen)
        assert reply is not None
        assert isinstance(reply.shown, Card | Form)
        return who.reads(reply.shown)

    @property
    def question(self) -> str:
        """The id of the newest question in the queue, as its buttons carry it."""
        button = self.town.channel("queue").cards[-1].actions[0]
        assert isinstance(button, Button)
        return button.action.ids[0]

    async def numbered(self, number: int) -> str:
        """Return the id of a question by its number."""
        return (await archive_of(self).numbered("riverbend", number)).question.id

    async def addresses(self) -> int:
        """Count the sealed addresses of askers that are kept."""
        row = await self.town.app.store.read(lambda tx: tx.one(_ADDRESSES))
        assert row is not None
        return int(row["n"])

    async def looks(self, receipt: str, *, by: Someone | None = None) -> str:
        """Read by receipt; return what is shown."""
        who = by or self.maya
        await who.says("/receipt")
        await who.fills(receipt=receipt).sends()
        return who.reads(who.private[-1])


def archive_of(desk: Desk) -> Archive:
    """Return the archive behind the desk, for the few tests that look behind the counter."""
    app = desk.town.app
    return Archive(
        store=app.store,
        clock=app.clock,
        vault=app.vault,
        directory=app.directory,
        anonymity=app.directory,
        rules=question_rules(app.settings),
    )


def desk_of(town: Town) -> Desk:
    """Return a resident, an organizer and a liaison of the town, each where they work."""
    return Desk(
        town=town,
        maya=town.someone("maya"),
        olga=town.someone("olga", Role.ORGANIZER).goes_to("triage"),
        ben=town.someone("ben", Role.LIAISON).goes_to("queue"),
    )
