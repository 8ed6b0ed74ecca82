"""Following: one person, one vote, and news for those who want them.

A vote is a keyed hash of its own for each question: two votes of one person cannot be linked,
and without the key none can be made or checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.errors import NotFound
from bot.core.people import Actor, PersonRef, Role
from bot.core.ports import Tx
from bot.delivery.display import show
from bot.features.questions.archive import Archive, forget, with_the_batch
from bot.features.questions.model import IN_THE_QUEUE, PUBLISHED, Question
from bot.features.questions.refusals import VotedAlready
from bot.features.questions.service.moving import PAGE, QUEUE
from bot.storage.vault import ADDRESS

_RECENT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What readers do."""

    archive: Archive

    async def vote(self, question: str, *, actor: Actor, gesture: str) -> Question:
        """Say "I have this question too", once. Merged questions count as one.

        Raises:
            VotedAlready: this person did, here or in a question that was merged into it.
        """
        actor.require(Role.MEMBER)
        desk = self.archive

        async def unit(tx: Tx) -> Question:
            await tx.once(gesture)
            known = await self._voteable(tx, actor.community, question)
            if await self._counted(tx, known, actor.person):
                raise VotedAlready
            voter = self._voter(known.id, actor.person)
            if not await desk.voices.vote(tx, known.community, known.id, voter):
                raise VotedAlready
            await desk.questions.add_votes(tx, known.community, known.id, 1)
            views = (PAGE,) if known.published_at is not None else ()
            if known.state in IN_THE_QUEUE:
                views = (*views, QUEUE)
            jobs = [show(view, known.community, known.id) for view in views]
            await tx.send(*with_the_batch(jobs, desk.rules(known.community), desk.clock))
            return known

        return await desk.store.write(unit)

    async def follow(self, question: str, *, actor: Actor, gesture: str) -> Question:
        """Keep a sealed address to tell this person the news of one question."""
        actor.require(Role.MEMBER)
        desk = self.archive
        sealed = desk.seal(question, ADDRESS, actor.person.key)

        async def unit(tx: Tx) -> Question:
            await tx.once(gesture)
            known = await self._voteable(tx, actor.community, question)
            follower = self._follower(known.id, actor.person)
            if not await desk.voices.follow(tx, known.community, known.id, follower, sealed):
                await tx.send(*forget(known.community, [sealed.dek]))
            return known

        return await desk.store.write(unit)

    async def unfollow(self, question: str, *, actor: Actor) -> None:
        """Erase the address again."""
        actor.require(Role.MEMBER)

        async def unit(tx: Tx) -> None:
            dek = await self.unfollow_in(tx, actor.community, question, actor.person)
            await tx.send(*forget(actor.community, [dek]))

        await self.archive.store.write(unit)

    async def unfollow_in(
        self, tx: Tx, community: str, question: str, person: PersonRef
    ) -> str | None:
        """Remove a sealed address; return its key's id, which is to be erased."""
        follower = self._follower(question, person)
        return await self.archive.voices.unfollow(tx, community, question, follower)

    async def unvote_in(self, tx: Tx, community: str, question: str, person: PersonRef) -> None:
        """Remove a vote."""
        voter = self._voter(question, person)
        if await self.archive.voices.unvote(tx, community, question, voter):
            await self.archive.questions.add_votes(tx, community, question, -1)

    async def voices(self, tx: Tx, community: str, person: PersonRef) -> dict[str, list[str]]:
        """Find a person's votes and follows, by trying their own hash on every question."""
        voices = self.archive.voices
        return {
            "vote": [
                question
                for question in await voices.voted_for(tx, community)
                if await voices.voted(tx, community, question, self._voter(question, person))
            ],
            "follow": [
                question
                for question in await voices.followed(tx, community)
                if await self.follows_in(tx, community, question, person)
            ],
        }

    async def news(self, *, actor: Actor) -> Sequence[Question]:
        """Return recent answers to questions that this person voted for.

        Nothing links votes to people, so the newest answers are tried against this person.
        """
        actor.require(Role.MEMBER)
        desk = self.archive

        async def unit(tx: Tx) -> list[Question]:
            newest = await desk.questions.newest(tx, actor.community, at_most=_RECENT, skip=0)
            return [
                known
                for known in newest
                if known.state in PUBLISHED and await self._counted(tx, known, actor.person)
            ]

        return await desk.store.read(unit)

    async def follows_in(self, tx: Tx, community: str, question: str, person: PersonRef) -> bool:
        """Whether someone is told the news of a question because they follow it."""
        follower = self._follower(question, person)
        return await self.archive.voices.follows(tx, community, question, follower)

    async def _counted(self, tx: Tx, known: Question, person: PersonRef) -> bool:
        """Whether this person voted for a question, or for one that was joined to it."""
        voices, community = self.archive.voices, known.community
        for question in (known.id, *await voices.merged_into(tx, community, known.id)):
            if await voices.voted(tx, community, question, self._voter(question, person)):
                return True
        return False

    async def _voteable(self, tx: Tx, community: str, question: str) -> Question:
        known = await self.archive.questions.get(tx, community, question)
        if not known.public or known.state not in IN_THE_QUEUE | PUBLISHED:
            raise NotFound
        return known

    def _voter(self, question: str, person: PersonRef) -> bytes:
        return self.archive.keyed("questions.vote", question, person.key)

    def _follower(self, question: str, person: PersonRef) -> bytes:
        return self.archive.keyed("questions.follow", question, person.key)
