"""Connections drop, sessions resume, events arrive twice, and crashes cost nothing."""

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from bot.adapters.discord import client, door
from bot.adapters.discord.guards import StartGuard
from bot.adapters.discord.notebook import Notebook
from bot.adapters.discord.voice import PLATFORM
from bot.compose.on_discord import discord_door
from bot.core.actions import Signer, act
from bot.core.cards import Button, Card
from bot.core.clock import SystemClock
from bot.core.errors import SetupError
from bot.core.forms import Form, Words
from bot.core.gestures import Called, Press, Submitted
from bot.core.kept import Kept
from bot.core.routes import Command, Responds, Routes, accept
from bot.core.text import Verbatim, say
from bot.settings.environment import read_environment
from tests.support.discord.faults import Fault
from tests.support.discord.house import House, bare_house
from tests.support.discord.server import TOKEN
from tests.support.riverbend import RiverbendDirectory


@dataclass
class Counter:
    """A route with a durable effect: one gesture, one count."""

    done: list[str] = field(default_factory=list)
    routes: Routes = field(default_factory=Routes)

    def __post_init__(self) -> None:
        async def show(called: Called) -> Card:
            return self.card()

        async def press(press: Press) -> Card:
            self.done.append(press.key)
            return self.card()

        async def ask(called: Called) -> Form:
            field_ = Words(name="why", label=say("core.yes"))
            return Form(
                title=say("core.done"),
                fields=(field_,),
                action=act("count.say"),
                submit=say("core.yes"),
            )

        async def told(given: Submitted) -> Card:
            self.done.append(given.answers.words("why"))
            return self.card()

        about = say("core.yes")
        self.routes.command(
            Command(name="count", about=about, responds=Responds.PUBLICLY, handle=show)
        )
        self.routes.command(Command(name="say", about=about, responds=Responds.FORM, handle=ask))
        self.routes.on("count.up", Responds.BY_UPDATING, press)
        self.routes.form("count.say", Responds.PRIVATELY, accept, told)

    def card(self) -> Card:
        up = Button(say("core.yes"), act("count.up"))
        return Card(title=Verbatim(f"{len(self.done)} so far"), actions=(up,))


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
async def house(counter: Counter) -> AsyncGenerator[House]:
    async with bare_house(counter.routes) as house:
        yield house
    assert house.discord.all_refusals() == []


async def _works(house: House, counter: Counter) -> bool:
    before = len(counter.done)
    maya = house.someone("maya")
    shown = await maya.calls(house.hall, "count")
    await maya.presses(shown, "Yes")
    return len(counter.done) == before + 1


async def _until(house: House, what: str, count: int) -> None:
    async with asyncio.timeout(15):
        while getattr(house.discord.gateway, what) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_the_bot_asks_for_no_privileged_intent_and_for_none_it_does_not_use(
    house: House,
) -> None:
    session = next(iter(house.discord.gateway.sessions.values()))
    guilds, messages, letters, meetings = 1 << 0, 1 << 9, 1 << 12, 1 << 16

    assert session.intents == guilds | messages | letters | meetings


