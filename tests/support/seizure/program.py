"""The whole program in a process of its own, as an operator runs it, and steered from outside.

``python -m tests.support.seizure.program FOLDER`` reads its settings from the environment. Every
library may log at every level, into ``FOLDER/debug.log``; what the program lets out itself goes
to the standard error. Orders come line by line on the standard input, and each is answered.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from datetime import timedelta
from pathlib import Path

from bot.adapters.discord import limits as discord
from bot.adapters.slack import limits as slack
from bot.adapters.town.clock import TownClock
from bot.compose import running
from bot.compose.app import App
from bot.delivery import observe
from bot.settings import load
from tests.support.seizure.town import TownDay


async def _obey(app: App, town: TownDay, order: str, much: str) -> list[str]:
    """Do one thing; in the town asking gives receipts, which only their owners see elsewhere."""
    match order:
        case "move":
            await app.town.move(timedelta(minutes=float(much)))
        case "quiet" if app.slack is not None:
            while app.slack._under_way:
                await asyncio.wait(app.slack._under_way)
        case "asks":
            return await town.asks()
        case "answers":
            return await town.answers()
        case "takes_back":
            return await town.takes_back()
        case _:
            raise ValueError(order)
    return []


async def _run() -> None:
    loop = asyncio.get_running_loop()
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    async with running(load(), clock=TownClock()) as house:
        for door in (house.app.discord, house.app.slack):
            if door is not None:
                await door.wait_until_up()
        town = TownDay(house.app)
        _say(house.site)
        while line := (await orders.readline()).decode().strip():
            order, _, much = line.partition(" ")
            _say(",".join(["done", *await _obey(house.app, town, order, much)]))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(folder: Path) -> None:
    """Run until the standard input ends."""
    discord.PER_SECOND = 10_000  # type: ignore[misc]  # the platforms' pace is tested apart
    slack.POST_EVERY = timedelta()  # type: ignore[misc]
    observe.set_up()
    everything = logging.FileHandler(folder / "debug.log")
    everything.setLevel(logging.DEBUG)
    everything.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(everything)
    logging.getLogger().setLevel(logging.DEBUG)
    observe.harden()
    asyncio.run(_run())
    held = "\0".join(f"{name}={value}" for name, value in os.environ.items())
    (folder / "environment").write_text(held)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
