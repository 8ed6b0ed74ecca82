"""Afterwards: what the one who asked can do, by receipt or under their name.

A receipt is the right itself: it is presented at every step, and nothing else is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.errors import NotFound
from bot.core.people import Actor, Role
from bot.core.ports import Tx
from bot.features.questions import moves
from bot.features.questions.archive import (
    ASKED,
    Archive,
    forget,
    quietly,
    released,
    wipe,
)
from bot.features.questions.edge import Asker, Edge
from bot.features.questions.model import Question, Rating, State, Whole
from bot.features.questions.receipts import receipt_hash
from bot.features.questions.refusals import ReceiptAgain, ReceiptUnknown
from bot.features.questions.rules import TRIES_AN_HOUR
from bot.features.questions.service.moving import (
    Also,
    Move,
    Step,
    carry_out,
    erasing,
    redrawn,
)
from bot.features.questions.service.reading import SEARCHED
from bot.storage.search import Search

_MINE = 10
_TOGETHER = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ByReceipt:
    """Proof by the digits of a receipt."""

    community: str
    receipt: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByName:
    """Proof by the name under which it was asked."""

    actor: Actor = field(repr=False)
    question: str


Proof = ByReceipt | ByName


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """Where the asker comes back to."""

    archive: Archive
    edge: Edge
    search: Search

    def may_try(self, asker: Asker) -> None:
        """Let someone try a receipt. Wrong tries are counted, right ones are free.

        Raises:
            TooFast: too many wrong tries in an hour, by this person or by all together.
        """
        self.edge.check(
            "receipt", asker, an_hour=TRIES_AN_HOUR, together=_TOGETHER * TRIES_AN_HOUR
        )

    def missed(self, asker: Asker) -> None:
        """Count a receipt that no feature knows."""
        self.edge.spend(
            "receipt", asker, an_hour=TRIES_AN_HOUR, together=_TOGETHER * TRIES_AN_HOUR
        )

    async def look(self, community: str, receipt: str) -> Whole | None:
        """Return what a receipt belongs to, or ``None``."""
        found = await self._by_receipt(community, receipt)
        return None if found is None else await self.archive.whole(community, found.id)

    async def mine(self, *, actor: Actor) -> Sequence[Question]:
        """Return what a person asked under their name."""
        actor.require(Role.MEMBER)
        desk = self.archive
        return await desk.store.read(
            lambda tx: desk.questions.asked_by(tx, actor.community, actor.person, at_most=_MINE)
        )

    async def read(self, proof: Proof) -> Whole:
        """Return one's own question. Raises ``ReceiptUnknown`` or ``NotFound``."""
        question = await self._own(proof)
        return await self.archive.whole(question.community, question.id)

    async def rate(self, proof: Proof, rating: Rating, *, gesture: str) -> Question:
        """Say whether the answer answers it. "Not quite" is shown beside the answer."""
        question = await self._own(proof)
        desk = self.archive
        today = await desk.today(question.community)
        root = await desk.store.read(lambda tx: desk.root(tx, question))

        def step(before: Question) -> Question:
            if before.state is State.MERGED:
                return moves.rate_joined(before, root, rating, on=today)
            return moves.rate(before, rating, on=today)

        also = redrawn(desk, root) if root.id != question.id else None
        return await self._do("rate", question, gesture, step, reason=rating.value, also=also)

    async def withdraw(self, proof: Proof, *, gesture: str) -> Question:
        """Take it back: the words go, wherever they are shown."""
        question = await self._own(proof)
        today = await self.archive.today(question.community)
        return await self._do(
            "withdraw",
            question,
            gesture,
            lambda q: moves.withdraw(q, on=today),
            also=self._taken_back(),
            urgent=True,
        )

    async def mend(self, proof: Proof, words: str, *, gesture: str) -> Question:
        """Send a returned question again, in other words."""
        question = await self._own(proof)
        batch = self._batch(question)
        reword = await self._reworded(question, words)

        async def also(tx: Tx, before: Question, after: Question) -> None:
            await reword(tx, before, after)
            await tx.send(released(after))

        return await self._do(
            "resend", question, gesture, lambda q: moves.resend(q, batch=batch), also=also
        )

    async def agree(self, proof: Proof, *, gesture: str) -> Question:
        """Take the wording that an organizer offers."""
        whole = await self.read(proof)
        if whole.offered is None:
            raise NotFound
        also = await self._reworded(whole.question, whole.offered)
        return await self._do("agree", whole.question, gesture, _in_triage, also=also)

    async def keep(self, proof: Proof, *, gesture: str) -> Question:
        """Keep one's own wording."""
        question = await self._own(proof)
        desk = self.archive
        sheet = await desk.store.read(lambda tx: desk.sheet(tx, question))

        async def also(tx: Tx, _: Question, after: Question) -> None:
            if sheet.dek is not None:
                await desk.sheets.propose(tx, after, dek=sheet.dek, proposal=None)

        return await self._do("keep", question, gesture, _in_triage, also=also)

    async def follow_up(self, proof: Proof, words: str, *, gesture: str) -> Question:
        """Ask again about the answer, at most twice."""
        question = await self._own(proof)
        desk = self.archive
        batch = self._batch(question)
        today = await desk.today(question.community)
        sealed = desk.seal(question.id, ASKED, words)

        async def also(tx: Tx, _: Question, after: Question) -> None:
            await desk.sheets.start(tx, after.community, after.id, after.round, sealed)
            await tx.send(released(after))

        return await self._do(
            "follow_up",
            question,
            gesture,
            lambda q: moves.follow_up(q, batch=batch, on=today),
            also=also,
        )

    async def _own(self, proof: Proof) -> Question:
        match proof:
            case ByReceipt(community=community, receipt=receipt):
                if not receipt:
                    raise ReceiptAgain
                found = await self._by_receipt(community, receipt)
                if found is None:
                    raise ReceiptUnknown
                return found
            case ByName(actor=actor, question=question):
                actor.require(Role.MEMBER)
                desk = self.archive
                named = await desk.store.read(
                    lambda tx: desk.questions.get(tx, actor.community, question)
                )
                if named.asked_by != actor.person:
                    raise NotFound
                return named

    async def _by_receipt(self, community: str, receipt: str) -> Question | None:
        desk = self.archive
        digest = receipt_hash(desk, community, receipt)
        return await desk.store.read(lambda tx: desk.questions.by_receipt(tx, community, digest))

    async def _reworded(self, question: Question, words: str) -> Also:
        desk = self.archive
        sheet = await desk.store.read(lambda tx: desk.sheet(tx, question))
        if sheet.dek is None:
            raise NotFound
        sealed = desk.seal(question.id, ASKED, words, dek=sheet.dek)

        async def also(tx: Tx, _: Question, after: Question) -> None:
            await desk.sheets.reword(tx, after.community, after.id, after.round, sealed)

        return also

    def _taken_back(self) -> Also:
        erase = erasing(self.archive)

        async def also(tx: Tx, before: Question, after: Question) -> None:
            desk = self.archive
            await erase(tx, before, after)
            dek = await desk.questions.drop_address(tx, after.community, after.id)
            jobs = forget(after.community, [dek])
            await tx.send(*quietly(jobs, desk.rules(after.community), desk.clock))
            if before.state is State.MERGED:
                root = await desk.root(tx, before)
                await desk.questions.add_votes(tx, root.community, root.id, -1)
                await redrawn(desk, root)(tx, before, after)
            await desk.meanings.drop(tx, after.community, after.id)
            if await self.search.remove(tx, SEARCHED, after.community, after.id):
                rules, clock = self.archive.rules(after.community), self.archive.clock
                await tx.send(*quietly([wipe(after.community)], rules, clock))

        return also

    def _batch(self, question: Question) -> datetime:
        rules = self.archive.rules(question.community)
        return rules.batch(self.archive.clock.now())

    async def _do(
        self,
        verb: str,
        question: Question,
        gesture: str,
        step: Step,
        *,
        reason: str = "",
        also: Also | None = None,
        urgent: bool = False,
    ) -> Question:
        move = Move(
            verb=verb,
            role="asker",
            step=step,
            gesture=gesture,
            reason=reason,
            also=also,
            quiet=True,
            urgent=urgent,
        )
        return await carry_out(self.archive, question.community, question.id, move)


def _in_triage(question: Question) -> Question:
    moves.only(question, State.IN_TRIAGE)
    return question
