"""The town's clock: it moves only forward, wakes who sleeps, and stops where something is due."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from typing_extensions import override

from bot.adapters.town.clock import TownClock
from bot.core.routes import Routes
from tests.support.bare_town import NoTimers, bare_town
from tests.support.clock import A_TUESDAY

HOUR = timedelta(hours=1)


async def test_a_still_clock_stands_until_it_is_moved() -> None:
    clock = TownClock(still_at=A_TUESDAY)

    clock.move(HOUR)

    assert clock.now() == A_TUESDAY + HOUR


async def test_a_sleeper_wakes_when_the_clock_is_moved_far_enough() -> None:
    clock = TownClock(still_at=A_TUESDAY)
    sleeper = asyncio.create_task(clock.sleep(2 * HOUR))
    await asyncio.sleep(0)

    clock.move(HOUR)
    await asyncio.sleep(0)
    assert not sleeper.done()

    clock.move(HOUR)
    await asyncio.wait_for(sleeper, 30)


async def test_a_running_clock_follows_the_machine_and_can_be_ahead() -> None:
    clock = TownClock()
    clock.move(HOUR)

    assert timedelta(0) <= clock.now() - HOUR - datetime.now(UTC) + timedelta(seconds=1)
    await asyncio.wait_for(clock.sleep(timedelta(milliseconds=5)), 30)

    sleeper = asyncio.create_task(clock.sleep(HOUR))
    await asyncio.sleep(0)
    clock.move(HOUR)
    await asyncio.wait_for(sleeper, 30)


async def test_no_time_at_all_is_no_sleep() -> None:
    await TownClock(still_at=A_TUESDAY).sleep(timedelta())


def test_the_clock_never_goes_back() -> None:
    clock = TownClock(still_at=A_TUESDAY)

    with pytest.raises(ValueError, match="forward"):
        clock.move(-HOUR)


async def test_a_move_stops_wherever_something_falls_due() -> None:
    seen: list[datetime] = []

    class Timers(NoTimers):
        @override
        async def settle(self) -> None:
            now = town.clock.now()
            if now in self.due:
                seen.append(now)
                self.due.remove(now)

    timers = Timers(due=[A_TUESDAY + HOUR, A_TUESDAY + 3 * HOUR, A_TUESDAY + 30 * HOUR])
    town = bare_town(Routes(), timers=timers)

    await town.move(24 * HOUR)

    assert seen == [A_TUESDAY + HOUR, A_TUESDAY + 3 * HOUR]
    assert town.clock.now() == A_TUESDAY + 24 * HOUR

    assert await town.move_to_next()
    assert town.clock.now() == A_TUESDAY + 30 * HOUR
    assert not await town.move_to_next()


async def test_a_timer_that_never_rests_does_not_hang_the_town() -> None:
    class Restless(NoTimers):
        @override
        async def next_due(self) -> datetime | None:
            return town.clock.now() + timedelta(microseconds=1)

    town = bare_town(Routes(), timers=Restless())

    with pytest.raises(RuntimeError, match="ten thousand"):
        await town.move(HOUR)
