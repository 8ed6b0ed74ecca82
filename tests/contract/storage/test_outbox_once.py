"""Jobs with a key, effects that are undone, restarts, and any order of all of it."""

import asyncio
import random
from datetime import timedelta

import pytest

from bot.core.ports import Job, Tx
from bot.storage.engine import Database
from bot.storage.outbox import Depth, Leased, Outbox
from bot.storage.sql import sql
from tests.contract.storage import notes
from tests.support.outbox_jobs import job, numbers, send
from tests.support.stores import Place, StillClock


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
