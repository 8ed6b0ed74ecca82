"""Feedback on the real store, on both engines."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.allowances import Allowances
from bot.core.errors import MovedOn, NotForYou, NotFound, SeenBefore
from bot.core.people import Actor, PersonRef, Role
from bot.core.ports import Tx
from bot.features.feedback.model import Kind, Note, Reason, State
from bot.features.feedback.personal_data import FeedbackData
from bot.features.feedback.service import FeedbackDesk
from bot.storage.engine import Database
from bot.storage.sql import sql
from tests.support.bare_town import street
from tests.support.stores import StillClock
from tests.unit.feedback.samples import DRAFT

MAYA = Actor(person=PersonRef(platform="town", user="maya"), community="riverbend")
OLGA = Actor(
    person=PersonRef(platform="town", user="olga"),
    community="riverbend",
    roles=frozenset({Role.ORGANIZER}),
)


def neighbour(number: int) -> Actor:
    """Return somebody else for each number."""
    return Actor(person=PersonRef(platform="town", user=f"n{number}"), community="riverbend")


@pytest.fixture
def desk(store: Database, still: StillClock) -> FeedbackDesk:
    return FeedbackDesk(
        store=store,
        clock=still,
        directory=street(),
        allowances=Allowances(still),
        receipt_key=b"k" * 32,
    )


async def rows(desk: FeedbackDesk, text: str) -> list[Any]:
    async def unit(tx: Tx) -> list[Any]:
        return [row["it"] for row in await tx.all(sql(text))]

    return await desk.store.read(unit)


async def only(desk: FeedbackDesk) -> str:
    [note] = await rows(desk, "SELECT id AS it FROM feedback")
    return str(note)


async def test_a_receipt_finds_its_note_and_no_other(desk: FeedbackDesk) -> None:
    receipt = await desk.log(DRAFT, actor=MAYA, key="1")
    other = await desk.log(replace(DRAFT, words="Another."), actor=MAYA, key="2")

    found = await desk.by_receipt(MAYA, receipt.replace(" ", ""))

    assert receipt != other
    assert found is not None
    assert found.words == DRAFT.words
    assert await desk.by_receipt(MAYA, "0" * 16) is None
    assert await desk.by_receipt(replace(MAYA, community="elsewhere"), receipt) is None


async def test_one_gesture_logs_once(desk: FeedbackDesk) -> None:
    await desk.log(DRAFT, actor=MAYA, key="the same")

    with pytest.raises(SeenBefore):
        await desk.log(DRAFT, actor=MAYA, key="the same")

    assert len(await desk.export_rows("riverbend")) == 2


async def test_nothing_without_a_name_has_an_hour_or_a_name(
    desk: FeedbackDesk, still: StillClock
) -> None:
    await desk.log(DRAFT, actor=MAYA, key="1")

    [day] = await rows(desk, "SELECT logged_on AS it FROM feedback")
    names = await rows(desk, "SELECT said_by AS it FROM feedback")
    payloads = await rows(desk, "SELECT payload AS it FROM job")

    assert day == still.now().date().isoformat()
    assert names == [None]
    assert not any(DRAFT.words in p or "maya" in p for p in payloads)


async def test_a_note_of_the_evening_has_the_day_of_the_place(
    desk: FeedbackDesk, still: StillClock
) -> None:
    now = still.now()
    still.move(seconds=(now.replace(hour=2, minute=30) + timedelta(days=1) - now).total_seconds())
    await desk.log(DRAFT, actor=MAYA, key="1")

    [day] = await rows(desk, "SELECT logged_on AS it FROM feedback")

    assert day == now.date().isoformat(), "half past nine in the evening in Riverbend"


async def test_midnight_opens_no_window_early(desk: FeedbackDesk, still: StillClock) -> None:
    now = still.now()
    before_midnight = now.replace(hour=4, minute=58) + timedelta(days=1)  # 23:58 in Riverbend
    still.move(seconds=(before_midnight - now).total_seconds())
    await desk.log(DRAFT, actor=MAYA, key="1")

    still.move(seconds=4 * 60)
    just_after = await desk.open(OLGA)
    still.move(seconds=20 * 60)

    assert just_after == ()
    assert len(await desk.open(OLGA)) == 1


async def test_notes_of_one_window_are_shown_in_another_order_than_they_came(
    desk: FeedbackDesk, still: StillClock
) -> None:
    came: list[str] = []
    for number in range(12):
        await desk.log(DRAFT, actor=neighbour(number), key=str(number))
        [new] = set(await rows(desk, "SELECT id AS it FROM feedback")) - set(came)
        came.append(new)
        still.move(seconds=10)

    shown = await rows(
        desk, "SELECT payload AS it FROM job WHERE kind = 'display.show' ORDER BY turn"
    )
    order = [next(c for c in came if c in payload) for payload in shown]
    turns = await rows(desk, "SELECT turn AS it FROM job WHERE kind = 'display.show'")

    assert sorted(order) == sorted(came)
    assert order != came
    assert max(turns) - min(turns) < timedelta(minutes=1) // timedelta(microseconds=1)


async def test_two_who_look_at_once_both_hear_what_came_of_it(desk: FeedbackDesk) -> None:
    receipt = await desk.log(DRAFT, actor=MAYA, key="1")
    await desk.act(await only(desk), "Done.", open_to_all=False, actor=OLGA, key="2")

    both = await asyncio.gather(*(desk.by_receipt(MAYA, receipt) for _ in range(4)))

    assert [None if n is None else n.reply for n in both] == ["Done."] * 4
    assert (await desk.get(OLGA, await only(desk))).state is State.TOLD


async def test_of_many_who_decide_at_once_one_wins(desk: FeedbackDesk) -> None:
    await desk.log(DRAFT, actor=MAYA, key="1")
    note = await only(desk)

    results = await asyncio.gather(
        *(
            desk.not_now(note, Reason.LATER, "", open_to_all=False, actor=OLGA, key=f"n{n}")
            for n in range(6)
        ),
        return_exceptions=True,
    )

    assert [isinstance(r, Note) for r in results].count(True) == 1
    assert [isinstance(r, MovedOn) for r in results].count(True) == 5


@pytest.mark.parametrize("actor", [MAYA, replace(OLGA, roles=frozenset({Role.LIAISON}))])
async def test_only_organizers_work_it_off(desk: FeedbackDesk, actor: Actor) -> None:
    await desk.log(DRAFT, actor=MAYA, key="1")
    note = await only(desk)

    results = await asyncio.gather(
        desk.read(note, actor=actor, key="2"),
        desk.act(note, "x", open_to_all=True, actor=actor, key="3"),
        desk.not_now(note, Reason.LATER, "", open_to_all=True, actor=actor, key="4"),
        desk.get(actor, note),
        desk.open(actor),
        return_exceptions=True,
    )

    assert [type(r) for r in results] == [NotForYou] * 5


async def test_nothing_crosses_into_another_community(desk: FeedbackDesk) -> None:
    await desk.log(DRAFT, actor=MAYA, key="1")
    elsewhere = replace(OLGA, community="elsewhere")

    with pytest.raises(NotFound):
        await desk.read(await only(desk), actor=elsewhere, key="2")
    assert await desk.export_rows("elsewhere") == (await desk.export_rows("riverbend"))[:1]


async def test_the_export_has_every_note_over_many_pages(
    desk: FeedbackDesk, still: StillClock
) -> None:
    for first in range(0, 1_003, 200):
        still.move(hours=1)
        await asyncio.gather(
            *(
                desk.log(replace(DRAFT, words=f"={n}"), actor=neighbour(n), key=str(n))
                for n in range(first, min(first + 200, 1_003))
            )
        )

    exported = await desk.export_rows("riverbend")

    assert len(exported) == 1_004
    assert {row[6] for row in exported[1:]} == {f"'={n}" for n in range(1_003)}


async def test_counts_come_in_fives(desk: FeedbackDesk) -> None:
    for number in range(7):
        await desk.log(DRAFT, actor=neighbour(number), key=str(number))
    for number, note in enumerate(await rows(desk, "SELECT id AS it FROM feedback")):
        await desk.act(note, "Done.", open_to_all=True, actor=OLGA, key=f"a{number}")

    kinds, decided = await desk.tallies("riverbend")

    assert kinds[Kind.IDEA] == 5
    assert decided == {State.ACTED: 5, State.NOT_NOW: None}


async def test_what_a_person_erases_is_gone_and_a_year_later_everything_is(
    desk: FeedbackDesk, still: StillClock
) -> None:
    data = FeedbackData(desk.store)
    await desk.log(replace(DRAFT, named=True), actor=MAYA, key="1")
    await desk.log(replace(DRAFT, words="Unnamed."), actor=MAYA, key="2")

    await desk.store.write(lambda tx: data.erase(tx, "riverbend", MAYA.person))
    await desk.store.write(lambda tx: data.erase(tx, "riverbend", MAYA.person))
    left = await rows(desk, "SELECT words AS it FROM feedback ORDER BY words")
    still.move(days=367)
    await desk.store.write(lambda tx: data.expire(tx, "riverbend", still.now()))

    assert left == ["", "Unnamed."]
    assert await rows(desk, "SELECT words AS it FROM feedback") == ["", ""]
