"""A crowd on Discord: ten thousand press the same button in one instant.

All count from that instant, before the first of them has been sent, and an acknowledgement is
heard when the stand-in has read and accepted it: sooner than Discord shows it, and later than the
bot has written it. The stand-in and the people share one process, the bot has the other core.
"""

from __future__ import annotations

import asyncio
import gc
import math
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.bots.stage import Bot, Server, bot as started, server
from bench.timing import Line
from bot.adapters.discord import limits
from bot.core.people import Role
from tests.support.discord.world import Interaction, Message

PRESSES: Final = 10_000
SEATS: Final = 500


async def measure(folder: Path) -> list[Line]:
    """Take every figure."""
    ours, least = folder / "burst", folder / "least"
    ours.mkdir()
    least.mkdir()
    async with server(ours) as there, started("ours", there.discord, ours) as bot:
        card = await _forum(there)
        mine = await _all_press(there, bot, card, card.buttons["I'm coming"])
    async with server(least) as there, started("least", there.discord, least) as bot:
        there.discord.world.messages[card.id] = card
        floor = await _all_press(there, bot, card, "any")
    seats = sum("You have a place" in one.text for one in mine.pressed if one.settled.is_set())
    what = f"{PRESSES:,} RSVPs at once"
    allowed = limits.ACKNOWLEDGE.total_seconds()
    return [
        # From the one instant in which all press, the first frame not yet sent, until the
        # acknowledgement of the last has been read and accepted by the stand-in.
        Line(
            f"{what}, from the instant of all to the last heard",
            f"{mine.last:.2f} s",
            f"≤ {allowed:g} s (moonshot 2.2 s)",
            mine.last <= allowed,
        ),
        Line(f"{what}: later than {allowed:g} s", f"{mine.late:,}", "0", mine.late == 0),
        Line(
            f"{what}: the same two, by the least that answers",
            f"{floor.last:.2f} s, {floor.late:,}",
        ),
        Line(
            f"{what}, processor until then: ours, the least, stand-in",
            f"{mine.each:.0f}/{floor.each:.0f}/{mine.beside:.0f} µs",
        ),
        Line(f"{what}, processor until all is carried out", f"{mine.whole:.0f} µs"),
        Line(f"{SEATS} seats: given", str(seats), f"≤ {SEATS}", seats <= SEATS),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Many who pressed at once, and what it took: microseconds of processor time for each."""

    pressed: list[Interaction]
    each: float
    """The bot's, until the last acknowledgement."""
    beside: float
    """The same of the stand-in and the people."""
    whole: float
    """The bot's, until all was carried out."""

    @property
    def late(self) -> int:
        return sum(one.heard_after > limits.ACKNOWLEDGE.total_seconds() for one in self.pressed)

    @property
    def last(self) -> float:
        """Seconds from the instant to the last acknowledgement; infinite if one never came."""
        heard = [one.heard_at - one.made if one.heard_at else math.inf for one in self.pressed]
        return max(heard)


async def _all_press(there: Server, bot: Bot, card: Message, button: str) -> Crowd:
    """Press in one instant, send as fast as the wire takes it, and wait until all is answered."""
    where, data = there.channels["forums"], {"component_type": 2, "custom_id": button}
    people = [there.someone() for _ in range(PRESSES)]
    pressed = [person.prepares(where, 3, data, card) for person in people]
    gc.freeze()  # our own collector must not walk through the people while they wait
    began, beside, instant = bot.seconds, time.process_time(), time.monotonic()
    for one in pressed:
        one.made = instant
    for number, one in enumerate(pressed):
        await there.discord.gateway.tell("INTERACTION_CREATE", one.raw, where.guild)
        if number % 50 == 0:
            await asyncio.sleep(0)  # answers are heard meanwhile
    with suppress(TimeoutError):
        async with asyncio.timeout(2 * limits.ACKNOWLEDGE.total_seconds()):
            for one in reversed(pressed):
                await one.heard.wait()
    each, beside = bot.seconds - began, time.process_time() - beside
    quiet, before = 0, -1.0
    while quiet < 3 and not all(one.settled.is_set() for one in pressed):
        await asyncio.sleep(1)
        quiet, before = (quiet + 1 if bot.seconds - before < 0.05 else 0), bot.seconds
    gc.unfreeze()
    taken = (each, beside, bot.seconds - began)
    each, beside, whole = (seconds / PRESSES * 1e6 for seconds in taken)
    return Crowd(pressed=pressed, each=each, beside=beside, whole=whole)


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
