"""Tokens that run out: renewed once, stored before they are used, and never mistaken for old ones."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from bot.adapters.slack.installs import Install, Installs
from bot.core.cards import Card
from bot.core.clock import SystemClock
from bot.core.ports import Store, Tx
from bot.core.text import Verbatim
from tests.support.slack.faults import cut, refusal
from tests.support.slack.house import House, hurry

T = TypeVar("T")
HELLO = Card(title=Verbatim("Hello"))


@pytest.fixture
def house(house_for_many: House) -> House:
    return house_for_many


async def post(house: House, key: str = "k1") -> None:
    await house.running.platform.post(house.place(), HELLO, key=key)


@dataclass
class SlowReader:
    """The store, whose first reader gets what it read only when the test lets go."""

    store: Store
    has_read: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def write(self, unit: Callable[[Tx], Awaitable[T]]) -> T:
        return await self.store.write(unit)

    async def read(self, unit: Callable[[Tx], Awaitable[T]]) -> T:
        found = await self.store.read(unit)
        if not self.has_read.is_set():
            self.has_read.set()
            await self.let_go.wait()
        return found


async def _expiring(house: House) -> None:
    house.workspace.refresh = "xoxe-1"
    await house.running.installs.keep(
        Install(
            team=house.workspace.id,
            bot_user=house.workspace.bot_user,
            bot=house.workspace.bot,
            token=house.workspace.token,
            refresh="xoxe-1",
            expires_at=datetime.now(UTC) + timedelta(minutes=1),
        )
    )


async def test_a_token_is_renewed_once_and_stored_before_it_is_used(house: House) -> None:
    await _expiring(house)
    old = house.workspace.token
    others = [house.slack.world.channel(house.workspace.id, str(n)) for n in range(10)]

    await asyncio.gather(
        *(
            house.running.platform.post(house.place(c), HELLO, key=f"k{n}")
            for n, c in enumerate(others)
        )
    )
    await house.restart()
    hurry(house.running)
    await post(house)

    asked = [a.method for a in house.slack.asked]
    assert asked.count("oauth.v2.access") == 1
    assert asked.index("oauth.v2.access") < asked.index("chat.postMessage")
    assert house.workspace.token != old
    assert house.slack.statuses() == {200: len(asked)}


async def test_a_renewal_that_slack_refuses_leaves_the_token_as_it_was(house: House) -> None:
    await _expiring(house)
    house.slack.fails(refusal("oauth.v2.access", "invalid_refresh_token"), cut("oauth.v2.access"))

    await post(house)

    assert len(house.slack.world.shown_in(house.hall.id)) == 1


async def test_a_reader_that_was_slow_does_not_bring_the_old_token_back(house: House) -> None:
    await _expiring(house)
    store = SlowReader(house.store)
    installs = Installs(store, house.vault, SystemClock())
    slow = asyncio.create_task(installs.find(house.workspace.id))
    await store.has_read.wait()
    old = await installs.find(house.workspace.id)
    assert old is not None

    await installs.swap(old, replace(old, token="xoxb-renewed"))
    store.let_go.set()
    late, next_one = await slow, await installs.find(house.workspace.id)

    assert [late and late.token, next_one and next_one.token] == ["xoxb-renewed"] * 2
