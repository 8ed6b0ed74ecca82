"""The command line in a process of its own, forked from one that has imported the bot already.

Starting Python and importing the bot takes most of a second; a test that runs commands runs many.
The process is real: it has its own environment, files, exit status and end.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

_IMPORTED: Final = [
    "pytest",
    "tests.support.forked",
    "bot.cli.commands",
    "bot.cli.doctor",
    "bot.cli.run",
    "bot.cli.say",
    "bot.compose.app",
    "bot.compose.house",
    "bot.compose.operator",
]


@cache
def _server() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    return context


def commonground(
    *words: str, environment: Mapping[str, str], typed: str = "", patience: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run one command to its end; ``typed`` is what stands in its standard input."""
    with TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("in", "out", "err")]
        streams[0].write_text(typed)
        process = _server().Process(
            target=_become, args=(words, dict(environment), [str(s) for s in streams])
        )
        process.start()
        process.join(patience)
        try:
            assert process.exitcode is not None, f"{' '.join(words)} did not end"
            said = [stream.read_text() for stream in streams[1:]]
            return subprocess.CompletedProcess(words, process.exitcode, *said)
        finally:
            process.kill()
            process.join()
            process.close()


def _become(words: tuple[str, ...], environment: dict[str, str], streams: list[str]) -> None:
    for number, (stream, flags) in enumerate(
        zip(streams, (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_APPEND] * 2), strict=True)
    ):
        handle = os.open(stream, flags, 0o600)
        os.dup2(handle, number)
        os.close(handle)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, buffering=1, closefd=False)
        for number, mode in enumerate(("r", "w", "w"))
    )
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["commonground", *words]
    from bot.cli import main  # noqa: PLC0415  (as late as the program itself does)

    main()
