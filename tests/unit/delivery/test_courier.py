"""Jobs are carried out once they are due, in order, and never in anybody's way."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.core.ports import Job, Later, Tx, Undeliverable
from bot.delivery.facts import Facts, fact
from bot.delivery.leased import Leased
from tests.unit.delivery.conftest import NOON, Post


def _job(kind: str = "x.do", number: int = 0, lane: str = "", **rest: object) -> Job:
    return Job(kind=kind, community="riverside", payload={"n": number}, lane=lane, **rest)  # type: ignore[arg-type]


class _Hand:
    """Notes what it was handed, and does as told."""

    def __init__(self, *troubles: Exception) -> None:
        self.numbers: list[int] = []
        self._troubles = list(troubles)

    async def __call__(self, leased: Leased) -> None:
        self.numbers.append(int(leased.payload["n"]))
        if self._troubles:
            raise self._troubles.pop(0)


async def test_jobs_of_one_lane_are_carried_out_in_order(post: Post) -> None:
    hand = _Hand()
    post.courier.on("x.do", hand)
    await post.send(*(_job(number=n, lane="channel") for n in range(20)))

    await post.courier.settle()

    assert hand.numbers == list(range(20))
    assert (await post.outbox.depth()).due == 0


async def test_a_timer_waits_for_its_time(post: Post) -> None:
    hand = _Hand()
    post.courier.on("x.do", hand)
    await post.send(_job(number=1, due_at=NOON + timedelta(hours=1)))

    await post.courier.settle()
    before = list(hand.numbers)
    post.clock.move(timedelta(hours=1))
    await post.courier.settle()

    assert before == []
    assert hand.numbers == [1]


async def test_a_platform_that_says_later_is_asked_again_later(post: Post) -> None:
    hand = _Hand(Later(timedelta(seconds=30)), Later(timedelta(seconds=30)))
    post.courier.on("x.do", hand)
    await post.send(_job())

    for _ in range(3):
        await post.courier.settle()
        post.clock.move(timedelta(seconds=31))

    assert hand.numbers == [0, 0, 0]
    assert post.reported == []
    assert await post.outbox.dead("riverside") == []


async def test_what_can_never_arrive_is_set_aside_with_its_reason(post: Post) -> None:
    hand = _Hand(Undeliverable("channel_not_found"))
    post.courier.on("x.do", hand)
    await post.send(_job(number=1, lane="channel"), _job(number=2, lane="channel"))

    await post.courier.settle()

    assert hand.numbers == [1, 2]
    assert [dead.code for dead in await post.outbox.dead("riverside")] == ["channel_not_found"]


async def test_an_error_of_ours_is_tried_again_and_given_up_after_a_minute(post: Post) -> None:
    hand = _Hand(*(ValueError("secret words") for _ in range(20)))
    post.courier.on("x.do", hand)
    await post.send(_job(number=1, lane="channel"), _job(kind="y.do", number=2, lane="other"))
    post.courier.on("y.do", other := _Hand())

    for _ in range(40):
        await post.courier.settle()
        post.clock.move(timedelta(seconds=10))

    assert hand.numbers == [1] * 6
    assert other.numbers == [2]
    assert [dead.code for dead in await post.outbox.dead("riverside")] == ["ValueError"]
    assert post.reported == ["job x.do: ValueError"] * 6


async def test_a_job_that_nobody_knows_is_set_aside(post: Post) -> None:
    await post.send(_job(kind="old.kind"))

    await post.courier.settle()

    assert [dead.code for dead in await post.outbox.dead("riverside")] == ["no_handler"]


async def test_an_effect_and_its_job_end_together(post: Post) -> None:
    async def effect(leased: Leased) -> None:
        async def unit(tx: Tx) -> None:
            await tx.once("effect")
            await leased.finish(tx)

        await post.store.write(unit)
        raise ConnectionError  # dies after the commit

    post.courier.on("x.do", effect)
    await post.send(_job())

    await post.courier.settle()
    post.clock.move(timedelta(minutes=5))
    await post.courier.settle()

    assert post.reported == ["job x.do: ConnectionError"]
    assert await post.outbox.dead("riverside") == []
    assert (await post.outbox.depth()).due == 0


async def test_the_running_courier_starts_at_once_after_a_commit(post: Post) -> None:
    done = asyncio.Event()

    async def note(_: Leased) -> None:
        done.set()

    post.courier.on("x.do", note)
    running = asyncio.create_task(post.courier.run())
    await asyncio.sleep(0)
    await post.send(_job())
    async with asyncio.timeout(30):
        await done.wait()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running

    assert done.is_set()


async def test_the_courier_outlives_a_database_that_fails_for_a_while(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = post.outbox.claim
    failures = [OSError("disk"), OSError("disk")]
    done = asyncio.Event()

    async def sometimes(at_most: int = 64) -> object:
        if failures:
            raise failures.pop()
        return await real(at_most)

    async def note(_: Leased) -> None:
        done.set()

    monkeypatch.setattr(post.outbox, "claim", sometimes)
    post.courier.on("x.do", note)
    await post.send(_job())
    running = asyncio.create_task(post.courier.run())
    for _ in range(100):
        await asyncio.sleep(0.01)
        post.clock.move(timedelta(seconds=1))
        if done.is_set():
            break
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running

    assert done.is_set()
    assert post.reported == ["courier: OSError"] * 2


async def test_every_subscriber_hears_a_fact_and_one_that_fails_hears_it_again(
    post: Post,
) -> None:
    facts = Facts(store=post.store, courier=post.courier)
    heard: list[str] = []
    troubles = [ValueError()]

    async def forums(leased: Leased) -> None:
        heard.append(f"forums {leased.payload['question']}")

    async def posts(leased: Leased) -> None:
        if troubles:
            raise troubles.pop()
        heard.append(f"posts {leased.payload['question']}")

    facts.on("questions.published", "forums", forums)
    facts.on("questions.published", "posts", posts)
    await post.send(fact("questions.published", "riverside", question="q1"))

    await post.courier.settle()
    once = list(heard)
    post.clock.move(timedelta(seconds=5))
    await post.courier.settle()

    assert once == ["forums q1"]
    assert heard == ["forums q1", "posts q1"]


def test_two_handlers_for_one_kind_are_a_mistake(post: Post) -> None:
    post.courier.on("x.do", _Hand())

    with pytest.raises(ValueError, match=r"two handlers for x\.do"):
        post.courier.on("x.do", _Hand())
