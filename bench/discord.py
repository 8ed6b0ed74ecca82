"""Discord: the whole bot against bare discord.py handlers, through the same stand-in.

The stand-in and the people run here, each bot in a process of its own, so that its processor time
and memory are its own.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path
from typing import Any, Final

from bench.bots.stage import Server, bot, server
from bench.timing import ROUNDS, Line, ratio, spread
from bot.core.cards import Card
from bot.core.places import Place
from bot.core.routes import Routes
from bot.core.text import Verbatim
from tests.support.discord.house import bare_house
from tests.support.discord.people import Person
from tests.support.discord.world import Interaction, Message

ASKED: Final = 9
"""A round: five rounds stay below what a community may ask at once."""
CHANNELS: Final = 1_000
GUILDS: Final = 2_000


async def measure(folder: Path) -> list[Line]:
    """Take every figure."""
    return [
        *await _asking(folder),
        await _fan_out(),
        await _memory(folder),
    ]


async def _asking(folder: Path) -> list[Line]:
    ours: list[float] = []
    bare: list[float] = []
    spent = {"ours": 0.0, "bare": 0.0}
    mine, theirs = folder / "asking", folder / "bare"
    mine.mkdir()
    (folder / "unused").mkdir()
    async with server(mine) as there, bot("ours", there.discord, mine) as our:
        drafts = [await _draft(there) for _ in range(ASKED * ROUNDS)]
        async with server(folder / "unused") as other, bot("bare", other.discord, theirs) as his:
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
    async with server(own, guilds=GUILDS) as there, bot("ours", there.discord, own) as our:
        await asyncio.sleep(10)
        figure = statistics.median([our.megabytes])
    what = f"resident memory with {GUILDS:,} servers"
    return Line(what, f"{figure:.0f} MB", "≤ 150 MB (moonshot 90)", figure <= 150)


def _bare_card() -> dict[str, Any]:
    button = {"type": 2, "style": 1, "label": "Send it", "custom_id": "send"}
    return {"content": "Ready?", "components": [{"type": 1, "components": [button]}]}
