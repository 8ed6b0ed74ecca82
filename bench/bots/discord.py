"""Rivals on Discord, by name: a bare handler, and the least that answers a crowd."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any, Final

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bench.rivals import bare_handler
from tests.support.discord.server import TOKEN

_CONNECTIONS: Final = 100
_JSON: Final = {"Content-Type": "application/json"}


async def _run_bare(url: str, folder: Path) -> None:
    Route.BASE = url
    async with bare_handler(folder) as handler:
        client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None)

        class Ask(discord.ui.View):
            """One button that keeps one row."""

            @discord.ui.button(label="Send it", custom_id="send")
            async def send(self, interaction: discord.Interaction, _: object) -> None:
                """Keep it, then say so."""
                await handler.one_row()
                await interaction.response.send_message("Saved.", ephemeral=True)

        async with client:
            client.add_view(Ask(timeout=None))
            await _connect(client)


async def _run_least(url: str, folder: Path) -> None:
    """Answer every interaction with the shortest answer there is, after one commit for many."""
    Route.BASE = url
    connector = aiohttp.TCPConnector(limit=_CONNECTIONS)
    async with bare_handler(folder) as handler, aiohttp.ClientSession(connector=connector) as line:
        client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None)
        came: asyncio.Queue[Any] = asyncio.Queue()
        client._connection.parsers["INTERACTION_CREATE"] = came.put_nowait  # noqa: SLF001
        door = asyncio.Semaphore(_CONNECTIONS)

        async def answer(raw: dict[str, Any]) -> None:
            address = f"{url}/interactions/{raw['id']}/{raw['token']}/callback"
            async with door, line.post(address, data=b'{"type":6}', headers=_JSON):
                pass

        async def answer_all() -> None:
            async with asyncio.TaskGroup() as answers:
                while True:
                    many = [await came.get()]
                    while not came.empty():
                        many.append(came.get_nowait())
                    await handler.rows(len(many))
                    for raw in many:
                        answers.create_task(answer(raw))

        async with client, asyncio.TaskGroup() as all_of_it:
            all_of_it.create_task(answer_all())
            await _connect(client)


async def _connect(client: discord.Client) -> None:
    await client.login(TOKEN)
    _, gateway, _ = await client.http.get_bot_gateway()
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    await client.connect()


_BOTS: Final = {"bare": _run_bare, "least": _run_least}

if __name__ == "__main__":
    _, _name, _url, _folder = sys.argv
    asyncio.run(_BOTS[_name](_url, Path(_folder)))
