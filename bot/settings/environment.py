"""Secrets and addresses, from the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from typing_extensions import override

from bot.core.errors import SetupError

NAMES: Final[tuple[str, ...]] = (
    "CONFIG_DIR",
    "DATABASE_URL",
    "DATA_DIR",
    "DISCORD_API_URL",
    "DISCORD_SHARDS",
    "DISCORD_TOKEN",
    "HOST",
    "METRICS_TOKEN",
    "PORT",
    "SECRET_KEY",
    "SLACK_API_URL",
    "SLACK_APP_TOKEN",
    "SLACK_BOT_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_SIGNING_SECRET",
)
"""Every name that is read, for the example file and the tests."""

LEAST_KEY: Final = 32
_LEAST_TOKEN: Final = 16
_MOST_PORT: Final = 65_535
_HOST: Final = re.compile(r"[A-Za-z0-9.:_-]{1,253}")
_SHARDS: Final = re.compile(r"(\d{1,5}(?:,\d{1,5})*)/(\d{1,5})", re.ASCII)
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that no log, traceback or message shows."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """Return the value, for the one who hands it over."""
        return self._value

    @override
    def __repr__(self) -> str:
        """Show that there is one, and nothing of it."""
        return "Secret(…)"

    @override
    def __str__(self) -> str:
        """Likewise."""
        return "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shards:
    """Which parts of Discord this process hears: their numbers, of how many there are."""

    ids: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackKeys:
    """What Slack gives an app. Either ``app_token`` or ``signing_secret`` is there, or both.

    Without ``bot_token`` every workspace gets its own by installing the app.
    """

    bot_token: Secret | None = None
    app_token: Secret | None = None
    signing_secret: Secret | None = None
    client_id: str = ""
    client_secret: Secret | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What the environment says, checked."""

    data_dir: Path = Path("data")
    config_dir: Path | None = None
    database_url: Secret | None = None
    secret_key: Secret | None = None
    metrics_token: Secret | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    discord_token: Secret | None = None
    discord_api_url: str = "https://discord.com/api/v10"
    discord_shards: Shards | None = None
    slack: SlackKeys | None = None
    slack_api_url: str = "https://slack.com/api/"

    @property
    def plays(self) -> bool:
        """Whether the town runs: only while no real community could be reached through it."""
        return self.discord_token is None and self.slack is None


def read_environment(values: Mapping[str, str]) -> Environment:
    """Check what ``values`` says. An empty value counts as none.

    Raises:
        SetupError: names the first thing that is wrong; of a secret it says only its name.
    """
    given = {name: values[name].strip() for name in NAMES if values.get(name, "").strip()}
    for name, value in given.items():
        if not value.isprintable():
            raise SetupError(f"{name} holds characters that cannot be typed; set it again.")
    plain = Environment()
    return Environment(
        data_dir=Path(given.get("DATA_DIR", plain.data_dir)),
        config_dir=_folder(given, "CONFIG_DIR"),
        database_url=_database(given),
        secret_key=_secret(given, "SECRET_KEY", at_least=LEAST_KEY),
        metrics_token=_secret(given, "METRICS_TOKEN", at_least=_LEAST_TOKEN),
        host=_host(given.get("HOST", plain.host)),
        port=_port(given.get("PORT", str(plain.port))),
        discord_token=_secret(given, "DISCORD_TOKEN", at_least=1),
        discord_api_url=_address(given, "DISCORD_API_URL", plain.discord_api_url),
        discord_shards=_shards(given),
        slack=_slack(given),
        slack_api_url=_address(given, "SLACK_API_URL", plain.slack_api_url),
    )


def _secret(given: Mapping[str, str], name: str, *, at_least: int) -> Secret | None:
    value = given.get(name)
    if value is None:
        return None
    if len(value) < at_least:
        raise SetupError(f"{name} is too short; use at least {at_least} random characters.")
    return Secret(value)


def _folder(given: Mapping[str, str], name: str) -> Path | None:
    if name not in given:
        return None
    folder = Path(given[name])
    if not folder.is_dir():
        raise SetupError(f"{name} is {given[name]!r}, and there is no such folder; correct it.")
    return folder


def _database(given: Mapping[str, str]) -> Secret | None:
    url = given.get("DATABASE_URL")
    if url is None:
        return None
    if not url.startswith(("postgresql://", "postgres://", "sqlite:///")):
        raise SetupError(
            "DATABASE_URL must begin with postgresql:// or sqlite:///; "
            "leave it out for a SQLite file in DATA_DIR."
        )
    return Secret(url)


def _host(host: str) -> str:
    if not _HOST.fullmatch(host):
        raise SetupError(f"HOST is {host!r}; give an address such as 127.0.0.1 or 0.0.0.0.")
    return host


def _port(port: str) -> int:
    if not port.isascii() or not port.isdigit() or len(port) > 5 or int(port) > _MOST_PORT:  # noqa: PLR2004  (digits of 65,535)
        raise SetupError(f"PORT is {port!r}; give a whole number from 0 to {_MOST_PORT}.")
    return int(port)


def _address(given: Mapping[str, str], name: str, default: str) -> str:
    address = given.get(name, default)
    try:
        parts = urlsplit(address)
        here = parts.hostname in _LOOPBACK
        _ = parts.port
    except ValueError:
        raise SetupError(f"{name} is not a web address; leave it out for {default}.") from None
    if not parts.hostname or parts.scheme not in ({"https", "http"} if here else {"https"}):
        raise SetupError(f"{name} must begin with https://; leave it out for {default}.")
    return address


def _shards(given: Mapping[str, str]) -> Shards | None:
    text = given.get("DISCORD_SHARDS")
    if text is None:
        return None
    match = _SHARDS.fullmatch(text)
    ids = tuple(int(one) for one in match[1].split(",")) if match else ()
    count = int(match[2]) if match else 0
    if not ids or len(set(ids)) < len(ids) or max(ids) >= count:
        raise SetupError(
            f"DISCORD_SHARDS is {text!r}; give each shard of this process once, counted from 0, "
            "and how many there are in all, as in 0,1/4."
        )
    return Shards(ids=tuple(sorted(ids)), count=count)


def _slack(given: Mapping[str, str]) -> SlackKeys | None:
    named = [name for name in given if name.startswith("SLACK_") and name != "SLACK_API_URL"]
    if not named:
        return None
    keys = SlackKeys(
        bot_token=_secret(given, "SLACK_BOT_TOKEN", at_least=1),
        app_token=_secret(given, "SLACK_APP_TOKEN", at_least=1),
        signing_secret=_secret(given, "SLACK_SIGNING_SECRET", at_least=1),
        client_id=given.get("SLACK_CLIENT_ID", ""),
        client_secret=_secret(given, "SLACK_CLIENT_SECRET", at_least=1),
    )
    installs = keys.client_id and keys.client_secret and keys.signing_secret
    if keys.bot_token is None and not installs:
        raise SetupError(
            f"{named[0]} is set but SLACK_BOT_TOKEN is not; set both, or let workspaces install "
            "the app: SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET."
        )
    if keys.app_token is None and keys.signing_secret is None:
        raise SetupError(
            "SLACK_BOT_TOKEN is set; Slack also needs SLACK_APP_TOKEN (Socket Mode) "
            "or SLACK_SIGNING_SECRET (web requests)."
        )
    return keys
