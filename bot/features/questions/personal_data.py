"""What is held about a person here, shown and erased.

Anonymous questions, votes and follows cannot be listed: nothing leads from a person to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.people import PersonRef
from bot.core.ports import Erased, Held, Tx
from bot.core.text import Verbatim, say
from bot.delivery.display import show
from bot.features.questions import moves, tables
from bot.features.questions.archive import Archive
from bot.features.questions.model import ENDED, State
from bot.features.questions.service.moving import PAGE, Move, carry_out_in, erasing
from bot.features.questions.service.reading import SEARCHED
from bot.features.questions.views import labels
from bot.storage.search import Search

_ALL = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionData:
    """Implements ``core.ports.PersonalData``."""

    archive: Archive
    search: Search

    async def export(self, community: str, person: PersonRef) -> Sequence[Held]:
        """Return the questions that a person asked under their name, and what a liaison said."""
        desk = self.archive
        asked = await desk.store.read(
            lambda tx: desk.questions.asked_by(tx, community, person, at_most=_ALL)
        )
        held = []
        for question in asked:
            whole = await desk.whole(community, question.id)
            held.append(
                Held(
                    what=say("questions.held.question"),
                    values=(
                        (say("questions.held.words"), Verbatim(whole.asked)),
                        (say("questions.fact.asked_on"), question.asked_on),
                        (say("questions.fact.state"), labels.state(question)),
                    ),
                )
            )
        answers = await desk.store.read(
            lambda tx: tx.all(
                tables.ANSWERS_BY, community=community, said_by=person.key, at_most=_ALL
            )
        )
        if answers:
            held.append(Held(what=say("questions.held.answers", n=len(answers))))
        return held

    async def erase(self, tx: Tx, community: str, person: PersonRef) -> Sequence[Erased]:
        """Take back what is not published, and take the name off what is.

        What a liaison answered is a record; it stays, without the account.
        """
        desk = self.archive
        asked = await desk.questions.asked_by(tx, community, person, at_most=_ALL)
        withdrawn = 0
        today = desk.clock.now().date()
        for question in asked:
            open_still = question.published_at is None and question.state not in ENDED
            step = (lambda q: moves.withdraw(q, on=today)) if open_still else moves.unnamed
            move = Move(
                verb="erase",
                role="member",
                step=step,
                also=erasing(desk) if open_still else None,
            )
            await carry_out_in(tx, desk, community, question.id, move)
            withdrawn += open_still
            if open_still:
                await self.search.remove(tx, SEARCHED, community, question.id)
        held = await desk.questions.held_by(tx, community, person, at_most=_ALL)
        for question in held:
            if question.state is State.CLAIMED:
                move = Move(verb="lease", role="clock", step=moves.back_to_queue)
                await carry_out_in(tx, desk, community, question.id, move)
        said = await tx.execute(tables.UNSIGN, community=community, said_by=person.key)
        views = await tx.execute(tables.UNSIGN_VIEWS, community=community, said_by=person.key)
        await tx.send(*(show(PAGE, community, q.id) for q in asked if q.published_at))
        erased = []
        if asked:
            erased.append(
                Erased(
                    what=say("questions.erased.questions", n=len(asked)),
                    count=len(asked),
                    kept=say("questions.erased.kept") if len(asked) > withdrawn else None,
                    why=say("questions.erased.why") if len(asked) > withdrawn else None,
                )
            )
        if said or views:
            erased.append(
                Erased(
                    what=say("questions.erased.answers", n=said + views),
                    count=said + views,
                    kept=say("questions.erased.records"),
                    why=say("questions.erased.records.why"),
                )
            )
        return erased
