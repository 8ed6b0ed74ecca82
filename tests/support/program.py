"""The program as a process of its own, with its own data directory."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import Settings, load
from tests.conftest import ROOT
from tests.support.forked import commonground

CANARY = "xyzzy-canary-of-a-secret-value-that-nobody-may-see"
SHORT = 60
BY_HAND = ("-m", "bot")


class Program:
    """The program with a data directory of its own."""

    def __init__(self, folder: Path, migrated: Path) -> None:
        self.data = folder / "data"
        self._migrated = migrated
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(self.data),
            "PORT": "0",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    @property
    def settings(self) -> Settings:
        return load({**self.environment, "CONFIG_DIR": str(ROOT / "config")})

    def does(
        self, *words: str, typed: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        done = commonground(*words, environment={**self.environment, **environment}, typed=typed)
        assert "Traceback" not in done.stdout + done.stderr
        return done

    def has_a_database(self) -> None:
        """Begin where ``migrate`` left a directory."""
        shutil.copytree(self._migrated, self.data)

    def refuses(self, *words: str, **environment: str) -> str:
        """Run a command that must end with status 2 and one sentence, which is returned."""
        done = self.does(*words, **environment)
        assert done.returncode == 2, done
        assert done.stdout == ""
        sentence = done.stderr.strip()
        assert len(sentence.splitlines()) == 1, sentence
        assert sentence.endswith(".")
        return sentence

    @contextmanager
    def starts(self, *python: str, **environment: str) -> Generator[subprocess.Popen[str]]:
        """Start the bot; whatever happens, it does not outlive the block."""
        process = subprocess.Popen(
            [sys.executable, *(python or BY_HAND)],
            cwd=ROOT,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_hears_ctrl_c,  # noqa: PLW1509  (nothing but a system call)
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    @contextmanager
    def running(self, **environment: str) -> Generator[tuple[subprocess.Popen[str], str]]:
        """Run the bot meanwhile; gives the process and the address of the site."""
        with self.starts(**environment) as process:
            assert process.stdout is not None
            said = [process.stdout.readline()]
            while said[-1] and said[-1] != "Ctrl-C stops it.\n":
                said.append(process.stdout.readline())
            assert said[0].startswith("The public site: "), said
            assert any("/town/" in line for line in said) is ("DISCORD_TOKEN" not in environment)
            yield process, said[0].removeprefix("The public site: ").strip()


def _hears_ctrl_c() -> None:
    """Let Ctrl-C through, which a shell has its background work ignore, tests among it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  (loopback)
        return str(answer.read().decode())


def stopped(process: subprocess.Popen[str]) -> tuple[int, float, str]:
    """Wait for the end; return status, seconds and everything that was still said."""
    began = time.monotonic()
    out, err = process.communicate(timeout=SHORT)
    assert "Traceback" not in out + err
    return process.returncode, time.monotonic() - began, out + err
