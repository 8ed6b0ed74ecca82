"""Discord: the whole bot against bare discord.py handlers, through the same stand-in.

The stand-in and the people run here, each bot in a process of its own, so that its processor time
and memory are its own.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.timing import ROUNDS, Line, ratio, spread
from bot.adapters.discord import limits
from bot.core.cards import Card
from bot.core.people import Role
from bot.core.places import Place, Purpose
from bot.core.routes import Routes
from bot.core.text import Verbatim
from tests.support.discord.house import bare_house
from tests.support.discord.people import Person
from tests.support.discord.server import StandIn
from tests.support.discord.world import Channel, Guild, Interaction, Message

ASKED: Final = 9
"""A round: five rounds stay below what a community may ask at once."""
PRESSES: Final = 10_000
SEATS: Final = 500
CHANNELS: Final = 1_000
GUILDS: Final = 2_000


async def measure(folder: Path) -> list[Line]:
    """Take every figure."""
    return [
        *await _asking(folder),
        *await _burst(folder),
        await _fan_out(),
        await _memory(folder),
    ]


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot in a process of its own."""

    process: asyncio.subprocess.Process

    @property
    def seconds(self) -> float:
        """Processor time used so far, by all threads."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    @property
    def megabytes(self) -> float:
        """Resident memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
        return int(line.split()[1]) / 1_024


@dataclass(frozen=True, slots=True)
class Server:
    """A server with channels and roles, as the configuration of the bot names them."""

    discord: StandIn
    guild: Guild
    channels: dict[str, Channel]
    roles: dict[Role, str]

    def someone(self, *roles: Role) -> Person:
        return Person(self.discord, self.guild, "someone", [self.roles[r] for r in roles])


@asynccontextmanager
async def _server(folder: Path, *, guilds: int = 1) -> AsyncGenerator[Server]:
    async with StandIn().open() as discord:
        discord.checks = False
        guild = discord.world.guild()
        channels = {p.value: discord.world.channel(guild, p.value) for p in Purpose}
        roles = {r: discord.world.role(guild, r.value) for r in (Role.LIAISON, Role.ORGANIZER)}
        for _ in range(guilds - 1):
            other = discord.world.guild("Elsewhere")
            for number in range(30):
                discord.world.channel(other, f"channel-{number}")
            for number in range(20):
                discord.world.role(other, f"role-{number}")
        there = Server(discord, guild, channels, roles)
        _configure(folder, there)
        yield there


def _configure(folder: Path, there: Server) -> None:
    config = folder / "config"
    shutil.copytree(Path(__file__).parent.parent / "config", config, dirs_exist_ok=True)
    about = (
        (config / "community.toml").read_text().partition("# Channels and what they are for")[0]
    )
    tenant = there.guild.id
    for purpose in Purpose:
        about += f'[[places]]\nplatform = "discord"\ntenant = "{tenant}"\n'
        about += (
            f'channel = "{there.channels[purpose.value].id}"\npurposes = ["{purpose.value}"]\n'
        )
    for role, group in there.roles.items():
        about += f'[[roles]]\nplatform = "discord"\ntenant = "{tenant}"\n'
        about += f'group = "{group}"\nrole = "{role.value}"\n'
    (config / "community.toml").write_text(about)


