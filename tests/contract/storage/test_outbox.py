"""The outbox: jobs in order, lanes that wait, what is tried again or given up."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.ports import Job, Tx
from bot.storage.engine import Database
from bot.storage.outbox import Depth, Outbox
from tests.support.outbox_jobs import job, numbers, send
from tests.support.stores import StillClock


async def test_a_job_comes_back_as_it_was_sent(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    sent = Job(
        kind="remind",
        community="town",
        payload={"forum": "f1", "n": 2},
        lane="discord:1:2:",
        due_at=still.now(),
        key="remind:f1",
    )
    await send(store, sent)

    (leased,) = await outbox.claim()

    assert leased.job == sent
    assert leased.attempt == 1
    assert await outbox.finish(leased)
    assert await outbox.claim() == []
    assert await outbox.depth() == Depth(due=0, later=0, held=0, dead=0)


async def test_a_job_of_a_failed_unit_was_never_sent(store: Database, outbox: Outbox) -> None:
    async def fail(tx: Tx) -> None:
        await tx.send(job(1))
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(fail)
    assert await outbox.claim() == []


async def test_a_timer_waits_for_its_instant(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    await send(store, job(1, due_at=still.now() + timedelta(minutes=5)))

    assert await outbox.claim() == []
    assert await outbox.next_due() == still.now() + timedelta(minutes=5)
    still.move(minutes=5)
    assert numbers(await outbox.claim()) == [1]


async def test_jobs_come_in_the_order_in_which_they_fell_due(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    now = still.now()
    await send(store, job(3), job(4), job(1, due_at=now - timedelta(seconds=2)), job(5))
    await send(store, job(6), job(2, due_at=now - timedelta(seconds=1)))

    assert numbers(await outbox.claim()) == [1, 2, 3, 4, 5, 6]


async def test_one_lane_goes_one_by_one_and_others_do_not_wait(
    store: Database, outbox: Outbox
) -> None:
    await send(store, job(1, "a"), job(2, "a"), job(3, "b"), job(4, "a"), job(5), job(6))

    first = await outbox.claim()
    assert numbers(first) == [1, 3, 5, 6]
    assert await outbox.claim() == []
    await outbox.finish(first[0])
    (second,) = await outbox.claim()
    assert numbers([second]) == [2]
    await outbox.finish(second)
    assert numbers(await outbox.claim()) == [4]


async def test_the_same_lane_of_another_community_is_another_lane(
    store: Database, outbox: Outbox
) -> None:
    await send(
        store,
        Job(kind="draw", community="town", payload={"n": 1}, lane="a"),
        Job(kind="draw", community="village", payload={"n": 2}, lane="a"),
    )

    assert numbers(await outbox.claim()) == [1, 2]


async def test_what_falls_due_earlier_goes_first_although_it_was_sent_later(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    await send(store, job(2, "a", due_at=still.now() + timedelta(hours=2)))
    await send(store, job(3, "a", due_at=still.now() + timedelta(hours=3)))
    await send(store, job(1, "a", due_at=still.now() + timedelta(hours=1)))
    await send(store, job(0, "a"))

    done = []
    for _ in range(4):
        (leased,) = await outbox.claim()
        done += numbers([leased])
        await outbox.finish(leased)
        still.move(hours=1)
    assert done == [0, 1, 2, 3]


async def test_a_lane_waits_for_the_job_that_is_tried_again(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    await send(store, job(1, "a"), job(2, "a"))
    (first,) = await outbox.claim()
    assert await outbox.retry(first, still.now() + timedelta(seconds=10), "rate_limited")
    await send(store, job(0, "a", due_at=still.now() - timedelta(hours=1)))

    assert await outbox.claim() == []
    assert await outbox.next_due() == still.now() + timedelta(seconds=10)
    still.move(seconds=10)
    (again,) = await outbox.claim()
    assert (numbers([again]), again.attempt, again.id) == ([1], 2, first.id)
    await outbox.finish(again)
    assert numbers(await outbox.claim()) == [0]


async def test_a_lane_goes_on_without_a_job_that_was_given_up(
    store: Database, outbox: Outbox
) -> None:
    await send(store, job(1, "a"), job(2, "a"))
    (poison,) = await outbox.claim()
    assert await outbox.bury(poison, "channel_gone")

    assert numbers(await outbox.claim()) == [2]
    (dead,) = await outbox.dead("town")
    assert (dead.job.payload, dead.code, dead.attempt) == ({"n": 1}, "channel_gone", 1)
    assert dead.id == poison.id
    assert await outbox.dead("village") == []


async def test_of_a_dead_job_only_the_day_is_kept(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    await send(store, job(1))
    (poison,) = await outbox.claim()
    await outbox.bury(poison, "channel_gone")

    (dead,) = await outbox.dead("town")
    assert dead.job.due_at == datetime(2026, 11, 24, tzinfo=UTC)


async def test_dead_jobs_are_forgotten_in_the_end(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    await send(store, job(1), job(2))
    for leased in await outbox.claim():
        await outbox.bury(leased, "channel_gone")
        still.move(days=2)

    assert await outbox.forget_dead(still.now() - timedelta(days=3)) == 1
    assert [dead.job.payload for dead in await outbox.dead("town")] == [{"n": 2}]


async def test_a_revived_job_is_tried_anew(store: Database, outbox: Outbox) -> None:
    await send(store, job(1, "a"), job(2, "a"))
    (poison,) = await outbox.claim()
    await outbox.bury(poison, "channel_gone")
    assert await outbox.revive(poison.id)
    assert not await outbox.revive(poison.id)
    assert not await outbox.finish(poison)

    (second,) = await outbox.claim()
    assert numbers([second]) == [2]
    await outbox.finish(second)
    (again,) = await outbox.claim()
    assert (numbers([again]), again.attempt, again.id) == ([1], 1, poison.id)


async def test_a_revived_job_of_an_empty_lane_is_due_at_once(
    store: Database, outbox: Outbox
) -> None:
    await send(store, job(1, "a"))
    (poison,) = await outbox.claim()
    await outbox.bury(poison, "channel_gone")
    await outbox.revive(poison.id)

    assert numbers(await outbox.claim()) == [1]
