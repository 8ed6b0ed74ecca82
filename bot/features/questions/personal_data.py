"""What is held about a person here, shown and erased.

Anonymous questions cannot be listed: nothing leads from a person to them. Votes and follows are
keyed hashes of their own for each question, so the person's own hash is tried on each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.clock import day_of
from bot.core.errors import NotFound
from bot.core.people import PersonRef
from bot.core.ports import Erased, Held, Tx
from bot.core.text import Message, Slot, Verbatim, say
from bot.delivery.display import show
from bot.features.questions import desk_moves, moves, tables, voice_tables
from bot.features.questions.archive import Archive, forget, wipe
from bot.features.questions.model import ENDED, Question, State, Whole
from bot.features.questions.service.following import Following
from bot.features.questions.service.moving import PAGE, VIEW, Move, carry_out_in, erasing
from bot.features.questions.service.reading import SEARCHED
from bot.features.questions.sheets import perspective_of
from bot.features.questions.views import labels
from bot.storage.search import Search

_ALL = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionData:
    """Implements ``core.ports.PersonalData``."""

    archive: Archive

    async def export(self, community: str, person: PersonRef) -> Sequence[Held]:
        """Return named questions, votes and follows; for staff, their answers and what they hold."""
        zone = (await self.archive.community(community)).zone

        async def unit(tx: Tx) -> list[Held]:
            return [
                *await self._asked(tx, community, person),
                *await self._said(tx, community, person, zone),
                *await self._work(tx, community, person),
                *await self._voices(tx, community, person),
            ]

        return await self.archive.store.read(unit)

    async def erase(self, tx: Tx, community: str, person: PersonRef) -> Sequence[Erased]:
        """Take back what is not published, and take the name off what is.

        What a liaison answered is a record; it stays, without the account.
        """
        erased = [
            await self._unname(tx, community, person),
            await self._unsign(tx, community, person),
            await self._silence(tx, community, person),
        ]
        return [each for each in erased if each is not None]

    async def take_out(self, tx: Tx, community: str, question: str) -> None:
        """Erase a question that an older copy of the database brought back. No such one is fine."""
        desk, today = self.archive, self.archive.clock.now().date()
        try:
            known = await desk.questions.get(tx, community, question)
        except NotFound:
            return
        if known.state in ENDED - {State.CLOSED}:
            return
        move = Move(
            verb="erase",
            role="clock",
            step=lambda q: moves.withdraw(q, on=today),
            also=erasing(desk),
        )
        await carry_out_in(tx, desk, community, question, move)
        if await Search(desk.store).remove(tx, SEARCHED, community, question):
            await tx.send(wipe(community))

    async def _asked(self, tx: Tx, community: str, person: PersonRef) -> list[Held]:
        desk = self.archive
        asked = await desk.questions.asked_by(tx, community, person, at_most=_ALL)
        wholes = [await desk.gathered(tx, question) for question in asked]
        return [
            Held(
                what=say("questions.held.question"),
                values=(
                    *((say("questions.held.words"), Verbatim(w.words)) for w in whole.words),
                    (say("questions.fact.asked_on"), whole.question.asked_on),
                    (say("questions.fact.state"), labels.state(whole.question)),
                ),
            )
            for whole in wholes
        ]

    async def _said(self, tx: Tx, community: str, person: PersonRef, zone: str) -> list[Held]:
        desk, key = self.archive, {"community": community, "said_by": person.key}
        answers = await tx.all(tables.ANSWERS_BY, **key, at_most=_ALL)
        held = []
        for question in dict.fromkeys(row["question"] for row in answers):
            known = await desk.questions.get(tx, community, question)
            held += _records(await desk.gathered(tx, known), person, zone)
        for row in await tx.all(tables.PERSPECTIVES_BY, **key):
            view = perspective_of(row)
            values = (
                (say("questions.panel.label"), say(f"questions.panel.{view.label}")),
                (say("questions.panel.view"), Verbatim(view.view)),
                (say("questions.panel.source"), Verbatim(view.source)),
                (say("questions.panel.conflict"), Verbatim(view.conflict)),
            )
            held.append(Held(what=say("questions.held.view"), values=values))
        return held

    async def _work(self, tx: Tx, community: str, person: PersonRef) -> list[Held]:
        desk = self.archive
        holds = await desk.questions.held_by(tx, community, person, at_most=_ALL)
        left = await tx.all(voice_tables.RECUSALS, community=community, said_by=person.key)
        others = [await desk.questions.get(tx, community, row["question"]) for row in left]
        return [
            *(Held(what=say("questions.held.claim"), values=(_number(q),)) for q in holds),
            *(Held(what=say("questions.held.recusal"), values=(_number(q),)) for q in others),
            *await self._hours(tx, community, person),
        ]

    async def _hours(self, tx: Tx, community: str, person: PersonRef) -> list[Held]:
        key = {"community": community, "said_by": person.key}
        return [
            Held(
                what=say("questions.held.hours"),
                values=(
                    (say("questions.duty.from"), say("questions.duty.hour", hour=quiet_from)),
                    (say("questions.duty.until"), say("questions.duty.hour", hour=quiet_until)),
                ),
            )
            for quiet_from, quiet_until in [
                (row["quiet_from"], row["quiet_until"])
                for row in await tx.all(voice_tables.QUIET_HOURS, **key)
            ]
        ]

    async def _voices(self, tx: Tx, community: str, person: PersonRef) -> list[Held]:
        following = Following(archive=self.archive)
        held = []
        for kind, questions in (await following.voices(tx, community, person)).items():
            for question in questions:
                known = await self.archive.questions.get(tx, community, question)
                held.append(Held(what=say(f"questions.held.{kind}"), values=(_number(known),)))
        return held

    async def _unname(self, tx: Tx, community: str, person: PersonRef) -> Erased | None:
        desk = self.archive
        asked = await desk.questions.asked_by(tx, community, person, at_most=_ALL)
        today = desk.clock.now().date()
        kept = 0
        for question in asked:
            if question.published_at is None and question.state not in ENDED:
                move = Move(
                    verb="erase",
                    role="asker",
                    step=lambda q: moves.withdraw(q, on=today),
                    also=erasing(desk),
                )
            else:
                move = Move(verb="unname", role="asker", step=moves.unnamed)
                kept += question.published_at is not None
            await carry_out_in(tx, desk, community, question.id, move)
        if not asked:
            return None
        return Erased(
            what=say("questions.erased.questions", n=len(asked)),
            count=len(asked),
            kept=say("questions.erased.kept") if kept else None,
            why=say("questions.erased.why") if kept else None,
        )

    async def _unsign(self, tx: Tx, community: str, person: PersonRef) -> Erased | None:
        desk, key = self.archive, {"community": community, "said_by": person.key}
        for question in await desk.questions.held_by(tx, community, person, at_most=_ALL):
            if question.state is State.CLAIMED:
                move = Move(verb="lease", role="clock", step=desk_moves.back_to_queue)
                await carry_out_in(tx, desk, community, question.id, move)
        await tx.execute(tables.UNREAD, community=community, second_by=person.key)
        left = await tx.execute(voice_tables.DROP_RECUSALS, **key)
        left += await tx.execute(voice_tables.DROP_QUIET_HOURS, **key)
        views = await tx.all(tables.PERSPECTIVES_BY, **key)
        said = await tx.execute(tables.UNSIGN, **key) + await tx.execute(
            tables.UNSIGN_VIEWS, **key
        )
        await tx.send(*(show(VIEW, community, row["id"]) for row in views))
        if not said and not left:
            return None
        return Erased(
            what=say("questions.erased.answers", n=said + left),
            count=said + left,
            kept=say("questions.erased.records") if said else None,
            why=say("questions.erased.records.why") if said else None,
        )

    async def _silence(self, tx: Tx, community: str, person: PersonRef) -> Erased | None:
        following = Following(archive=self.archive)
        voices = await following.voices(tx, community, person)
        for question in voices["vote"]:
            await following.unvote_in(tx, community, question, person)
            known = await self.archive.questions.get(tx, community, question)
            if known.published_at is not None:
                await tx.send(show(PAGE, community, question))
        deks = [
            await following.unfollow_in(tx, community, question, person)
            for question in voices["follow"]
        ]
        await tx.send(*forget(community, deks))
        count = len(voices["vote"]) + len(deks)
        if not count:
            return None
        return Erased(what=say("questions.erased.voices", n=count), count=count)


def _records(whole: Whole, person: PersonRef, zone: str) -> list[Held]:
    """Lay out a liaison's own answers with the question; never who asked."""
    return [
        Held(
            what=say("questions.held.answer"),
            values=(
                _number(whole.question),
                (say("questions.part.heard"), Verbatim(answer.parts.acknowledge)),
                (say("questions.part.answer"), Verbatim(answer.parts.answer)),
                (say("questions.part.next"), Verbatim(answer.parts.next)),
                (say("questions.correct.note"), Verbatim(answer.note)),
                (say("questions.held.on"), day_of(answer.at, zone)),
            ),
        )
        for answer in whole.answers
        if answer.by == person
    ]


def _number(question: Question) -> tuple[Message, Slot]:
    return say("questions.fact.number"), question.number or 0
