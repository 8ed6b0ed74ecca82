"""Letters: news for those who asked or follow. Sealed addresses are opened here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from bot.core.people import PersonRef
from bot.core.ports import Job, Platform, Tx, Undeliverable
from bot.delivery.courier import Courier
from bot.delivery.leased import Leased
from bot.features.questions import voice_tables
from bot.features.questions.archive import TELL, Archive
from bot.features.questions.codes import News
from bot.features.questions.model import Question, State
from bot.features.questions.service.following import Following
from bot.features.questions.service.telling import To
from bot.features.questions.views.news import news_card
from bot.storage.vault import ADDRESS, Sealed

TELL_ONE: Final = "questions.tell_one"


def register(courier: Courier, archive: Archive, platforms: Mapping[str, Platform]) -> None:
    """Answer for the jobs that carry news."""
    post = Post(archive=archive, platforms=platforms)
    courier.on(TELL, post.tell)
    courier.on(TELL_ONE, post.tell_one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where one person is told: sealed, or the name under which ``question`` was asked.

    ``question`` is the one that it belongs to, which may have been joined to the one with news.
    """

    question: str
    sealed: Sealed | None = None
    follows: bool = False

    @property
    def dek(self) -> str:
        """The id of its key; empty for a name."""
        return "" if self.sealed is None else self.sealed.dek


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Carries news: each person hears once, and nobody hears of another."""

    archive: Archive
    platforms: Mapping[str, Platform]

    async def tell(self, leased: Leased) -> None:
        """Plan one message for each; none of the jobs names a person."""
        community, question = leased.community, str(leased.payload["question"])
        to = To(str(leased.payload.get("to", To.ALL.value)))

        async def unit(tx: Tx) -> None:
            for address in await self._addresses(tx, community, question, to):
                whose = address.dek or address.question
                await tx.send(
                    Job(
                        kind=TELL_ONE,
                        community=community,
                        lane=f"{TELL_ONE}:{whose}",
                        payload={
                            **leased.payload,
                            "dek": address.dek,
                            "of": address.question,
                        },
                    )
                )
            await leased.finish(tx)

        await self.archive.store.write(unit)

    async def tell_one(self, leased: Leased) -> None:
        """Tell one of them. Who cannot be reached still has the receipt."""
        desk, community = self.archive, leased.community
        question, dek = str(leased.payload["question"]), str(leased.payload["dek"])
        of = str(leased.payload.get("of", question))

        async def unit(tx: Tx) -> tuple[Question, PersonRef | None]:
            known = await desk.questions.get(tx, community, question)
            found = [a for a in await self._of(tx, community, of) if a.dek == dek]
            person = await self._who(tx, community, found[0]) if found else None
            return await desk.root(tx, known), person

        known, person = await desk.store.read(unit)
        platform = None if person is None else self.platforms.get(person.platform)
        if person is not None and platform is not None:
            card = news_card(known, News(str(leased.payload["news"])), joined=of != question)
            with suppress(Undeliverable):
                await platform.direct(person, card, key=leased.key)
        await desk.store.write(leased.finish)

    async def _addresses(self, tx: Tx, community: str, question: str, to: To) -> Sequence[Address]:
        """Return whom the news concerns, each person once, whoever they are."""
        own = await self._of(tx, community, question)
        if to is To.ASKER:
            return [address for address in own if not address.follows]
        found = [address for address in own if address.follows]
        others = [] if to is To.OTHERS else [address for address in own if not address.follows]
        for joined in await self.archive.voices.merged_into(tx, community, question):
            others += await self._of(tx, community, joined)
        following, heard = Following(archive=self.archive), set[str]()
        for address in others:
            person = await self._who(tx, community, address)
            if person is None or person.key in heard:
                continue
            heard.add(person.key)
            if not await following.follows_in(tx, community, question, person):
                found.append(address)
        return found

    async def _of(self, tx: Tx, community: str, question: str) -> list[Address]:
        """Return the addresses that belong to one question: of who asked it and who follows it."""
        desk = self.archive
        known = await desk.questions.get(tx, community, question)
        sealed = await desk.questions.address(tx, community, question)
        found = [Address(question=question, sealed=sealed)] if sealed is not None else []
        if known.asked_by is not None and known.state is not State.WITHDRAWN:
            found.append(Address(question=question))
        rows = await tx.all(voice_tables.FOLLOWERS, community=community, question=question)
        return found + [
            Address(
                question=question,
                sealed=Sealed(row["dek"], bytes(row["address"])),
                follows=True,
            )
            for row in rows
        ]

    async def _who(self, tx: Tx, community: str, address: Address) -> PersonRef | None:
        """Open an address; ``None`` once its key is erased or its name taken off."""
        desk = self.archive
        if address.sealed is None:
            return (await desk.questions.get(tx, community, address.question)).asked_by
        key = desk.open(address.sealed, address.question, ADDRESS)
        return PersonRef.from_key(key) if key else None
