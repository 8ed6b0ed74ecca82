"""The stage for bots on Discord: a server on the stand-in, and each bot in its own process."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.core.people import Role
from bot.core.places import Purpose
from tests.support.discord.people import Person
from tests.support.discord.server import TOKEN, StandIn
from tests.support.discord.world import Channel, Guild


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
async def server(folder: Path, *, guilds: int = 1) -> AsyncGenerator[Server]:
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
    shutil.copytree(Path(__file__).parents[2] / "config", config, dirs_exist_ok=True)
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
async def bot(role: str, discord: StandIn, folder: Path) -> AsyncGenerator[Bot]:
    """Start ours, as an operator does, or a rival, by its name."""
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    rival = ("bench.bots.discord", role, discord.url, str(folder))
    ours = {
        "DATA_DIR": str(folder / "data"),
        "CONFIG_DIR": str(folder / "config"),
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": discord.url,
        "PORT": "0",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *(("bot", "run") if role == "ours" else rival),
        env={**os.environ, **ours},
        stdout=asyncio.subprocess.DEVNULL,
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
