"""``run``: everything, until somebody says stop."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading

import click

from bot.compose import running
from bot.settings import load

_LONGEST_GOODBYE = 9.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_NEW_OBJECTS = 5_000


async def serve() -> None:
    """Serve until the first signal; further ones change nothing, and nine seconds end it."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def begin_to_stop() -> None:
        if not stop.is_set():
            # Whatever hangs, what was acknowledged is on the disk already.
            limit = threading.Timer(_LONGEST_GOODBYE, os._exit, (1,))
            limit.daemon = True
            limit.start()
            stop.set()

    for number in _SIGNALS:
        loop.add_signal_handler(number, begin_to_stop)
    async with running(load()) as house:
        settle()
        click.echo(f"The public site: {house.site}")
        if house.town is not None:
            click.echo(f"The town, to try everything as anyone: {house.town}")
        click.echo("Ctrl-C stops it.")
        await stop.wait()
        click.echo("Stopping.")


def settle() -> None:
    """Have the collector leave alone what stays for as long as the program runs.

    It would walk through all of it while people wait, in a crowd again and again; and it looks at
    what is new less often, for nearly all of that is gone by itself when an answer is given.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
