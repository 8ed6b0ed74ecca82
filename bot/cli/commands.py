"""Every command, with its help."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import click

T = TypeVar("T")

_FILE = click.Path(dir_okay=False, path_type=Path)
_COMMUNITY = click.option("--community", help="Its id; without it, the one of community.toml.")


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

    _quietly(serve())


@commands.command()
def doctor() -> None:
    """Check settings, content, files, keys and database; say how to mend what is wrong."""
    from bot.cli.doctor import examine

    findings = _quietly(examine())
    for finding in findings:
        click.echo(f"{'MEND' if finding.fix else 'ok  '}  {finding.what}")
        if finding.fix:
            click.echo(f"      {finding.fix}")
    click.get_current_context().exit(1 if any(finding.fix for finding in findings) else 0)


@commands.command()
def migrate() -> None:
    """Bring the database up to date; run it before a new version starts."""
    from bot.compose import operator
    from bot.settings import load

    _quietly(operator.migrate(load()))
    click.echo("The database is up to date.")


@commands.command()
@click.argument("file", type=_FILE, required=False)
def backup(file: Path | None) -> None:
    """Copy the database into FILE, also while the bot runs.

    Without FILE the copy goes to DATA_DIR/backups, and copies there that are older than
    backup_days in retention.toml go. The vault and the key file are never part of it: keep a
    copy of the key file elsewhere.
    """
    from bot.compose import operator
    from bot.settings import load

    copy, gone = _quietly(operator.back_up(load(), file))
    click.echo(f"The backup is {copy}")
    for old in gone:
        click.echo(f"removed {old}")


@commands.command()
@click.argument("file", type=_FILE)
def restore(file: Path) -> None:
    """Put the backup FILE in the place of the database; the bot must be stopped."""
    from bot.compose import operator
    from bot.settings import load

    kept = operator.restore(load(), file)
    click.echo("The backup is in place. Run migrate, then start the bot.")
    if kept.exists():
        click.echo(f"What stood there is kept as {kept}: remove it when all is well,")
        click.echo("because it holds what has been erased since.")


@commands.command()
@click.argument("file", type=_FILE, required=False)
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", help="Of labels.")
@click.option("--feedback", is_flag=True, help="The feedback instead, as CSV; not public.")
@_COMMUNITY
def export(file: Path | None, language: str, community: str | None, *, feedback: bool) -> None:
    """Write everything public as JSON, to FILE or to the terminal; the bot must be stopped."""
    import orjson

    from bot.compose import operator
    from bot.settings import load

    if feedback:
        text = _quietly(operator.export_feedback(load(), community=community))
    else:
        public = _quietly(operator.export(load(), language, community=community))
        text = orjson.dumps(public, option=orjson.OPT_INDENT_2).decode() + "\n"
    if file is None:
        click.echo(text, nl=False)
        return
    try:
        file.touch(mode=0o600 if feedback else 0o644)
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise click.FileError(str(file), error.strerror or "") from None


@commands.command()
@click.argument("question", type=click.IntRange(min=1))
@_COMMUNITY
def disclose(question: int, community: str | None) -> None:
    """Print all that is held about QUESTION, its number; the bot must be stopped.

    What is sealed stays sealed. Of an anonymous question nothing printed leads to a person,
    because nothing that does is kept.
    """
    from bot.compose import disclosure
    from bot.settings import load

    for found in _quietly(disclosure.disclose(load(), question, community=community)):
        click.echo(found.table)
        for name, value in found.columns.items():
            click.echo(f"    {name}: {'' if value is None else value!r}")


@commands.command()
@click.argument("person")
@click.confirmation_option(prompt="Erase everything about this person, for good?")
def erase(person: str) -> None:
    """Erase everything held about PERSON; the bot must be stopped.

    PERSON is platform:tenant:user, such as discord::80351110224678912 or slack:T024BE7LD:U023BECGF.
    """
    from bot.cli.say import told
    from bot.compose import operator
    from bot.settings import load

    for community, outcome in _quietly(operator.erase(load(), person)).items():
        click.echo(f"{community}:")
        for line in told(outcome):
            click.echo(f"    {line}")


@commands.group()
def keys() -> None:
    """Work with the keys of the vault."""


@keys.command()
def rotate() -> None:
    """Wrap every key anew, and forget the old key; the bot must be stopped.

    With a key file a new one takes its place. With SECRET_KEY the new one is asked for: start
    the bot with it from then on.
    """
    from bot.compose import operator
    from bot.settings import load

    settings, new = load(), None
    if settings.environment.secret_key is not None:
        new = click.prompt(
            "The new SECRET_KEY, at least 32 characters",
            hide_input=True,
            confirmation_prompt=True,
            value_proc=_long_enough,
        )
    _quietly(operator.rotate_keys(settings, new))
    click.echo(
        "All keys are wrapped anew. Copy the key file to its safe place again."
        if new is None
        else "All keys are wrapped anew. Start the bot with the new SECRET_KEY."
    )


@keys.command(name="restore")
@click.argument("file", type=_FILE)
def restore_keys(file: Path) -> None:
    """Put FILE, a copy of the vault, in the place of a vault that was lost; the bot must be stopped.

    The bot makes a copy a day in DATA_DIR/vault-copies, and none grows older than seven days. It
    opens with the key file or SECRET_KEY of that day.
    """
    from bot.compose import operator
    from bot.settings import load

    operator.restore_keys(load(), file)
    click.echo("The vault is in place. What was sealed since then cannot be read any more.")


@commands.group()
def discord() -> None:
    """Take the bot into a Discord server."""


@discord.command()
def invite() -> None:
    """Print the address at which an administrator takes the bot into a server.

    It asks for exactly the permissions that are used; docs/operating-discord.md says why each.
    """
    from bot.compose.on_discord import invitation
    from bot.settings import load

    click.echo(invitation(load().environment))


@commands.group()
def slack() -> None:
    """Take the bot into a Slack workspace."""


@slack.command()
@click.option("--prefix", default="", help="Put before every command, where names are taken.")
@click.option("--address", default="", help="Where Slack reaches the site; without it: socket.")
def manifest(prefix: str, address: str) -> None:
    """Print the manifest of the app: its commands, its scopes, and how Slack reaches it."""
    from bot.compose.operator import slack_manifest
    from bot.settings import load

    click.echo(_quietly(slack_manifest(load(), prefix=prefix, address=address)), nl=False)


def _long_enough(secret: str) -> str:
    from bot.settings.environment import LEAST_KEY

    if len(secret) < LEAST_KEY:
        raise click.BadParameter(f"at least {LEAST_KEY} characters")
    return secret


def _quietly(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` with the narrow log, and leave no memory behind."""
    from bot.delivery import observe

    observe.set_up()
    observe.harden()
    return asyncio.run(work)
