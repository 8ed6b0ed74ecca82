"""Jobs and timers: order, leases, fences, on each engine."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.ports import Job, Tx
from bot.storage.couriers import free_all
from bot.storage.engine import Database
from bot.storage.outbox import Depth, Leased, Outbox
from bot.storage.sql import sql
from tests.contract.storage import notes
from tests.support.stores import Place, StillClock


def job(number: int, lane: str = "", **more: object) -> Job:
    return Job(kind="draw", community="town", payload={"n": number}, lane=lane, **more)  # type: ignore[arg-type]


def numbers(leased: list[Leased]) -> list[int]:
    return [int(each.job.payload["n"]) for each in leased]


async def send(store: Database, *jobs: Job) -> None:
    await store.write(lambda tx: tx.send(*jobs))


@pytest.fixture
def outbox(store: Database, still: StillClock) -> Outbox:
    return Outbox(store, still)


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


async def test_a_second_job_with_the_key_is_not_stored(store: Database, outbox: Outbox) -> None:
    await send(store, job(1, key="a"), job(2, key="a"), job(3, key="b"))
    await send(store, job(4, key="a"), Job(kind="draw", community="village", key="a"))
    await send(store, job(5, "lane", key="b"))

    leased = await outbox.claim()

    assert [each.job.payload.get("n") for each in leased] == [1, 3, None]


async def test_a_key_is_free_again_once_its_job_was_begun(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    """What was begun may have read the state of before: the new wish is one of its own."""
    await send(store, job(1, "a", key="draw"))
    (first,) = await outbox.claim()
    await send(store, job(2, "a", key="draw"))
    await send(store, job(3, "a", key="draw"))
    await outbox.retry(first, still.now(), "later")

    (again,) = await outbox.claim()
    await outbox.finish(again)
    (second,) = await outbox.claim()
    await outbox.finish(second)

    assert numbers([again, second]) == [1, 2]
    assert await outbox.claim() == []


async def test_a_job_can_be_cancelled_until_it_is_begun(store: Database, outbox: Outbox) -> None:
    await send(store, job(1, "a", key="x"), job(2, "a", key="y"), job(3, "a", key="z"))

    assert await store.write(lambda tx: tx.cancel(community="town", key="x"))
    assert not await store.write(lambda tx: tx.cancel(community="town", key="x"))
    assert not await store.write(lambda tx: tx.cancel(community="village", key="y"))
    (second,) = await outbox.claim()
    assert not await store.write(lambda tx: tx.cancel(community="town", key="y"))
    assert await store.write(lambda tx: tx.cancel(community="town", key="z"))
    await outbox.finish(second)

    assert numbers([second]) == [2]
    assert await outbox.claim() == []


async def test_effect_next_occurrence_and_completion_are_one(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    await notes.prepare(store)
    await send(store, job(1, "weekly", key="digest"))
    (leased,) = await outbox.claim()

    async def carry_out(tx: Tx, *, fail: bool) -> None:
        await notes.add(tx, 1)
        await tx.send(job(2, "weekly", key="digest", due_at=still.now() + timedelta(days=7)))
        assert await outbox.finish_in(tx, leased)
        if fail:
            raise LookupError

    with pytest.raises(LookupError):
        await store.write(lambda tx: carry_out(tx, fail=True))
    assert (await outbox.depth()).held == 1
    await store.write(lambda tx: carry_out(tx, fail=False))

    assert await notes.kept(store) == [1]
    assert await outbox.depth() == Depth(due=0, later=1, held=0, dead=0)
    assert await outbox.next_due() == still.now() + timedelta(days=7)
    still.move(days=7)
    assert numbers(await outbox.claim()) == [2]


async def test_a_stale_holder_undoes_its_own_effect(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    await notes.prepare(store)
    await send(store, job(1))
    (late,) = await outbox.claim()
    still.move(seconds=31)
    await outbox.claim()

    async def unit(tx: Tx) -> None:
        await notes.add(tx, 1)
        if not await outbox.finish_in(tx, late):
            raise LookupError

    with pytest.raises(LookupError):
        await store.write(unit)
    assert await notes.kept(store) == []


async def test_a_commit_with_jobs_wakes_the_courier_and_others_do_not(
    store: Database, outbox: Outbox
) -> None:
    await notes.prepare(store)
    await outbox.claim()
    waiting = asyncio.ensure_future(outbox.stirred())
    await store.write(lambda tx: notes.add(tx, 1))
    await asyncio.sleep(0.05)
    assert not waiting.done()

    await send(store, job(1))

    await asyncio.wait_for(waiting, 30)
    await outbox.claim()
    waiting = asyncio.ensure_future(outbox.stirred())
    await asyncio.sleep(0.05)
    assert waiting.cancel()


async def test_a_process_that_restarts_loses_no_job(database: Place, still: StillClock) -> None:
    async with database.open(still) as store:
        await send(store, job(1, "a"), job(2, "a"), job(3, due_at=still.now() + timedelta(days=1)))
        await Outbox(store, still).claim()

    still.move(seconds=31)  # on SQLite a restart frees what was held even before
    async with database.open(still) as store:
        outbox = Outbox(store, still)
        assert numbers(await outbox.claim()) == [1]
        assert await outbox.depth() == Depth(due=1, later=1, held=1, dead=0)


async def test_many_couriers_at_once_keep_the_order_of_every_lane(
    store: Database, still: StillClock
) -> None:
    lanes = [f"lane {n}" for n in range(12)]
    await send(store, *(job(n, lane) for n in range(15) for lane in lanes))
    done: dict[str, list[int]] = {lane: [] for lane in lanes}
    couriers = [Outbox(store, still) for _ in range(3)]
    left = 15 * len(lanes)

    async def work(courier: Outbox) -> None:
        nonlocal left
        while left:
            for leased in await courier.claim(5):
                done[leased.job.lane] += numbers([leased])
                await asyncio.sleep(0)
                assert await courier.finish(leased)
                left -= 1
            still.move(seconds=4)

    await asyncio.wait_for(asyncio.gather(*(work(courier) for courier in couriers)), 60)

    assert done == {lane: list(range(15)) for lane in lanes}


async def test_every_lane_has_one_head_whatever_happens(
    store: Database, outbox: Outbox, still: StillClock
) -> None:
    """A random walk over everything that moves jobs, with the books checked at each step."""
    walk = Walk(store, outbox, still)
    for _ in range(400):
        await walk.step()
        rows = await store.read(lambda tx: tx.all(HEADS))
        assert {row["heads"] for row in rows} <= {1}

    await walk.revive()
    for _ in range(1_000):
        still.move(seconds=31)
        taken = await outbox.claim()
        for leased in taken:
            assert await outbox.finish(leased)
        if not taken:
            break
    assert await outbox.depth() == Depth(due=0, later=0, held=0, dead=0)


HEADS = sql("""
    SELECT lane, COUNT(due_at) AS heads FROM job
     WHERE state <> 'dead' AND lane <> '' GROUP BY lane