@asynccontextmanager
async def _bot(role: str, discord: StandIn, folder: Path) -> AsyncGenerator[Bot]:
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.bots.discord", role, discord.url, str(folder)
    )
    try:
        await discord.gateway.until_connected()
        await asyncio.sleep(0.5)
        yield Bot(process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        discord.gateway.sessions.clear()


async def _asking(folder: Path) -> list[Line]:
    ours: list[float] = []
    bare: list[float] = []
    spent = {"ours": 0.0, "bare": 0.0}
    mine, theirs = folder / "asking", folder / "bare"
    mine.mkdir()
    (folder / "unused").mkdir()
    async with _server(mine) as there, _bot("ours", there.discord, mine) as our:
        drafts = [await _draft(there) for _ in range(ASKED * ROUNDS)]
        async with _server(folder / "unused") as other, _bot("bare", other.discord, theirs) as his:
            card = Message(1, other.channels["questions"].id, _bare_card())
            other.discord.world.messages[1] = card
            for number in range(ROUNDS):
                began = our.seconds
                part = drafts[number * ASKED : (number + 1) * ASKED]
                ours += [await _timed(who, shown, "Send it") for who, shown in part]
                spent["ours"] += our.seconds - began
                began = his.seconds
                bare += [await _timed(other.someone(), card, "Send it") for _ in range(ASKED)]
                spent["bare"] += his.seconds - began
    at_ours, at_bare = spread(ours).p50, spread(bare).p50
    each = {name: seconds / (ASKED * ROUNDS) * 1_000 for name, seconds in spent.items()}
    return [
        Line(
            "ask, press to acknowledgement: ours and bare, p50", f"{at_ours:.2f}/{at_bare:.2f} ms"
        ),
        ratio("ask ÷ bare handler with one row, p50", at_ours / at_bare, 2.0, 1.2),
        Line("ask, processor: ours and bare", f"{each['ours']:.2f}/{each['bare']:.2f} ms"),
        ratio("ask ÷ bare handler, processor", each["ours"] / each["bare"], 2.5, 1.5),
    ]


async def _draft(there: Server) -> tuple[Person, Interaction]:
    """Fill in a question as far as the last button, which keeps it."""
    person = there.someone()
    form = await person.calls(there.channels["questions"], "ask")
    words = f"Why was street {person.id} closed on Sunday?"
    given = await person.submits(form, words=words, topic="other", naming="named", public="yes")
    return person, given


async def _timed(person: Person, shown: Message | Interaction, label: str) -> float:
    began = time.perf_counter()
    done = await person.presses(shown, label)
    taken = time.perf_counter() - began
    assert done.first is not None
    assert done.first["type"] in {4, 7}, "it was told to wait"
    return taken


async def _burst(folder: Path) -> list[Line]:
    ours, least = folder / "burst", folder / "least"
    ours.mkdir()
    least.mkdir()
    async with _server(ours) as there, _bot("ours", there.discord, ours) as bot:
        card = await _forum(there)
        mine = await _all_press(there, bot, card, card.buttons["I'm coming"])
    async with _server(least) as there, _bot("least", there.discord, least) as bot:
        there.discord.world.messages[card.id] = card
        floor = await _all_press(there, bot, card, "any")
    seats = sum("You have a place" in one.text for one in mine.pressed if one.settled.is_set())
    each = [crowd.seconds / PRESSES * 1e6 for crowd in (mine, floor)]
    what = f"{PRESSES:,} RSVPs at once"
    return [
        Line(f"{what}: later than 3 s", f"{mine.late:,}", "0", mine.late == 0),
        Line(f"{what}: later than 3 s, with the least that answers", f"{floor.late:,}"),
        Line(f"{what}: processor each, ours and the least", f"{each[0]:.0f}/{each[1]:.0f} µs"),
        Line(f"{SEATS} seats: given", str(seats), f"≤ {SEATS}", seats <= SEATS),
    ]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Many who pressed at once, and what it took."""

    pressed: list[Interaction]
    seconds: float

    @property
    def late(self) -> int:
        return sum(one.heard_after > limits.ACKNOWLEDGE.total_seconds() for one in self.pressed)


async def _all_press(there: Server, bot: Bot, card: Message, button: str) -> Crowd:
    """Press as fast as the wire takes it, until all is answered or nothing more comes."""
    where, data = there.channels["forums"], {"component_type": 2, "custom_id": button}
    people = [there.someone() for _ in range(PRESSES)]
    pressed = [person.prepares(where, 3, data, card) for person in people]
    began = bot.seconds
    for number, one in enumerate(pressed):
        one.made = time.monotonic()
        await there.discord.gateway.tell("INTERACTION_CREATE", one.raw, where.guild)
        if number % 50 == 0:
            await asyncio.sleep(0)  # answers are heard meanwhile
    quiet, before = 0, -1.0
    while quiet < 3 and not all(one.settled.is_set() for one in pressed):
        await asyncio.sleep(1)
        quiet, before = (quiet + 1 if bot.seconds - before < 0.05 else 0), bot.seconds
    return Crowd(pressed, bot.seconds - began)


async def _forum(there: Server) -> Message:
    olu = there.someone(Role.ORGANIZER)
    form = await olu.calls(there.channels["forums"], "forum schedule")
    about: dict[str, Any] = {"title": "Stops", "aim": "Agree on stops", "off_table": "Open cases"}
    draft = await olu.submits(form, **about, when="in 3 days 18:00", minutes="90")
    asked = await olu.presses(draft, "Where and who")
    who: dict[str, Any] = {"resident_host": "Maya B.", "police_host": "Sgt Lee"}
    ready = await olu.submits(
        asked, place="Town hall", format="circle", capacity=str(SEATS), **who
    )
    await olu.presses(ready, "Announce it")
    async with asyncio.timeout(20):
        while True:
            for message in there.discord.world.shown_in(there.channels["forums"].id):
                if "I'm coming" in message.buttons:
                    return message
            await asyncio.sleep(0.05)


async def _fan_out() -> Line:
    async with bare_house(Routes()) as house:
        house.discord.checks = False
        house.discord.limits.a_second = 50
        places: list[Place] = [
            house.place(house.discord.world.channel(house.guild, f"c{n}")) for n in range(CHANNELS)
        ]
        card = Card(title=Verbatim("The street is closed."))
        began = time.perf_counter()
        await asyncio.gather(*(house.running.platform.post(p, card, key=p.key) for p in places))
        taken = time.perf_counter() - began
        refused = house.discord.statuses()[429]
    what = f"a post to {CHANNELS:,} channels ÷ floor of 50/s ({refused} answers 429)"
    line = ratio(what, taken / (CHANNELS / 50), 1.12, 1.03)
    return Line(line.what, line.figure, line.aim, bool(line.met) and refused == 0)


async def _memory(folder: Path) -> Line:
    own = folder / "memory"
    own.mkdir()
    async with _server(own, guilds=GUILDS) as there, _bot("ours", there.discord, own) as our:
        await asyncio.sleep(10)
        figure = statistics.median([our.megabytes])
    what = f"resident memory with {GUILDS:,} servers"
    return Line(what, f"{figure:.0f} MB", "≤ 150 MB (moonshot 90)", figure <= 150)


def _bare_card() -> dict[str, Any]:
    button = {"type": 2, "style": 1, "label": "Send it", "custom_id": "send"}
    return {"content": "Ready?", "components": [{"type": 1, "components": [button]}]}
