"""Everything is taken away: files, logs, numbers, pages, exports, backups. Who asked is not there.

``FAULT=full`` has the day once more on PostgreSQL, whose own files are taken too.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from typing_extensions import override

from tests.support.discord.server import TOKEN, StandIn as Discord
from tests.support.discord.whole import Server
from tests.support.linked import link
from tests.support.seizure import town
from tests.support.seizure.day import ANONYMOUS, PUBLISHED, Day
from tests.support.seizure.seized import Program, seizable
from tests.support.seizure.sweep import ENCODINGS, Finding, Secret, files_of, forms, sweep
from tests.support.slack.server import APP_TOKEN, StandIn as Slack
from tests.support.slack.whole import Office
from tests.support.stores import Server as Postgres

FULL: Final = os.environ.get("FAULT") == "full"
ENGINES: Final = ("sqlite", "postgres") if FULL else ("sqlite",)

ANSWERS: Final = tuple(f"{life} answer" for life in PUBLISHED)
STANDING: Final = ("answered", "answered further", "told", "edited better", "named")
"""Words that were published and never taken back."""


def said_to_be_held(thing: str) -> set[str]:
    """Return whose words may stand in a thing: what docs/privacy.md says that we hold, no more.

    Before they are published words are sealed. Then they are public; what is taken back is in no
    file but a backup that was made in between. Answers are records, also to what was taken back,
    but are not shown then. Words of feedback are kept in the database alone. PostgreSQL keeps deleted
    rows in its own files until it has cleaned them; what was never published is in none of them.
    """
    of_database = thing.startswith(("backups/", "data/", "taken/data-", "taken/said-disclose"))
    if any(word in thing for word in ("1-sealed", "2-in-the-queue", "while-open")):
        return set()
    shown = {*STANDING, *(a for a in ANSWERS if a != "withdrawn answer")}
    if thing.startswith("taken/postgres-files"):
        return {*shown, "withdrawn", "withdrawn answer", "feedback"}
    if thing.startswith("taken/liaison-export"):
        return {*shown, "withdrawn", "withdrawn answer", "private", "private answer"}
    if any(word in thing for word in ("3-published", "-published-")):
        shown |= {"withdrawn", "withdrawn answer"}
    if of_database:
        shown |= {"withdrawn answer", "feedback"}
    public = ("taken/pages-", "taken/said-disclose", "export.json")
    return shown if of_database or thing.startswith(public) else set()


@dataclass
class SteeredOffice(Office):
    """A workspace whose bot is another process."""

    program: Program | None = None

    @override
    async def quiet(self) -> None:
        if self.program is not None:
            await self.program.does("quiet")


@pytest.mark.parametrize("engine", ENGINES)
async def test_after_a_day_on_discord_and_slack_nothing_leads_to_who_asked(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server: Postgres | None = None
    url = ""
    if engine == "postgres":
        server = request.getfixturevalue("postgres_server")
        url = server.migrated()
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(Discord().open())
        slack = await stack.enter_async_context(Slack().open())
        hall, office = Server.on(discord), SteeredOffice.on(slack)
        settings = {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": discord.url,
            "SLACK_BOT_TOKEN": office.workspace.token,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": slack.url,
        }
        database = {"DATABASE_URL": url} if url else {}
        async with seizable(tmp_path / "seized", **settings, **database) as program:
            office.program = program
            if server is not None:
                program.dump = partial(server.dump, url)
            days = [Day(hall, program, "discord"), Day(office, program, "slack")]
            for day in days:
                day.meets()
            await hall.set_up()
            await link(hall, office)
            await _live(program, days)
        await program.runs("export", str(program.folder / "export.json"))
        for number in range(1, 13):
            await program.runs("disclose", str(number))

    if server is not None:
        for name, content in files_of(server.folder).items():
            program.keep(f"postgres-files-{name}", content)
    for day in days:
        program.keep(f"shown-{day.name}", day.shown_to_others())
        assert len(day.accounts("told")) > len(day.accounts("unsent")) > 5
    seized = program.seized()
    secrets = [s for day in days for s in (*day.accounts(*ANONYMOUS), *day.codes())]
    assert _written(sweep(seized, secrets)) == []

    named = sweep(seized, [s for day in days for s in day.accounts("named")])
    assert _written(f for f in named if not _before_deletion(f)) == []
    assert [f for f in named if _before_deletion(f)]

    seized = {thing: held for thing, held in seized.items() if not thing.startswith("taken/shown")}
    typed = sweep(seized, [s for day in days for s in day.words(*day.typed)])
    assert _written(f for f in typed if f.secret.what not in said_to_be_held(f.thing)) == []
    public = {f.secret.what for f in typed if f.thing == "export.json"}
    assert public == {*STANDING, *(a for a in ANSWERS if a != "withdrawn answer")}


async def _live(program: Program, days: list[Day]) -> None:
    await program.passes(minutes=61)  # after a start everyone is asked to go slowly
    for day in days:
        await day.asks()
    await program.backs_up("1-sealed")
    await program.passes(minutes=31)
    for day in days:
        await day.decides()
        await day.refuses_the_muted()
    await program.passes(minutes=31)
    for day in days:
        await day.approves()
    await program.backs_up("2-in-the-queue")
    await program.is_looked_through("while-open")
    for day in days:
        await day.answers()
    for day in days:
        await day.comes_back()
    await program.passes(minutes=31)
    for day in days:
        await day.answers_further()
        await day.liaison_exports()
    await program.backs_up("3-published")
    await program.is_looked_through("published")
    for day in days:
        await day.takes_back()
    await program.passes(days=1)
    await program.is_looked_through("taken-back")
    await program.backs_up("4-taken-back")
    await program.passes(days=6)
    await program.is_looked_through("closed")
    await program.backs_up("5-closed")


async def test_after_a_day_in_the_town_nothing_leads_to_who_asked(tmp_path: Path) -> None:
    async with seizable(tmp_path / "seized") as program:
        await program.passes(minutes=61)
        receipts = await program.does("asks")
        await program.backs_up("1-sealed")
        await program.is_looked_through("while-open")
        await program.does("answers")
        await program.backs_up("3-published")
        await program.is_looked_through("published")
        await program.does("takes_back")
        await program.backs_up("5-closed")
        await program.is_looked_through("closed")
    await program.runs("export", str(program.folder / "export.json"))
    for number in (1, 2, 3):
        await program.runs("disclose", str(number))
    seized = program.seized()

    assert len(receipts) == len(town.LIVES)
    codes = [Secret("receipt", form) for r in receipts for form in (r, r.replace(" ", ""))]
    secrets = [*map(town.account, town.LIVES), *codes]
    assert _written(sweep(seized, secrets)) == []
    typed = sweep(seized, map(town.word, (*town.LIVES, *ANSWERS)))
    assert _written(f for f in typed if f.secret.what not in said_to_be_held(f.thing)) == []
    public = {f.secret.what for f in typed if f.thing == "export.json"}
    assert public == {"answered", "answered answer", "told", "told answer"}


def _before_deletion(finding: Finding) -> bool:
    """Whether it is the account of someone who asked by name, where it was before they deleted.

    PostgreSQL keeps deleted rows in its own files for a time.
    """
    before = ("1-sealed", "2-in-the-queue", "3-published", "-while-open-", "-published-")
    account = finding.secret.what == "account of named"
    return account and any(when in finding.thing for when in (*before, "taken/postgres-files"))


def _written(findings: Iterable[Finding]) -> list[str]:
    return [str(finding) for finding in findings]


ACCOUNTS: Final = {"discord": "1576217239642701825", "slack": "U0AB12CD34", "town": "marigold7231"}


@pytest.mark.parametrize("word", ACCOUNTS.values(), ids=ACCOUNTS)
def test_the_sweep_finds_an_account_however_it_is_written(word: str) -> None:
    raw = word.encode()
    planted = {
        "as it is": raw,
        "hex": raw.hex().upper().encode(),
        "base64": base64.b64encode(b'{"user": "' + raw + b'"}'),
        "JSON": "".join(f"\\u{ord(c):04X}" for c in word).encode(),
        "URL": "".join(f"%{ord(c):02X}" for c in word).encode(),
        "UTF-16": word.encode("utf-16-be"),
    }
    if word.isdigit():
        planted["int64 LE"] = int(word).to_bytes(8, "little")
        planted["int64 BE"] = int(word).to_bytes(8, "big")
    secret = Secret("account", word)

    for how, written in planted.items():
        around = b"SQLite format 3\0" + os.urandom(999) + written + os.urandom(999)
        assert Finding(secret, "a file", how) in sweep({"a file": around}, [secret])
        assert sweep({"a file": around.replace(written, b"")}, [secret]) == []
    assert forms(word).keys() | {"int64 LE", "int64 BE"} == set(ENCODINGS)