@pytest.mark.parametrize("way", ["drop", "cut", "reconnect", "invalid", "invalid for good"])
async def test_after_a_lost_connection_the_bot_answers_again(
    house: House, counter: Counter, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_BETWEEN_IDENTIFYS", 0.05)
    gateway = house.discord.gateway
    match way:
        case "drop":
            await gateway.drop(4000)
        case "cut":
            await gateway.cut()
        case "reconnect":
            await gateway.ask_to_reconnect()
        case "invalid":
            await gateway.invalidate(resumable=True)
        case _:
            await gateway.invalidate(resumable=False)

    if way == "invalid for good":
        await _until(house, "identified", 2)
    else:
        await _until(house, "resumed", 1)

    assert await _works(house, counter)
    assert house.reported == []


async def test_what_happened_while_the_line_was_down_is_heard_on_resuming(
    house: House, counter: Counter
) -> None:
    maya = house.someone("maya")
    shown = await maya.calls(house.hall, "count")
    await house.discord.gateway.drop(4000)

    await maya.presses(shown, "Yes")

    assert len(counter.done) == 1


async def test_a_replayed_interaction_has_one_effect(house: House, counter: Counter) -> None:
    maya = house.someone("maya")
    shown = await maya.calls(house.hall, "count")
    pressed = await maya.presses(shown, "Yes")
    session = next(iter(house.discord.gateway.sessions.values()))

    await house.discord.gateway.replay(session, last=1)
    still_works = await _works(house, counter)

    assert still_works
    assert len(counter.done) == 2
    assert pressed.refused == []


async def test_a_press_that_came_too_late_is_not_carried_out(
    house: House, counter: Counter
) -> None:
    maya = house.someone("maya")
    shown = await maya.calls(house.hall, "count")
    data = {"component_type": 2, "custom_id": shown.message.buttons["Yes"]}

    late = await maya.begins(house.hall, 3, data, shown.message, ago=4.0)
    await _works(house, counter)

    assert len(counter.done) == 1
    assert late.first is None
    assert late.refused == [10062]


async def test_a_clock_that_is_fast_stops_nobody(
    house: House, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbound = house.running._hearing._inbound
    assert inbound is not None
    object.__setattr__(inbound, "wall", lambda: time.time() + 3_600)

    assert await _works(house, counter)


async def test_a_restart_goes_on_with_the_session_and_hears_what_it_missed(
    house: House, counter: Counter
) -> None:
    maya = house.someone("maya")
    shown = await maya.calls(house.hall, "count")

    await house.stop()
    data = {"component_type": 2, "custom_id": shown.message.buttons["Yes"]}
    missed = await maya.begins(house.hall, 3, data, shown.message)
    await house.start()
    async with asyncio.timeout(30):
        await missed.settled.wait()

    assert house.discord.gateway.closed_with[0] == 4000
    assert house.discord.gateway.identified == 1
    assert house.discord.gateway.resumed == 1
    assert len(counter.done) == 1


async def test_a_restart_whose_session_is_gone_begins_a_new_one(
    house: House, counter: Counter
) -> None:
    await house.stop()
    house.discord.gateway.sessions.clear()

    await house.start()
    await _until(house, "identified", 2)

    assert house.discord.gateway.identified == 2
    assert await _works(house, counter)


async def test_an_interaction_under_way_is_answered_before_the_bot_leaves(
    house: House, counter: Counter
) -> None:
    started = asyncio.Event()

    async def slow(called: Called) -> Card:
        started.set()
        await asyncio.sleep(0.5)
        counter.done.append("slow")
        return Card(title=Verbatim("done"))

    counter.routes.command(
        Command(name="slow", about=say("core.yes"), responds=Responds.PRIVATELY, handle=slow)
    )
    await house.running.sync(house.dispatcher)
    maya = house.someone("maya")
    calling = asyncio.create_task(maya.calls(house.hall, "slow"))
    await started.wait()

    await house.stop()
    answered = await calling

    assert answered.text == "### done"
    assert counter.done == ["slow"]


async def test_commands_are_sent_once_and_again_only_when_they_change(
    house: House, counter: Counter
) -> None:
    world = house.discord.world
    first = world.times_synced

    await house.restart()
    unchanged = world.times_synced
    counter.routes.command(
        Command(name="more", about=say("core.yes"), responds=Responds.FORM, handle=_never)
    )
    await house.restart()

    assert (first, unchanged, world.times_synced) == (1, 1, 2)
    assert {c["name"] for c in world.commands} == {"count", "say", "more"}


async def test_a_network_that_is_not_there_yet_is_waited_for(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_AGAIN", timedelta(milliseconds=20))
    async with bare_house(counter.routes, running=False) as house:
        house.discord.fails(Fault("GET", "/users/@me", 503, "<html>", times=2))
        house.discord.fails(Fault("GET", "/gateway/bot", 503, "<html>", times=1))

        await house.start()

        assert await _works(house, counter)
        assert len(house.reported) == 3


async def test_a_refused_token_is_one_sentence(counter: Counter) -> None:
    async with bare_house(counter.routes, running=False) as house:
        house.discord.token_works = False

        with pytest.raises(SetupError, match="DISCORD_TOKEN"):
            await house.start()


@pytest.mark.parametrize(("code", "said"), [(4004, "DISCORD_TOKEN"), (4014, "intent")])
async def test_a_gateway_that_refuses_for_good_is_one_sentence(
    counter: Counter, code: int, said: str
) -> None:
    async with bare_house(counter.routes, running=False) as house:
        house.discord.gateway.close_new_with = code

        with pytest.raises(SetupError, match=said):
            await house.start()


async def test_shards_are_split_between_processes(counter: Counter) -> None:
    async with bare_house(counter.routes, running=False) as house:
        await house.start(shard_ids=(1,), shard_count=2)

        session = next(iter(house.discord.gateway.sessions.values()))

        assert session.shard == (1, 2)
        assert house.discord.world.times_synced == 0


async def test_four_hundred_press_at_once_and_each_is_acknowledged_and_counted_once(
    house: House, counter: Counter
) -> None:
    house.discord.checks = False  # the contract takes longer to look than the bot to answer
    shown = await house.someone("maya").calls(house.hall, "count")
    data = {"component_type": 2, "custom_id": shown.message.buttons["Yes"]}
    crowd = [house.someone(f"p{n}") for n in range(400)]

    # As if made a minute from now: on a slow machine nobody is late, and all are a crowd still.
    pressed = [await p.begins(house.hall, 3, data, shown.message, ago=-60.0) for p in crowd]
    async with asyncio.timeout(60):
        await asyncio.gather(*(one.settled.wait() for one in pressed))

    assert len(counter.done) == len(set(counter.done)) == 400
    assert any(one.was_told_to_wait for one in pressed)
    assert [one.refused for one in pressed if one.refused] == []


async def test_two_processes_hear_each_half_of_the_servers(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_BETWEEN_IDENTIFYS", 0.05)
    async with bare_house(counter.routes, running=False) as house:
        here = await house.start(shard_ids=(0, 1), shard_count=4)
        elsewhere = replace(house, door=None, notes=house.notes.with_suffix(".other"))
        await elsewhere.start(shard_ids=(2, 3), shard_count=4)
        try:
            await house.discord.gateway.until_connected(4)
            sessions = house.discord.gateway.sessions.values()

            assert sorted(s.shard for s in sessions) == [(n, 4) for n in range(4)]
            assert house.discord.world.times_synced == 1
            assert sorted(here.client.sessions()) == [0, 1]
        finally:
            await elsewhere.stop()


async def test_the_setting_for_shards_reaches_the_gateway(tmp_path: Path) -> None:
    given = {"DATA_DIR": str(tmp_path), "DISCORD_TOKEN": TOKEN, "DISCORD_SHARDS": "1,3/4"}
    directory, clock = RiverbendDirectory(PLATFORM), SystemClock()

    door = discord_door(
        read_environment(given),
        signer=Signer(b"k" * 32),
        directory=directory,
        kept=Kept(clock),
        clock=clock,
    )

    assert door is not None
    assert (door.client.shard_ids, door.client.shard_count) == ([1, 3], 4)


async def test_no_session_is_begun_when_discord_says_that_none_is_left(counter: Counter) -> None:
    async with bare_house(counter.routes, running=False) as house:
        house.discord.starts_left = 0
        began = time.monotonic()

        await house.start()

        assert time.monotonic() - began >= 0.2


async def test_a_day_of_crashes_never_uses_up_the_sessions_of_a_day(tmp_path: Path) -> None:
    """Restarted every five seconds for a day, it begins fewer than 1,000 sessions."""
    clock = [1_000_000.0]
    begun = 0
    for _ in range(24 * 3_600 // 5):
        clock[0] += 5.0
        guard = StartGuard(Notebook(tmp_path / "notes.json"), lambda: clock[0])
        if guard.patience() == 0.0:
            await guard.wait()
            begun += 1

    assert 500 < begun < 900


def test_a_guard_whose_file_is_broken_or_whose_clock_was_set_back_still_lets_one_start(
    tmp_path: Path,
) -> None:
    notes = tmp_path / "notes.json"
    notes.write_bytes(b"{not json")
    broken = StartGuard(Notebook(notes), lambda: 5.0).patience()
    notes.write_bytes(orjson.dumps({"identify": [50, 1_000_000.0]}))
    set_back = StartGuard(Notebook(notes), lambda: 5.0).patience()

    assert (broken, set_back) == (0.0, 0.0)


async def _never(called: Called) -> Form:
    raise AssertionError(called)
