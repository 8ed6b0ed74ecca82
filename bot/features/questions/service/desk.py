"""The desk: where liaisons find questions, claim them and answer. They never see who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.errors import MovedOn, NotFound
from bot.core.people import Actor, Role
from bot.core.ports import Job, Tx
from bot.features.questions import moves
from bot.features.questions.archive import ANSWER, LEASE, Archive, forget, written
from bot.features.questions.model import (
    IN_THE_QUEUE,
    Answer,
    Hold,
    Parts,
    Question,
    State,
    Whole,
)
from bot.features.questions.refusals import AnswerIncomplete, NotYours
from bot.features.questions.service.moving import Also, Move, Step, carry_out
from bot.features.questions.service.reading import enter
from bot.features.questions.sheets import AnswerRow
from bot.storage.search import Search

_PAGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What liaisons do. Rights are checked here, at every press."""

    archive: Archive
    search: Search

    async def queue(self, *, actor: Actor, after: Question | None = None) -> Sequence[Question]:
        """Return open questions, the most urgent first, a page at a time."""
        actor.require(Role.LIAISON, Role.ORGANIZER)
        desk = self.archive
        return await desk.store.read(
            lambda tx: desk.questions.in_state(
                tx, actor.community, State.OPEN, at_most=_PAGE, after=after
            )
        )

    async def mine(self, *, actor: Actor) -> Sequence[Question]:
        """Return what this liaison holds."""
        actor.require(Role.LIAISON)
        desk = self.archive
        return await desk.store.read(
            lambda tx: desk.questions.held_by(tx, actor.community, actor.person, at_most=_PAGE)
        )

    async def read(self, question: str, *, actor: Actor) -> Whole:
        """Return a question of the queue with its words."""
        actor.require(Role.LIAISON, Role.ORGANIZER)
        whole = await self.archive.whole(actor.community, question)
        if whole.question.number is None or whole.question.state not in _READABLE:
            raise NotFound
        return whole

    async def held(self, question: str, *, actor: Actor) -> Whole:
        """Return a question that this liaison holds. Raises ``NotYours``."""
        actor.require(Role.LIAISON)
        whole = await self.read(question, actor=actor)
        if whole.question.held_by != actor.person:
            raise NotYours
        return whole

    async def claim(self, question: str, *, actor: Actor, gesture: str) -> Question:
        """Give it to one liaison, or say that someone has it.

        Two liaisons can press in the same second, on two platforms. The model refuses what it
        can see, the swap refuses the rest: exactly one of them wins.
        """
        actor.require(Role.LIAISON)
        desk = self.archive
        rules = desk.rules(actor.community)
        until = desk.clock.now() + rules.lease
        holds = await desk.store.read(
            lambda tx: desk.questions.load(tx, actor.community, actor.person)
        )

        def step(before: Question) -> Question:
            return moves.claim(before, actor.person, until=until, holds=holds, at_most=rules.load)

        async def also(tx: Tx, _: Question, after: Question) -> None:
            await tx.send(
                Job(
                    kind=LEASE,
                    community=after.community,
                    lane=f"{LEASE}:{after.id}",
                    payload={"question": after.id},
                    due_at=until,
                    key=f"{LEASE}:{after.id}:{after.revision}",
                )
            )

        return await self._do("claim", question, actor, gesture, step, also=also)

    async def let_go(self, question: str, *, actor: Actor, gesture: str) -> Question:
        """Give it back to the queue; no reason is asked."""
        actor.require(Role.LIAISON)
        return await self._do(
            "release", question, actor, gesture, lambda q: moves.let_go(q, actor.person)
        )

    async def hold(
        self, question: str, why: Hold, remark: str, *, until: date, actor: Actor, gesture: str
    ) -> Question:
        """Let it wait for a stated reason, until a stated day."""
        actor.require(Role.LIAISON)
        desk = self.archive
        hours = await desk.hours(actor.community)
        today = await desk.today(actor.community)
        now = desk.clock.now()
        target = desk.rules(actor.community).target

        def step(before: Question) -> Question:
            left = target if before.due_at is None else hours.between(now, before.due_at)
            return moves.hold(
                before,
                actor.person,
                why,
                remark,
                until=until,
                today=today,
                left=left,
            )

        return await self._do("hold", question, actor, gesture, step, reason=why.value)

    async def prepare(self, question: str, parts: Parts, *, actor: Actor, gesture: str) -> Whole:
        """Keep an answer, sealed, until its author publishes it."""
        actor.require(Role.LIAISON)
        if not all((parts.acknowledge, parts.answer, parts.next)):
            raise AnswerIncomplete
        desk = self.archive
        whole = await self.read(question, actor=actor)
        known = whole.question
        sheet = await desk.store.read(lambda tx: desk.sheet(tx, known))
        if sheet.dek is None:
            raise NotFound
        sealed = await desk.seal_again(sheet.dek, question, ANSWER, written(parts))

        def step(before: Question) -> Question:
            if before.state is not State.CLAIMED or before.held_by != actor.person:
                raise NotYours
            return replace(before, second_by=None)

        async def also(tx: Tx, _: Question, after: Question) -> None:
            await desk.sheets.prepare(tx, after, dek=sealed.dek, answer=sealed.bytes)

        await self._do("prepare", question, actor, gesture, step, also=also)
        return await self.read(question, actor=actor)

    async def prepared(self, question: str, *, actor: Actor) -> Parts | None:
        """Return the answer that waits to be published; liaisons alone may see it."""
        actor.require(Role.LIAISON)
        whole = await self.read(question, actor=actor)
        desk = self.archive
        sheet = await desk.store.read(lambda tx: desk.sheet(tx, whole.question))
        return await desk.prepared(whole.question, sheet)

    async def publish(self, question: str, *, actor: Actor, gesture: str) -> Question:
        """Publish the prepared answer, and erase the key that sealed the question.

        A question that its asker did not want published stays sealed, with its answer.
        """
        actor.require(Role.LIAISON)
        desk = self.archive
        whole = await self.read(question, actor=actor)
        parts = await self.prepared(question, actor=actor)
        if parts is None:
            raise AnswerIncomplete
        now = desk.clock.now()
        second = desk.rules(actor.community).second_reader

        def step(before: Question) -> Question:
            return moves.publish(before, actor.person, at=now, second_reader=second)

        answer = Answer(
            round=whole.question.round, version=1, parts=parts, by=actor.person, at=now
        )
        also = self._publishing(whole, answer)
        return await self._do("answer", question, actor, gesture, step, also=also)

    def _publishing(self, whole: Whole, answer: Answer) -> Also:
        desk = self.archive

        async def also(tx: Tx, before: Question, after: Question) -> None:
            if before.revision != whole.question.revision:
                raise MovedOn
            sheet = await desk.sheet(tx, after)
            row = AnswerRow(answer=answer, sealed=None if after.public else sheet.answer)
            await desk.sheets.answer(tx, after.community, after.id, row)
            if after.public:
                await desk.sheets.publish(tx, after.community, after.id, after.round, whole.latest)
                await tx.send(*forget(after.community, [sheet.dek]))
                await enter(self.search, tx, after, whole, answer)
            elif sheet.dek is not None:
                await desk.sheets.prepare(tx, after, dek=sheet.dek, answer=None)

        return also

    async def _do(
        self,
        verb: str,
        question: str,
        actor: Actor,
        gesture: str,
        step: Step,
        *,
        reason: str = "",
        also: Also | None = None,
    ) -> Question:
        move = Move(
            verb=verb,
            role=Role.LIAISON.value,
            step=step,
            gesture=gesture,
            reason=reason,
            also=also,
        )
        return await carry_out(self.archive, actor.community, question, move)


_READABLE = IN_THE_QUEUE | {State.ANSWERED, State.FOLLOW_UP, State.CLOSED}