""")


class Walk:
    """Everything that can happen to jobs, chosen by dice."""

    def __init__(self, store: Database, outbox: Outbox, still: StillClock) -> None:
        self.dice = random.Random(7)
        self.store, self.outbox, self.still = store, outbox, still
        self.held: list[Leased] = []
        self.sent = 0

    async def step(self) -> None:
        moves = [self.send, self.send, self.claim, self.cancel, self.move]
        if self.held:
            moves += [self.finish, self.retry, self.bury]
        await self.dice.choice(moves)()

    async def send(self) -> None:
        self.sent += 1
        due_at = self.still.now() + timedelta(seconds=self.dice.randint(-30, 30))
        lane, key = self.dice.choice(("a", "b", "c", "")), self.dice.choice((None, "k", "l"))
        await send(self.store, job(self.sent, lane, due_at=due_at, key=key))

    async def claim(self) -> None:
        self.held += await self.outbox.claim(self.dice.randint(1, 4))

    async def cancel(self) -> None:
        key = self.dice.choice("kl")
        await self.store.write(lambda tx: tx.cancel(community="town", key=key))

    async def move(self) -> None:
        self.still.move(seconds=self.dice.choice((1, 5, 40)))
        await self.revive()

    async def revive(self) -> None:
        for each in await self.outbox.dead("town"):
            await self.outbox.revive(each.id)

    async def finish(self) -> None:
        await self.outbox.finish(self._one())

    async def retry(self) -> None:
        await self.outbox.retry(self._one(), self.still.now() + timedelta(seconds=3), "again")

    async def bury(self) -> None:
        await self.outbox.bury(self._one(), "poison")

    def _one(self) -> Leased:
        return self.held.pop(self.dice.randrange(len(self.held)))
