"""The table of what is on display, on both engines."""

from __future__ import annotations

from dataclasses import replace

from bot.core.places import MessageRef, Place
from bot.core.ports import Tx
from bot.delivery.shown import Showings, Shown
from bot.storage.engine import Database

SQUARE = Place(platform="town", tenant="t", channel="square")
THREAD, LOST = replace(SQUARE, thread="1"), replace(SQUARE, thread="0")


def shown(
    place: Place, message: str, *, thread: Place | None = None, event: str | None = None
) -> Shown:
    ref = MessageRef(place=place, message=message)
    return Shown(place=place, message=ref, thread=thread, event=event)


async def put(store: Database, community: str, thing: str, *those: Shown) -> None:
    async def unit(tx: Tx) -> None:
        for each in those:
            await Showings().put(tx, community=community, view="v", thing=thing, shown=each)

    await store.write(unit)


async def of(store: Database, community: str, thing: str) -> tuple[Shown, ...]:
    return await store.read(
        lambda tx: Showings().of(tx, community=community, view="v", thing=thing)
    )


async def test_where_a_thing_is_shown_is_read_as_it_was_noted(store: Database) -> None:
    above = shown(SQUARE, "1", thread=THREAD, event="e")
    await put(store, "riverbend", "one", above)
    await put(store, "riverbend", "below", shown(THREAD, "2"))
    changed = replace(above, message=MessageRef(place=SQUARE, message="3"), event=None)
    await put(store, "riverbend", "one", changed)

    assert await of(store, "riverbend", "one") == (changed,)
    assert await of(store, "riverbend", "below") == (shown(THREAD, "2"),)
    assert await of(store, "hilltop", "one") == ()


async def test_what_stands_in_a_thread_of_a_message_that_is_no_more_is_adrift(
    store: Database,
) -> None:
    await put(store, "riverbend", "one", shown(SQUARE, "1", thread=THREAD))
    await put(store, "riverbend", "below", shown(THREAD, "2"))
    await put(store, "riverbend", "lost", shown(LOST, "3"))
    await put(store, "hilltop", "lost there", shown(LOST, "3"))

    adrift = await store.read(lambda tx: Showings().adrift(tx, community="riverbend"))

    assert adrift == (("v", "lost"),)


async def test_what_is_forgotten_is_shown_in_its_other_places_still(store: Database) -> None:
    here, there = shown(SQUARE, "1"), shown(replace(SQUARE, channel="hall"), "2", event="e")
    await put(store, "riverbend", "one", here, there)

    await store.write(
        lambda tx: Showings().forget(
            tx, community="riverbend", view="v", thing="one", place=SQUARE
        )
    )

    assert await of(store, "riverbend", "one") == (there,)
    assert await store.read(
        lambda tx: Showings().by_event(tx, community="riverbend", event="e")
    ) == (("v", "one"),)
    assert await store.read(lambda tx: Showings().things(tx, community="riverbend")) == (
        ("v", "one"),
    )
