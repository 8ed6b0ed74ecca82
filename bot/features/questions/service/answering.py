"""Answering: three parts, read over before they are out, corrected in the open afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.errors import MovedOn, NotFound
from bot.core.people import Actor, Role
from bot.core.ports import Tx
from bot.features.questions import desk_moves as moves
from bot.features.questions.archive import ANSWER, Archive, forget, written
from bot.features.questions.model import PUBLISHED, Answer, Parts, Question, State, Whole
from bot.features.questions.refusals import AnswerIncomplete, NotYours, Recused
from bot.features.questions.service.desk import Desk
from bot.features.questions.service.moving import Also, Move, Step, carry_out
from bot.features.questions.service.reading import enter
from bot.features.questions.sheets import AnswerRow
from bot.storage.search import Search

_LATEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What becomes of a question in a liaison's hands. Answers are their records."""

    archive: Archive
    search: Search
    desk: Desk

    async def prepare(self, question: str, parts: Parts, *, actor: Actor, gesture: str) -> Whole:
        """Keep an answer, sealed, until its author publishes it."""
        await self.desk.held(question, actor=actor)
        _complete(parts)
        archive = self.archive
        whole = await self.desk.read(question, actor=actor)
        sheet = await archive.store.read(lambda tx: archive.sheet(tx, whole.question))
        if sheet.dek is None:
            raise NotFound
        sealed = archive.seal(question, ANSWER, written(parts), dek=sheet.dek)

        def step(before: Question) -> Question:
            if before.state is not State.CLAIMED or before.held_by != actor.person:
                raise NotYours
            return replace(before, second_by=None)

        async def also(tx: Tx, _: Question, after: Question) -> None:
            await archive.sheets.prepare(tx, after, dek=sealed.dek, answer=sealed.blob)

        await self._do(actor, question, gesture, "prepare", step=step, also=also)
        return await self.desk.read(question, actor=actor)

    async def prepared(self, question: str, *, actor: Actor) -> Parts | None:
        """Return the answer that waits to be published; liaisons alone may see it."""
        await self.desk.require(actor, Role.LIAISON)
        whole = await self.desk.read(question, actor=actor)
        archive = self.archive
        sheet = await archive.store.read(lambda tx: archive.sheet(tx, whole.question))
        return archive.prepared(whole.question, sheet)

    async def note(self, whole: Whole) -> str:
        """Return what the liaison before left for the next one; empty when nothing was left."""
        archive = self.archive
        sheet = await archive.store.read(lambda tx: archive.sheet(tx, whole.question))
        return archive.note(whole.question, sheet)

    async def read_over(self, question: str, *, actor: Actor, gesture: str) -> Question:
        """Say, as a second liaison who did not step aside, that the prepared answer may go out."""
        if await self.prepared(question, actor=actor) is None:
            raise AnswerIncomplete

        async def also(tx: Tx, _: Question, __: Question) -> None:
            await self._not_aside(tx, question, actor)

        return await self._do(
            actor,
            question,
            gesture,
            "read_over",
            step=lambda q: moves.read_over(q, actor.person),
            also=also,
        )

    async def publish(self, question: str, *, actor: Actor, gesture: str) -> Question:
        """Publish the prepared answer, and erase the key that sealed the question.

        A question that its asker did not want published stays sealed, with its answer.
        """
        whole = await self.desk.held(question, actor=actor)
        parts = await self.prepared(question, actor=actor)
        if parts is None:
            raise AnswerIncomplete
        now = self.archive.clock.now()
        second = self.archive.rules(actor.community).second_reader
        answer = Answer(
            round=whole.question.round, version=1, parts=parts, by=actor.person, at=now
        )
        return await self._do(
            actor,
            question,
            gesture,
            "answer",
            step=lambda q: moves.publish(q, actor.person, at=now, second_reader=second),
            also=self._publishing(whole, answer),
        )

    async def answered(self, question: str, *, actor: Actor) -> tuple[Whole, Answer]:
        """Return a question and the newest answer to it. Raises ``NotFound`` without one."""
        await self.desk.require(actor, Role.LIAISON)
        whole = await self.desk.read(question, actor=actor)
        if whole.newest is None:
            raise NotFound
        return whole, whole.newest

    async def to_correct(self, question: str, *, actor: Actor) -> tuple[Whole, Answer]:
        """Return what this liaison may correct, published or not. Raises ``Recused``."""
        found = await self.answered(question, actor=actor)
        await self.archive.store.read(lambda tx: self._not_aside(tx, question, actor))
        return found

    async def correct(
        self, question: str, parts: Parts, note: str, *, actor: Actor, gesture: str
    ) -> Question:
        """Give a new version of the newest answer to whoever reads it. The old one stays readable.

        Raises:
            Recused: this liaison stepped aside from the question.
        """
        whole, before = await self.to_correct(question, actor=actor)
        _complete(parts)
        if not note:
            raise AnswerIncomplete
        archive, now = self.archive, self.archive.clock.now()
        answer = replace(
            before,
            version=before.version + 1,
            parts=parts,
            by=actor.person,
            at=now,
            note=note,
        )
        sheets = await archive.store.read(
            lambda tx: archive.sheets.of(tx, actor.community, question)
        )
        dek = next((s.dek for s in sheets if s.round == answer.round), None)
        sealed = None
        if not whole.question.public and dek is not None:
            sealed = archive.seal(question, ANSWER, written(parts, note=note), dek=dek)

        async def also(tx: Tx, known: Question, after: Question) -> None:
            await self._not_aside(tx, question, actor)
            if known.revision != whole.question.revision:
                raise MovedOn
            row = AnswerRow(answer=answer, sealed=sealed.blob if sealed else None)
            await archive.sheets.answer(tx, after.community, after.id, row)
            if after.public:
                await enter(archive, self.search, tx, after, whole=whole, answer=answer)

        return await self._do(
            actor,
            question,
            gesture,
            "correct",
            step=lambda q: moves.correct(q, actor.person, at=now),
            also=also,
            corrects=True,
        )

    async def records(self, *, actor: Actor) -> Sequence[Whole]:
        """Return what this liaison answered, newest first, with the questions; never who asked."""
        await self.desk.require(actor, Role.LIAISON)
        archive = self.archive

        async def unit(tx: Tx) -> list[str]:
            return await archive.sheets.answered_by(
                tx, actor.community, actor.person, at_most=_LATEST
            )

        found = await archive.store.read(unit)
        wholes = [await archive.whole(actor.community, question) for question in found]
        return [_without_asker(w) for w in wholes if w.question.state in PUBLISHED]

    async def _not_aside(self, tx: Tx, question: str, actor: Actor) -> None:
        """Refuse who stepped aside: they neither answer, nor agree to an answer, nor correct it."""
        if await self.archive.marks.recused(tx, actor.community, question, actor.person):
            raise Recused

    def _publishing(self, whole: Whole, answer: Answer) -> Also:
        archive = self.archive

        async def also(tx: Tx, before: Question, after: Question) -> None:
            if before.revision != whole.question.revision:
                raise MovedOn
            sheet = await archive.sheet(tx, after)
            row = AnswerRow(answer=answer, sealed=None if after.public else sheet.answer)
            await archive.sheets.answer(tx, after.community, after.id, row)
            if after.public:
                await archive.sheets.publish(
                    tx, after.community, after.id, after.round, whole.latest
                )
                await tx.send(*forget(after.community, [sheet.dek]))
                await enter(archive, self.search, tx, after, whole=whole, answer=answer)
            elif sheet.dek is not None:
                await archive.sheets.prepare(tx, after, dek=sheet.dek, answer=None)

        return also

    async def _do(
        self,
        actor: Actor,
        question: str,
        gesture: str,
        verb: str,
        *,
        step: Step,
        also: Also | None = None,
        corrects: bool = False,
    ) -> Question:
        move = Move(
            verb=verb,
            role=Role.LIAISON.value,
            step=step,
            gesture=gesture,
            also=also,
            corrects=corrects,
        )
        return await carry_out(self.archive, actor.community, question, move)


def _complete(parts: Parts) -> None:
    if not all(part.strip() for part in (parts.acknowledge, parts.answer, parts.next)):
        raise AnswerIncomplete


def _without_asker(whole: Whole) -> Whole:
    return replace(whole, question=replace(whole.question, asked_by=None))
