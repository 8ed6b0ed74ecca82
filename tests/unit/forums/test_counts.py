"""The counts beside a forum are those of its rows, whatever people do and in whichever order."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bot.core.ids import new_id
from bot.core.ports import Tx
from bot.features.forums import tables
from bot.features.forums.model import Answer, Counts, Forum, Seat
from bot.features.forums.seats import Seats
from bot.features.forums.sheets import Where
from bot.features.forums.store import Forums
from bot.storage.migrate import migrate, migrations
from bot.storage.open import make_store
from bot.storage.transaction import Means
from tests.support.stores import FixedKeys, Place, StillClock
from tests.unit.forums.conftest import CLAIRE, Bench, counted, on, person
from tests.unit.forums.samples import IDEA

WHERE = Where(place="Library", format="ask-me", resident_host="Ruth", police_host="Sgt. Cole")
PEOPLE = st.sampled_from([f"p{n}" for n in range(6)])

Row = tuple[str, Answer, Seat]


class Door(RuleBasedStateMachine):
    """People come and go at one forum; a list on paper says who has which seat."""

    runner: asyncio.Runner
    bench: Bench

    @initialize(capacity=st.integers(min_value=0, max_value=3))
    def a_forum_is_announced(self, capacity: int) -> None:
        self.capacity = capacity
        self.paper: list[Row] = []
        self.forum = self.runner.run(self._announced(str(capacity or "")))

    @rule(who=PEOPLE, answer=st.sampled_from(Answer))
    def somebody_answers(self, who: str, answer: Answer) -> None:
        actor = person(who)
        self.runner.run(
            self.bench.sign_ups.answer(self.forum.id, answer, actor=actor, key=new_id())
        )
        key = actor.person.key
        if any(row[:2] == (key, answer) for row in self.paper):
            return
        self._strike(key)
        seat = Seat.WAITING if answer is Answer.GOING else Seat.NONE
        self.paper.append((key, answer, seat))
        self._fill()

    @rule(who=PEOPLE)
    def somebody_is_erased(self, who: str) -> None:
        ref = person(who).person
        self.runner.run(
            self.bench.store.write(lambda tx: self.bench.data.erase(tx, "riverbend", ref))
        )
        self._strike(ref.key)
        self._fill()

    @rule(capacity=st.integers(min_value=0, max_value=4))
    def the_number_of_places_is_changed(self, capacity: int) -> None:
        sheet = replace(WHERE, capacity=str(capacity or ""))
        self.forum = self.runner.run(
            self.bench.desk.edit_where(
                self.forum.id, self.forum.revision, sheet, actor=CLAIRE, key=new_id()
            )
        ).forum
        self.capacity = capacity
        self._fill()

    @invariant()
    def the_rows_are_those_on_paper_and_so_are_the_counts(self) -> None:
        if not hasattr(self, "forum"):
            return
        found = self.runner.run(self.bench.rows(self.forum.id))
        sight = self.runner.run(self.bench.board.forum("riverbend", self.forum.id))
        assert found == self.paper
        assert sight.counts == counted(found)

    async def _announced(self, capacity: str) -> Forum:
        forum = await self.bench.announced(capacity=capacity, mark=new_id())
        return await self.bench.desk.desk(forum.id, actor=CLAIRE)

    def _strike(self, key: str) -> None:
        self.paper = [row for row in self.paper if row[0] != key]

    def _fill(self) -> None:
        taken = sum(seat is Seat.TAKEN for _, _, seat in self.paper)
        for number, (key, answer, seat) in enumerate(self.paper):
            if seat is Seat.WAITING and (not self.capacity or taken < self.capacity):
                self.paper[number] = (key, answer, Seat.TAKEN)
                taken += 1


def test_whatever_people_do_the_counts_are_those_of_the_rows(
    database: Place, still: StillClock
) -> None:
    with asyncio.Runner() as runner:
        opening = database.open(still)
        store = runner.run(opening.__aenter__())
        try:
            stage: dict[str, Any] = {"runner": runner, "bench": on(store, still)}
            run_state_machine_as_test(
                type("OneDoor", (Door,), stage),
                settings=settings(
                    max_examples=25,
                    stateful_step_count=30,
                    deadline=None,
                    database=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(opening.__aexit__(None, None, None))


@pytest.mark.postgres
async def test_two_processes_give_every_seat_once_and_count_alike(
    postgres_server: Any, still: StillClock
) -> None:
    place = Place("postgres", postgres_server.migrated())
    async with place.open(still) as here, place.open(still) as there:
        benches = on(here, still), on(there, still)
        forum = await benches[0].announced(capacity="5")

        await asyncio.gather(
            *(
                bench.sign_ups.answer(
                    forum.id, answer, actor=person(f"p{n % 20}"), key=f"{n} {answer}"
                )
                for n in range(40)
                for bench, answer in zip(
                    benches, (Answer.GOING, (Answer.NOT, Answer.MAYBE)[n % 2]), strict=True
                )
            ),
            *(
                benches[n % 2].sign_ups.answer(
                    forum.id, Answer.GOING, actor=person(f"late{n}"), key=f"late {n}"
                )
                for n in range(10)
            ),
        )

        found = await benches[0].rows(forum.id)
        assert (await benches[1].board.forum("riverbend", forum.id)).counts == counted(found)
        assert counted(found).going == 5
        assert counted(found).waiting >= 5
    postgres_server.drop(place.url)


async def test_lists_that_have_become_a_number_leave_no_counts_behind(bench: Bench) -> None:
    forum = await bench.announced(capacity="1")
    for name, answer in (("a", Answer.GOING), ("b", Answer.GOING), ("c", Answer.MAYBE)):
        await bench.sign_ups.answer(forum.id, answer, actor=person(name), key=name)
    bench.clock.move(days=14)
    await bench.closing.close(forum.id, none_agreed=True, actor=CLAIRE, key="close")
    assert (await bench.board.forum("riverbend", forum.id)).counts == Counts(
        going=1, waiting=1, maybe=1
    )
    bench.clock.move(days=31)

    await bench.store.write(lambda tx: bench.data.expire(tx, "riverbend", bench.clock.now()))

    kept = await bench.board.forum("riverbend", forum.id)
    assert await bench.rows(forum.id) == []
    assert (kept.counts, kept.forum.signed_up) == (Counts(), 1)


async def test_the_card_shows_what_it_shows_without_its_agenda(bench: Bench) -> None:
    forum = await bench.announced(capacity="1")
    await bench.sign_ups.answer(forum.id, Answer.GOING, actor=person("a"), key="a")
    bench.asked.words_of = {"q1": "How is force recorded?"}
    await bench.store.write(lambda tx: bench.sign_ups.propose(tx, "riverbend", "q1"))
    whole = await bench.board.forum("riverbend", forum.id)
    assert [item.words for item in whole.items] == ["How is force recorded?"]

    assert await bench.board.glance("riverbend", forum.id) == replace(whole, items=())


async def test_what_was_answered_before_the_counts_were_kept_is_counted_once(
    empty_database: Place, still: StillClock, tmp_path: Path
) -> None:
    steps = tmp_path / "before"
    steps.mkdir()
    for migration in migrations(empty_database.engine):
        if migration.number < 91:
            (steps / migration.name).write_text(migration.text, encoding="utf-8")
    answers = [
        *[(Answer.GOING, Seat.TAKEN)] * 4,
        *[(Answer.GOING, Seat.WAITING)] * 3,
        *[(Answer.MAYBE, Seat.NONE)] * 2,
        (Answer.NOT, Seat.NONE),
    ]
    means = Means(clock=still, inbox_key=FixedKeys().key("inbox"))
    store = make_store(empty_database.url, means)
    await store.open()
    try:
        await migrate(store, steps)
        await store.write(lambda tx: _as_before(tx, answers))
        await migrate(store)
        first = await store.read(lambda tx: Seats().counts(tx, "riverbend", "f1"))
        second = await store.read(lambda tx: Seats().counts(tx, "riverbend", "f2"))
    finally:
        await store.close()
    assert first == Counts(going=4, waiting=3, maybe=2, declined=1)
    assert second == Counts()


async def _as_before(tx: Tx, answers: list[tuple[Answer, Seat]]) -> None:
    """Write two forums, and ``answers`` to the first, as when nothing was counted beside them."""
    for number in (1, 2):
        await Forums().add(tx, replace(IDEA, id=f"f{number}", number=number))
    for turn, (answer, seat) in enumerate(answers):
        await tx.execute(
            tables.PUT_SIGN_UP,
            community="riverbend",
            forum="f1",
            id=f"s{turn}",
            person=person(f"p{turn}").person.key,
            answer=answer.value,
            seat=seat.value,
            turn=turn,
            named=0,
            direct=0,
        )
