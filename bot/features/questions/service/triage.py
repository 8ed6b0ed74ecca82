"""Triage: an organizer reads every question before anyone else does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.core.errors import NotFound
from bot.core.people import Actor, Role
from bot.core.ports import Tx
from bot.features.questions import moves
from bot.features.questions.archive import PROPOSAL, Archive
from bot.features.questions.edge import Edge
from bot.features.questions.model import Decline, Mute, Question, Redirect, Return, State, Whole
from bot.features.questions.refusals import AuthorForgotten
from bot.features.questions.service.moving import (
    Also,
    Move,
    Step,
    carry_out,
    carry_out_in,
    erasing,
    redrawn,
)

_PAGE = 10
_MUTED = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """What organizers decide. Rights are checked here, at every press."""

    archive: Archive
    edge: Edge

    async def waiting(self, *, actor: Actor) -> Sequence[Question]:
        """Return what waits for an organizer, the most urgent first."""
        actor.require(Role.ORGANIZER)
        desk = self.archive

        async def unit(tx: Tx) -> list[Question]:
            found: list[Question] = []
            for state in (State.IN_TRIAGE, State.FOLLOW_UP):
                found += await desk.questions.in_state(tx, actor.community, state, at_most=_PAGE)
            return [q for q in found if q.batch is None][:_PAGE]

        return await desk.store.read(unit)

    async def read(self, question: str, *, actor: Actor) -> Whole:
        """Return one of them with its words."""
        actor.require(Role.ORGANIZER)
        whole = await self.archive.whole(actor.community, question)
        if whole.question.state is State.WAITING or whole.question.batch is not None:
            raise NotFound
        return whole

    async def approve(self, question: str, *, actor: Actor, gesture: str) -> Question:
        """Put it into the queue under its number."""
        actor.require(Role.ORGANIZER)
        desk = self.archive

        async def unit(tx: Tx) -> Question:
            await tx.once(gesture)
            known = await desk.questions.get(tx, actor.community, question)
            number = known.number or await desk.questions.next_number(tx, actor.community)
            move = Move(
                verb="approve",
                role=Role.ORGANIZER.value,
                step=lambda q: moves.approve(q, actor.person, number=number),
            )
            return await carry_out_in(tx, desk, actor.community, question, move)

        return await desk.store.write(unit)

    async def send_back(
        self, question: str, why: Return, remark: str, *, actor: Actor, gesture: str
    ) -> Question:
        """Ask the asker to mend it, with a reason."""
        actor.require(Role.ORGANIZER)
        desk = self.archive
        hours = await desk.hours(actor.community)
        today = await desk.today(actor.community)
        now = desk.clock.now()
        target = desk.rules(actor.community).target

        def step(before: Question) -> Question:
            left = target if before.due_at is None else hours.between(now, before.due_at)
            return moves.send_back(before, actor.person, why, remark, left=left, on=today)

        return await self._decide(actor, question, gesture, "return", step=step, reason=why.value)

    async def redirect(
        self, question: str, to: Redirect, remark: str, *, actor: Actor, gesture: str
    ) -> Question:
        """Say where it belongs, and erase its words."""
        actor.require(Role.ORGANIZER)
        today = await self.archive.today(actor.community)

        def step(before: Question) -> Question:
            return moves.redirect(before, actor.person, to, remark, on=today)

        gone = erasing(self.archive)
        return await self._decide(
            actor, question, gesture, "redirect", step=step, reason=to.value, also=gone
        )

    async def decline(
        self, question: str, why: Decline, remark: str, *, actor: Actor, gesture: str
    ) -> Question:
        """Say no with a public reason, and erase the words."""
        actor.require(Role.ORGANIZER)
        desk = self.archive
        today = await desk.today(actor.community)

        def step(before: Question) -> Question:
            return moves.decline(before, actor.person, why, remark, on=today)

        return await self._decide(
            actor, question, gesture, "decline", step=step, reason=why.value, also=erasing(desk)
        )

    async def merge(self, question: str, number: int, *, actor: Actor, gesture: str) -> Question:
        """Join it to the question with this number: votes join, and its words are erased."""
        actor.require(Role.ORGANIZER)
        desk = self.archive
        today = await desk.today(actor.community)
        gone = erasing(desk)

        async def unit(tx: Tx) -> Question:
            await tx.once(gesture)
            into = await desk.questions.numbered(tx, actor.community, number)

            async def also(tx: Tx, before: Question, after: Question) -> None:
                await gone(tx, before, after)
                await desk.questions.add_votes(tx, into.community, into.id, before.votes + 1)
                await redrawn(desk, into)(tx, before, after)

            move = Move(
                verb="merge",
                role=Role.ORGANIZER.value,
                step=lambda q: moves.merge(q, into, actor.person, on=today),
                also=also,
            )
            return await carry_out_in(tx, desk, actor.community, question, move)

        return await desk.store.write(unit)

    async def mute(self, question: str, why: Mute, *, actor: Actor, gesture: str) -> Question:
        """Mute whoever asked this for 30 days, without anybody learning who it is.

        The token of the author is in memory for a day, and never beside a question on disk.

        Raises:
            AuthorForgotten: it is longer ago, or the program was started again since.
        """
        actor.require(Role.ORGANIZER)
        desk = self.archive
        known = await desk.store.read(lambda tx: desk.questions.get(tx, actor.community, question))
        muted = self.edge.author(actor.community, question)
        if known.asked_by is not None:
            muted = self.edge.mute_token(actor.community, known.asked_by)
        if muted is None:
            raise AuthorForgotten
        until = await desk.today(actor.community) + _MUTED

        async def also(tx: Tx, _: Question, after: Question) -> None:
            await desk.marks.mute(tx, after.community, muted, until)

        return await self._decide(
            actor, question, gesture, "mute", step=lambda q: q, reason=why.value, also=also
        )

    async def propose(self, question: str, words: str, *, actor: Actor, gesture: str) -> None:
        """Offer another wording. It stands only when the asker agrees."""
        actor.require(Role.ORGANIZER)
        desk = self.archive
        known = await self.read(question, actor=actor)
        sheet = await desk.store.read(lambda tx: desk.sheet(tx, known.question))
        if sheet.dek is None:
            raise NotFound
        sealed = desk.seal(question, PROPOSAL, words, dek=sheet.dek)

        def step(before: Question) -> Question:
            moves.may_be_edited(before, actor.person)
            return before

        async def also(tx: Tx, _: Question, after: Question) -> None:
            await desk.sheets.propose(tx, after, dek=sealed.dek, proposal=sealed.blob)

        await self._decide(actor, question, gesture, "propose", step=step, also=also)

    async def _decide(
        self,
        actor: Actor,
        question: str,
        gesture: str,
        verb: str,
        *,
        step: Step,
        reason: str = "",
        also: Also | None = None,
    ) -> Question:
        move = Move(
            verb=verb,
            role=Role.ORGANIZER.value,
            step=step,
            gesture=gesture,
            reason=reason,
            also=also,
        )
        return await carry_out(self.archive, actor.community, question, move)
