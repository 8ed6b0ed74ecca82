"""The manifest: what Slack is told, made from the routes."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.adapters.slack.commands import command_of
from bot.adapters.slack.manifest import BOT_SCOPES, EVENTS, Wanted, manifest, written
from bot.compose.on_slack import manifest as made
from bot.core.routes import Routes
from tests.support.town import open_town

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
async def routes(tmp_path: Path) -> AsyncGenerator[Routes]:
    async with open_town(tmp_path / "data") as town:
        yield town.app.routes


async def test_the_manifest_beside_the_configuration_is_up_to_date(routes: Routes) -> None:
    assert (ROOT / "config" / "slack-manifest.yaml").read_text() == made(routes)


async def test_every_command_is_reached_by_the_name_that_slack_is_told(routes: Routes) -> None:
    for prefix in ("", "cg"):
        told = manifest(routes, Wanted(prefix=prefix))
        names = {c["command"] for c in told["features"]["slash_commands"]}
        for command in routes.commands:
            word, _, rest = command.partition(" ")
            name = f"/{prefix}-{word}" if prefix else f"/{word}"
            assert name in names
            for line in (
                command_of(routes, name, rest),
                command_of(routes, "/dialogue", command),
            ):
                assert line is not None
                assert line.command.name == command


async def test_names_and_descriptions_fit(routes: Routes) -> None:
    told = manifest(routes, Wanted(prefix="p" * 12, address="https://example.org"))
    features = told["features"]

    assert len(features["slash_commands"]) <= 50
    assert len(features["shortcuts"]) <= 10
    for command in features["slash_commands"]:
        assert len(command["command"]) <= 32
        assert 1 <= len(command["description"]) <= 2_000
        assert command["should_escape"] is False
    for shortcut in features["shortcuts"]:
        assert 1 <= len(shortcut["name"]) <= 24
        assert 1 <= len(shortcut["description"]) <= 150
    assert len(told["display_information"]["description"]) <= 140


async def test_over_http_there_is_one_address_and_by_socket_none(routes: Routes) -> None:
    http = manifest(routes, Wanted(address="https://example.org/"))
    socket = manifest(routes, Wanted())

    assert set(_urls(http)) == {
        "https://example.org/slack/events",
        "https://example.org/slack/oauth_redirect",
    }
    assert _urls(socket) == []
    assert socket["settings"]["socket_mode_enabled"]
    assert http["settings"]["token_rotation_enabled"]


async def test_menus_are_shortcuts_of_messages(routes: Routes) -> None:
    told = manifest(routes, Wanted())["features"]["shortcuts"]

    assert {s["callback_id"] for s in told if s["type"] == "message"} == set(routes.menus)
    assert any(s["callback_id"] == "start~ask" for s in told if s["type"] == "global")


def test_no_scope_reads_more_than_it_must() -> None:
    assert not {scope for scope in BOT_SCOPES if "email" in scope or "admin" in scope}
    assert "message.channels" not in EVENTS
    assert "message.groups" not in EVENTS


@pytest.mark.parametrize("prefix", ["A", "a-b", "a b", "x" * 13, "é"])
def test_an_odd_prefix_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        written(Routes(), Wanted(prefix=prefix))


def test_the_manifest_reads_back() -> None:
    assert yaml.safe_load(written(Routes(), Wanted()))["settings"]["socket_mode_enabled"] is True


def _urls(told: Any) -> list[str]:
    match told:
        case dict():
            return [u for part in told.values() for u in _urls(part)]
        case list():
            return [u for part in told for u in _urls(part)]
        case str() if told.startswith("http"):
            return [told]
        case _:
            return []
