"""Leases of the outbox: couriers that fall silent, share, leave and hand over."""

from bot.storage.couriers import free_all
from bot.storage.engine import Database
from bot.storage.outbox import Outbox
from tests.support.outbox_jobs import job, numbers, send
from tests.support.stores import StillClock


async def test_whoever_let_a_lease_run_out_is_refused(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    await send(store, job(1, "a"), job(2, "a"))
    (late,) = await outbox.claim()
    still.move(seconds=31)
    (taken,) = await outbox.claim()

    assert (numbers([taken]), taken.attempt) == ([1], 2)
    assert not await outbox.finish(late)
    assert not await outbox.retry(late, still.now(), "late")
    assert not await outbox.bury(late, "late")
    assert not await outbox.extend(late)
    assert await outbox.finish(taken)
    assert numbers(await outbox.claim()) == [2]


async def test_an_extended_lease_lasts(store: Database, outbox: Outbox, still: StillClock) -> None:
    await send(store, job(1))
    (leased,) = await outbox.claim()
    still.move(seconds=20)
    assert await outbox.extend(leased)
    still.move(seconds=20)

    assert await outbox.claim() == []
    assert await outbox.finish(leased)


async def test_another_courier_takes_over_when_the_first_is_silent(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    await send(store, *(job(n, f"lane {n}") for n in range(40)))
    held = await outbox.claim()
    other = Outbox(store, still)
    assert await other.claim() == []

    still.move(seconds=31)
    taken = await other.claim()

    assert sorted(numbers(taken)) == sorted(numbers(held))
    assert not any([await outbox.finish(each) for each in held])
    assert all([await other.finish(each) for each in taken])


async def test_two_couriers_share_the_lanes(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    other = Outbox(store, still)
    await outbox.claim()
    await other.claim()
    still.move(seconds=11)
    await outbox.claim()
    still.move(seconds=11)
    await other.claim()
    await send(store, *(job(n, f"lane {n}") for n in range(60)))

    ours, theirs = await outbox.claim(), await other.claim()

    assert sorted(numbers(ours + theirs)) == list(range(60))
    assert len(ours) > 10
    assert len(theirs) > 10


async def test_a_courier_that_leaves_hands_over_at_once(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    await send(store, job(1, "a"), job(2, "b"))
    held = await outbox.claim()
    await outbox.leave()

    taken = await Outbox(store, still).claim()

    assert numbers(taken) == [1, 2]
    assert not await outbox.finish(held[0])


async def test_an_owner_that_is_alone_frees_every_lease(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    await send(store, job(1, "a"), job(2))
    await outbox.claim()
    await store.write(free_all)

    assert numbers(await Outbox(store, still).claim()) == [1, 2]
