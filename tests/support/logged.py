"""The log as its operator reads it."""

import io
import json
from typing import Any

from bot.delivery import observe

CANARY = "xyzzy-the-words-of-a-resident"
LOUD = (
    "discord",
    "discord.http",
    "slack_sdk",
    "slack_bolt.App",
    "aiosqlite",
    "asyncpg",
    "asyncio",
)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in log.getvalue().splitlines()]
    assert all(set(line) <= observe.FIELDS for line in found)
    return found


def raise_with_words() -> None:
    try:
        int(CANARY)
    except ValueError as error:
        raise KeyError(CANARY) from error
