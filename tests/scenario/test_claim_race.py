"""Six liaisons press *Claim* in the same instant: exactly one has the question."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.adapters.town.clock import TownClock
from bot.core.errors import DialogueError
from bot.core.ids import new_id
from bot.core.people import Actor, Role
from bot.features.questions.model import Question, State
from bot.features.questions.service.desk import Desk
from bot.features.questions.service.triage import Triage
from tests.support.clock import A_TUESDAY
from tests.support.desk import Counter, open_counter

QUESTIONS = 30
LIAISONS = 6


async def _open_questions(counter: Counter, clock: TownClock) -> list[Question]:
    organizer = counter.member("olga", Role.ORGANIZER)
    triage = Triage(archive=counter.archive, edge=counter.edge)
    asked = [
        (await counter.asks(f"Question {n}: why was the park closed?", by=f"resident{n}"))[1]
        for n in range(QUESTIONS)
    ]
    clock.move(timedelta(minutes=30))
    await counter.app.courier.settle()
    return [await triage.approve(q, actor=organizer, gesture=new_id()) for q in asked]


async def _claims(desk: Desk, question: str, liaison: Actor) -> Question | DialogueError:
    try:
        return await desk.claim(question, actor=liaison, gesture=new_id())
    except DialogueError as refusal:
        return refusal


async def test_of_six_liaisons_who_claim_at_once_exactly_one_wins(tmp_path: Path) -> None:
    clock = TownClock(still_at=A_TUESDAY)
    async with open_counter(tmp_path / "data", clock=clock) as counter:
        opened = await _open_questions(counter, clock)
        desk = Desk(archive=counter.archive)
        liaisons = [counter.member(f"liaison{n}", Role.LIAISON) for n in range(LIAISONS)]

        tries = await asyncio.gather(
            *(_claims(desk, q.id, liaison) for q in opened for liaison in liaisons)
        )
        kept = [(await counter.archive.whole(q.community, q.id)).question for q in opened]

    won = [one for one in tries if isinstance(one, Question)]
    refused = [one for one in tries if not isinstance(one, Question)]
    assert len(tries) == QUESTIONS * LIAISONS
    assert sorted((q.id, str(q.held_by)) for q in won) == sorted(
        (q.id, str(q.held_by)) for q in kept
    )
    assert {q.state for q in kept} == {State.CLAIMED}
    assert len(won) == QUESTIONS
    assert {refusal.code for refusal in refused} <= {"question_taken", "moved_on"}
