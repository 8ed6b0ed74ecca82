"""Erasures that a database has been through, and those that an older copy of it lacks."""

from datetime import date, timedelta

from bot.core.ids import new_id
from bot.core.people import PersonRef
from bot.core.ports import Tx
from bot.storage.engine import Database
from bot.storage.erasures import (
    Erasure,
    forget_noted,
    lacking,
    note_again,
    note_erasure,
    person_mark,
    thing_mark,
)

DAY = date(2026, 11, 24)


def an_erasure(mark: str, *, id_: str = "") -> Erasure:
    return Erasure(
        id=id_ or new_id(), community="riverbend", mark=mark, until=DAY + timedelta(days=30)
    )


async def test_an_erasure_is_noted_where_it_happens_and_lacking_elsewhere(store: Database) -> None:
    async def unit(tx: Tx) -> Erasure:
        job = await note_erasure(tx, "riverbend", thing_mark("a-question"), day=DAY)
        return an_erasure(str(job.payload["mark"]), id_=str(job.payload["id"]))

    here, elsewhere = await store.write(unit), an_erasure(thing_mark("another"))

    assert here.thing == "a-question"
    assert await store.read(lambda tx: lacking(tx, [here, elsewhere])) == [elsewhere]

    await store.write(lambda tx: note_again(tx, elsewhere, day=DAY))
    await store.write(lambda tx: note_again(tx, elsewhere, day=DAY))

    assert await store.read(lambda tx: lacking(tx, [here, elsewhere])) == []


async def test_ids_are_forgotten_from_a_day_on(store: Database) -> None:
    old = an_erasure(thing_mark("a-question"))
    await store.write(lambda tx: note_again(tx, old, day=DAY))

    assert await store.write(lambda tx: forget_noted(tx, DAY)) == 0
    assert await store.write(lambda tx: forget_noted(tx, DAY + timedelta(days=1))) == 1
    assert await store.read(lambda tx: lacking(tx, [old])) == [old]


def test_a_mark_of_a_person_is_of_one_community_and_one_key() -> None:
    maya = PersonRef(platform="discord", user="80351110224678912")
    marks = {
        person_mark(b"k" * 32, "riverbend", maya),
        person_mark(b"l" * 32, "riverbend", maya),
        person_mark(b"k" * 32, "elsewhere", maya),
    }

    assert len(marks) == 3
    assert not any(maya.user in mark for mark in marks)
    assert an_erasure(marks.pop()).thing is None
