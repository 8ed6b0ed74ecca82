"""A day of asking without a name, on a platform with its real client, and what must not be found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from bot.core.people import Role
from tests.support.discord.whole import Server
from tests.support.seizure.seized import Program
from tests.support.seizure.sweep import Secret
from tests.support.seizure.traces import shown_to_others, traces_of
from tests.support.slack.whole import Office

LIVES: Final = (
    "answered",
    "told",
    "withdrawn",
    "declined",
    "redirected",
    "muted",
    "private",
    "edited",
    "unsent",
    "named",
)
"""What becomes of one question each."""

ANONYMOUS: Final = tuple(life for life in LIVES if life != "named")
PUBLISHED: Final = ("answered", "told", "withdrawn", "edited", "named")
_RECEIPT: Final = re.compile(r"\d{4} \d{4} \d{4} \d{4}")

Someone = Any
"""A person of either stand-in: they have the same hands."""


@dataclass
class Day:
    """One platform's residents, their questions and their receipts."""

    place: Server | Office
    program: Program
    name: str
    people: dict[str, Someone] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)

    def meets(self) -> None:
        """Bring in everyone. Staff come first: who is in which group is asked for once a minute."""
        for who, role in (("olu", Role.ORGANIZER), ("lee", Role.LIAISON)):
            self.people[who] = self.place.someone(f"{who}{self.name}", role)
        for life in LIVES:
            self.people[life] = self.place.someone(f"{life}{self.name}marigold7231")

    def word(self, life: str, part: str = "") -> str:
        """Return a word that nobody writes but the author of this question, and mark it typed."""
        word = f"quokka{self.name}{life}{part}zq"
        self.typed[f"{life} {part}".strip()] = word
        return word

    # ---- what people do ----------------------------------------------------------------------
    async def asks(self) -> None:
        """Have everyone ask what they ask; one throws the form away."""
        for life in LIVES:
            who = self.people[life]
            naming = {"told": "notify", "named": "named"}.get(life, "anonymous")
            draft = await who.submits(
                await who.calls(self.place.hall, "ask"),
                words=f"Who decides about {self.word(life)} in this town?",
                topic="other",
                naming=naming,
                public="no" if life == "private" else "yes",
            )
            if "Still ask mine" in _buttons(draft):
                draft = await who.presses(draft, "Still ask mine")
            if life == "unsent":
                continue
            sent = await who.presses(draft, "Send it")
            found = _RECEIPT.search(sent.text)
            assert found is not None, sent.text
            self.receipts[life] = found[0]

    async def decides(self) -> None:
        """Have the organizer decide; one asker agrees to another wording."""
        olu = self.people["olu"]
        reasons = {"declined": "off_topic", "redirected": "complaint"}
        for life, reason in reasons.items():
            card = await self.place.shown("triage", self.typed[life])
            verb = {"declined": "decline", "redirected": "redirect"}[life]
            await olu.submits(await olu.chooses(card, verb), reason=reason)
        card = await self.place.shown("triage", self.typed["muted"])
        await olu.submits(await olu.chooses(card, "mute"), reason="flood")
        await olu.submits(await olu.chooses(card, "decline"), reason="abuse")
        card = await self.place.shown("triage", self.typed["edited"])
        await olu.submits(
            await olu.presses(card, "Offer another wording"),
            words=f"Who decides about {self.word('edited', 'better')} here?",
        )
        agreed = await self.looks("edited")
        await self.people["edited"].presses(agreed, "Take this wording")

    async def approves(self) -> None:
        """Have the organizer let through what remains. An asker's yes is seen with the next batch."""
        olu = self.people["olu"]
        for life in ("answered", "told", "withdrawn", "private", "edited", "named"):
            part = "edited better" if life == "edited" else life
            await olu.presses(await self.place.shown("triage", self.typed[part]), "Approve")

    async def refuses_the_muted(self) -> None:
        """Have the muted author try once more."""
        muted = self.people["muted"]
        tried = await muted.submits(
            await muted.calls(self.place.hall, "ask"),
            words=f"Who decides about {self.word('muted', 'again')} in this town?",
            topic="other",
            naming="anonymous",
            public="yes",
        )
        refused = await muted.presses(tried, "Send it")
        assert _RECEIPT.search(refused.text) is None, refused.text

    async def answers(self) -> None:
        """Have the liaison answer all that is in the queue."""
        for life in ("answered", "told", "withdrawn", "private", "edited", "named"):
            part = "edited better" if life == "edited" else life
            await self._answer(life, self.typed[part])

    async def _answer(self, life: str, word: str) -> None:
        lee = self.people["lee"]
        claimed = await lee.presses(await self.place.shown("queue", word), "I will answer this")
        given = await lee.submits(
            await lee.presses(claimed, "Answer"),
            acknowledge="You want to know who decides.",
            answer=f"The council does, says {self.word(life, 'answer')}.",
            next="The report is out on Friday.",
            reason="none",
        )
        await lee.presses(given, "Publish")

    async def looks(self, life: str) -> Any:
        """Have an asker look by receipt."""
        who = self.people[life]
        return await who.submits(
            await who.calls(self.place.hall, "receipt"), receipt=self.receipts[life]
        )

    async def comes_back(self) -> None:
        """Have askers read, say whether it helped, follow, vote, guess and ask further."""
        page = await self.place.shown("questions", self.typed["told answer"])
        await self.people["private"].presses(page, "I have this question too")
        voted = await self.people["declined"].presses(page, "I have this question too")
        await self.people["declined"].presses(voted, "Tell me when it moves")
        who = self.people["answered"]
        seen = await self.looks("answered")
        seen = await who.presses(seen, "Not quite")
        asked = await who.submits(
            await who.presses(seen, "Ask a follow-up"),
            words=f"And what about {self.word('answered', 'further')}, then?",
        )
        assert "follow-up" in asked.text.lower()
        guess = await self.people["private"].submits(
            await self.people["private"].calls(self.place.hall, "receipt"),
            receipt="4711 4711 4711 4711",
        )
        assert "find nothing" in guess.text
        said = await self.people["private"].submits(
            await self.people["private"].calls(self.place.hall, "feedback"),
            kind="idea",
            about="dialogue",
            words=f"More of {self.word('feedback')}, please.",
            name="anonymous",
        )
        assert "receipt" in said.text

    async def answers_further(self) -> None:
        """Have the follow-up let through and answered."""
        word = self.typed["answered further"]
        olu = self.people["olu"]
        await olu.presses(await self.place.shown("triage", word), "Approve")
        await self._answer("answered", word)

    async def takes_back(self) -> None:
        """Have one asker withdraw, and another erase all that is held."""
        who = self.people["withdrawn"]
        await self._surely(who, await self.looks("withdrawn"), "Take it back")
        named = self.people["named"]
        card = await self._calls(named, "mydata", "delete")
        done = await named.presses(card, "Yes, erase everything")
        assert "erased" in done.text.lower(), done.text

    async def liaison_exports(self) -> None:
        """Have the liaison take their own answers along."""
        shown = await self._calls(self.people["lee"], "liaison", "export")
        self.program.keep(f"liaison-export-{self.name}", shown.text.encode())

    async def _calls(self, who: Someone, word: str, second: str) -> Any:
        if isinstance(self.place, Server):
            return await who.calls(self.place.hall, f"{word} {second}")
        return await who.calls(self.place.hall, word, second)

    async def _surely(self, who: Someone, shown: Any, label: str) -> None:
        pressed = await who.presses(shown, label)
        if "Yes" in _buttons(pressed):
            await who.presses(pressed, "Yes")

    # ---- what must not be found --------------------------------------------------------------
    def accounts(self, *lives: str) -> list[Secret]:
        """Name the accounts of askers, their names, and every id that came along with a gesture."""
        found = []
        for life in lives:
            who = self.people[life]
            found += [Secret(f"{what} of {life}", word) for what, word in traces_of(who)]
        return found

    def codes(self) -> list[Secret]:
        """Name the receipts."""
        return [
            Secret(f"receipt of {life}", form)
            for life, code in self.receipts.items()
            for form in (code, code.replace(" ", ""))
        ]

    def words(self, *parts: str) -> list[Secret]:
        """Name words that people typed."""
        return [Secret(part, self.typed[part]) for part in parts]

    def shown_to_others(self) -> bytes:
        """Return everything that the bot showed to anyone but an asker."""
        return orjson.dumps(shown_to_others(self.place, [self.people[life] for life in LIVES]))


def _buttons(seen: Any) -> list[str]:
    shown = getattr(seen, "message", None) if not hasattr(seen, "shown") else seen.shown
    return list(shown.buttons) if shown is not None else []
