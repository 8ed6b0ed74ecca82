"""How fast requests go, on a clock that only the test moves."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import pytest
from typing_extensions import override

from bot.adapters.discord import limits
from bot.adapters.discord.guards import Window, invalid_breaker
from bot.adapters.discord.rest import Pace

A_SECOND = 50


class QuickLoop(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next thing that is due."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        selector: Any = self._selector  # type: ignore[attr-defined]
        select = selector.select

        def at_once(timeout: float | None = None) -> Any:
            self._now += (timeout or 0.0) + 1e-6
            return select(0)

        selector.select = at_once

    @override
    def time(self) -> float:
        return self._now


def quickly(work: Callable[[], Any]) -> None:
    with asyncio.Runner(loop_factory=QuickLoop) as runner:
        runner.run(work())


async def send(pace: Pace, answers_after: Callable[[], float], times: int) -> list[float]:
    """Send ``times`` requests; return when the other side counted each, somewhere on its way."""
    counted: list[float] = []
    loop = asyncio.get_running_loop()
    trace: Any = pace.trace()

    async def one() -> None:
        await trace.on_request_start[0](None, None, None)
        way = answers_after()
        there = random.uniform(0, way)
        await asyncio.sleep(there)
        counted.append(loop.time())
        await asyncio.sleep(way - there)
        await trace.on_request_exception[0](None, None, None)

    trace.freeze()
    await asyncio.gather(*(one() for _ in range(times)))
    return sorted(counted)


def most_in_a_second(counted: list[float]) -> int:
    return max(sum(at <= other < at + 1 for other in counted) for at in counted)


@pytest.mark.parametrize(
    "way", [lambda: 0.004, lambda: 0.08, lambda: random.choice([0.01, 0.01, 0.01, 0.9])]
)
def test_no_second_has_more_requests_than_discord_allows(way: Callable[[], float]) -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        counted = await send(Pace(invalid_breaker(loop.time)), way, 500)

        assert most_in_a_second(counted) <= limits.PER_SECOND < A_SECOND

    quickly(work)


def test_a_thousand_requests_take_hardly_longer_than_they_must() -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        counted = await send(Pace(invalid_breaker(loop.time)), lambda: 0.02, 1_000)

        assert counted[-1] <= 1.06 * 1_000 / A_SECOND

    quickly(work)


def test_requests_go_evenly_and_not_in_bursts() -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        counted = await send(Pace(invalid_breaker(loop.time)), lambda: 0.0, 200)

        tenths = [sum(at <= other < at + 0.1 for other in counted) for at in counted]
        assert max(tenths) <= 0.1 * A_SECOND + 3

    quickly(work)


def test_a_process_with_a_quarter_of_the_shards_takes_a_quarter_of_the_requests() -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        pace = Pace(invalid_breaker(loop.time), share=0.25)

        assert most_in_a_second(await send(pace, lambda: 0.01, 100)) <= A_SECOND / 4

    quickly(work)


def test_a_place_is_free_again_a_second_after_the_answer_and_no_sooner() -> None:
    async def work() -> None:
        loop, window = asyncio.get_running_loop(), Window(1)
        await window.enter()
        await asyncio.sleep(5)
        window.leave()
        await window.enter()

        assert loop.time() == pytest.approx(6)

    quickly(work)
