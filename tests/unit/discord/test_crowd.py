"""Many at once: all are acknowledged first, then served in the order of coming."""

import asyncio
from functools import partial

import pytest

import bot.adapters.discord.crowd as crowd_module
from bot.adapters.discord.crowd import ANSWERS, MANY, SERVED, Crowd


async def test_who_comes_alone_is_no_crowd() -> None:
    crowd = Crowd()
    with crowd.here, crowd.door:
        assert not crowd.dense

    await asyncio.wait_for(crowd.door.room.wait(), 30)


async def test_nobody_of_a_crowd_is_served_while_somebody_still_waits_to_be_told() -> None:
    crowd, seen = Crowd(), list[str]()
    told = asyncio.Event()

    async def serve(number: int) -> None:
        seen.append(f"served {number}")

    async def comes(number: int) -> None:
        with crowd.here:
            with crowd.door:
                await told.wait()
                seen.append(f"told {number}")
            await crowd.serve(partial(serve, number))

    coming = [asyncio.create_task(comes(n)) for n in range(3)]
    await asyncio.sleep(0)
    told.set()
    await asyncio.gather(*coming)

    assert seen == [f"told {n}" for n in range(3)] + [f"served {n}" for n in range(3)]


async def test_more_than_a_few_are_a_crowd_until_they_are_served() -> None:
    crowd, leave = Crowd(), asyncio.Event()

    async def comes() -> None:
        with crowd.here:
            await leave.wait()

    coming = [asyncio.create_task(comes()) for _ in range(MANY + 1)]
    await asyncio.sleep(0)
    dense = crowd.dense
    leave.set()
    await asyncio.gather(*coming)

    assert dense
    assert not crowd.dense


async def test_whoever_was_told_to_wait_is_served_by_those_who_have_a_place() -> None:
    crowd, served, leave = Crowd(), list[int](), asyncio.Event()

    async def serve(number: int) -> None:
        await leave.wait()
        served.append(number)

    coming = [asyncio.create_task(crowd.serve(partial(serve, n))) for n in range(SERVED + 5)]
    await asyncio.sleep(0)
    without_a_place = [task.done() for task in coming[SERVED:]]
    leave.set()
    await asyncio.gather(*coming)

    assert without_a_place == [True] * 5
    assert sorted(served) == list(range(SERVED + 5))


async def test_whoever_keeps_coming_does_not_keep_those_who_wait_from_being_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(crowd_module, "_PATIENCE", 0.01)
    crowd, served = Crowd(), list[int]()

    async def serve(number: int) -> None:
        served.append(number)

    with crowd.door:  # somebody is always there
        await asyncio.gather(*(crowd.serve(partial(serve, n)) for n in range(SERVED + 5)))

    assert served == list(range(SERVED + 5))


async def test_when_the_door_is_full_the_next_are_left_on_the_wire() -> None:
    crowd, answered = Crowd(), asyncio.Event()

    async def comes() -> None:
        with crowd.door:
            await answered.wait()

    coming = [asyncio.create_task(comes()) for _ in range(2 * ANSWERS)]
    await asyncio.sleep(0)
    room = asyncio.create_task(crowd.door.room.wait())
    await asyncio.sleep(0)
    waited = not room.done()
    answered.set()
    await asyncio.gather(*coming, room)

    assert waited
