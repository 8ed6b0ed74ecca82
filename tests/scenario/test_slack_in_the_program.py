"""With Slack's credentials the program serves Slack's address, and nobody plays in the town."""

from __future__ import annotations

import socket
from pathlib import Path

import aiohttp
from click.testing import CliRunner

from bot.cli.commands import slack
from bot.compose import running
from bot.settings import load
from tests.support.slack.server import StandIn
from tests.support.slack.wires import SECRET


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def test_what_slack_did_not_sign_is_refused_at_its_address(tmp_path: Path) -> None:
    async with StandIn().open() as stand_in:
        workspace = stand_in.world.workspace()
        settings = load(
            {
                "DATA_DIR": str(tmp_path),
                "PORT": str(_free_port()),
                "SLACK_BOT_TOKEN": workspace.token,
                "SLACK_SIGNING_SECRET": SECRET.decode(),
                "SLACK_API_URL": stand_in.url,
            }
        )
        async with running(settings) as house, aiohttp.ClientSession() as session:
            unsigned = await session.post(f"{house.site}slack/events", data=b"command=%2Fask")
            read = await session.get(house.site)
            town = await session.get(f"{house.site}town/")
            counted = await (await session.get(f"{house.site}metrics")).text()

    assert house.town is None
    assert (unsigned.status, read.status, town.status) == (401, 200, 404)
    assert "slack" not in counted  # a counter of gestures would tell when somebody asked


def test_the_manifest_is_printed_with_every_command() -> None:
    printed = CliRunner().invoke(slack, ["manifest", "--prefix", "cg"])

    assert printed.exit_code == 0
    assert "/cg-ask" in printed.output
    assert "/cg-dialogue" in printed.output
