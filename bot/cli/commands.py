"""Every command, with its help."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import click

T = TypeVar("T")


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="commonground-bot", message="%(version)s")
@click.pass_context
def commands(context: click.Context) -> None:
    """Common Ground: dialogue between a community and its police, on Discord and Slack.

    Without a command it runs: every platform whose credentials are in the environment and the
    public site; with no credentials, the town to try everything out. docs/operating.md lists all
    settings.
    """
    if context.invoked_subcommand is None:
        context.invoke(run)


@commands.command()
def run() -> None:
    """Run the bot and the site until Ctrl-C or SIGTERM."""
    from bot.cli.run import serve

    _quiet(serve())


@commands.command()
def migrate() -> None:
    """Bring the database up to date. Run it before a new version starts."""
    from bot.cli.store import migrate

    click.echo(_quiet(migrate()))


def _quiet(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` with the narrow log, and leave no memory behind."""
    from bot.delivery import observe

    observe.set_up()
    observe.harden()
    return asyncio.run(work)
