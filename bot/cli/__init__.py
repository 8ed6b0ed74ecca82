"""The command line: parsing and printing, nothing else. ``python -m bot`` alone runs the bot.

Every command imports what it needs when it is called, so that ``--help`` is quick.
"""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from bot.cli.commands import commands
from bot.core.errors import SetupError

_USAGE = 2
_INTERRUPTED = 130


def main() -> NoReturn:
    """Run one command and end the program: 0 done, 1 our fault, 2 a setting or a call is wrong."""
    try:
        status = commands.main(prog_name="commonground", standalone_mode=False)
    except SetupError as error:
        click.echo(str(error), err=True)
        sys.exit(_USAGE)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  (never a traceback: it may show values)
        from bot.delivery.observe import report

        number = report(error, "command line")
        click.echo(
            f"Something went wrong inside; the log line above is incident {number}.", err=True
        )
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)
