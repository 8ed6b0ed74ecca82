"""A running program, and everything of it that can be taken away: files, logs, pages, exports."""

from __future__ import annotations

import asyncio
import os
import re
import stat
import sys
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp

from tests.support.config import a_config
from tests.support.forked import commonground
from tests.support.seizure.sweep import files_of

ROOT: Final = Path(__file__).resolve().parents[3]
PAGES: Final = (
    "",
    "questions",
    "fr/questions",
    "q/1",
    "fr/q/2",
    "q/7",
    "feedback",
    "api/questions.json",
    "api/questions/1.json",
    "api/feedback.json",
    "api/posts.json",
    "feed.atom",
    "healthz",
    "readyz",
)
_PATIENCE: Final = 120.0
_A_SCRAPE: Final = 1.0


@dataclass
class Program:
    """The program at work. ``folder`` takes what it leaves, and what is taken from it."""

    folder: Path
    environment: Mapping[str, str]
    process: asyncio.subprocess.Process
    site: str = ""
    dump: Callable[[], bytes] | None = None
    """How a backup is made of a database that ``backup`` leaves to others."""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    async def does(self, order: str) -> list[str]:
        """Have an order carried out; return what came of it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{order}\n".encode())
        done, *given = (await self._heard()).split(",")
        assert done == "done"
        return given

    async def passes(self, *, minutes: float = 0, days: float = 0) -> None:
        """Let the program's time pass, with everything that falls due on the way."""
        await self.does(f"move {minutes + days * 24 * 60}")

    async def runs(self, *words: str) -> str:
        """Run a command of the program beside it; return and keep what it says."""
        done = await asyncio.to_thread(commonground, *words, environment=self.environment)
        assert done.returncode == 0, done.stderr
        self.keep(f"said-{'-'.join(words)}", (done.stdout + done.stderr).encode())
        return done.stdout

    async def backs_up(self, name: str) -> None:
        """Make a backup beside the running program."""
        (self.folder / "backups").mkdir(exist_ok=True)
        if self.dump is not None:
            copy = await asyncio.to_thread(self.dump)
            (self.folder / "backups" / f"{name}.sql").write_bytes(copy)
            return
        await self.runs("backup", str(self.folder / "backups" / f"{name}.sqlite"))

    async def is_looked_through(self, when: str) -> None:
        """Fetch every public page, and copy the files and the environment as they are just now."""
        async with aiohttp.ClientSession() as session:
            for page in PAGES:
                async with session.get(self.site + page) as answer:
                    self.keep(f"pages-{when}-{page}", await answer.read())
        with suppress(PermissionError):  # an account like the program's own may not look in
            self.keep(f"environ-{when}", self._proc("environ").read_bytes())
        for name, content in files_of(self.data).items():
            self.keep(f"data-{when}-{name}", content)
        for number, content in self._deleted().items():
            self.keep(f"deleted-{when}-{number}", content)

    async def scrapes(self) -> None:
        """Read the numbers every second, and keep all of them, until cancelled."""
        file = self.folder / "metrics"
        async with aiohttp.ClientSession() as session:
            while True:
                with suppress(aiohttp.ClientError):
                    async with session.get(self.site + "metrics") as answer:
                        with file.open("ab") as numbers:
                            numbers.write(await answer.read() + b"\n")
                await asyncio.sleep(_A_SCRAPE)

    async def ends(self) -> None:
        """Stop it as its operator does, unless it has ended."""
        if self.process.returncode is None:
            assert self.process.stdin is not None
            self.process.stdin.close()
            status = await asyncio.wait_for(self.process.wait(), _PATIENCE)
            assert status == 0, (self.folder / "stderr").read_text()[-2_000:]

    def keep(self, name: str, content: bytes) -> None:
        """Add something to what is searched."""
        (self.folder / "taken").mkdir(exist_ok=True)
        (self.folder / "taken" / name.replace("/", "_")).write_bytes(content)

    def seized(self) -> dict[str, bytes]:
        """Return everything, by name."""
        return files_of(self.folder)

    def _deleted(self) -> dict[str, bytes]:
        """Read files that were deleted and are still open, where this account may."""
        found = {}
        with suppress(PermissionError):
            for link in self._proc("fd").iterdir():
                with suppress(OSError):
                    if stat.S_ISREG(link.stat().st_mode) and "(deleted)" in str(link.readlink()):
                        found[link.name] = link.read_bytes()
        return found

    def _proc(self, name: str) -> Path:
        return Path(f"/proc/{self.process.pid}/{name}")

    async def _heard(self) -> str:
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), _PATIENCE)
        assert line, (self.folder / "stderr").read_text()[-2_000:]
        return line.decode().strip()


@asynccontextmanager
async def seizable(folder: Path, **settings: str) -> AsyncGenerator[Program]:
    """Run the program with ``settings``; when it has ended, all it left lies in ``folder``."""
    outside = folder.with_name(f"{folder.name}-settings")
    outside.mkdir()
    config = a_config(outside, places=not settings)
    for file, days in (
        (config / "community.toml", "close_after_days"),
        (config / "retention.toml", "sealed_address_days_after_close"),
    ):
        file.write_text(re.sub(rf"(?m)^{days} = \d+", f"{days} = 2", file.read_text()))
    for name in ("home", "tmp"):
        (folder / name).mkdir(parents=True)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "DATA_DIR": str(folder / "data"),
        "CONFIG_DIR": str(config),
        "PORT": "0",
        **settings,
    }
    with (folder / "stderr").open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.support.seizure.program",
            str(folder),
            cwd=ROOT,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
        program = Program(folder, environment, process)
        try:
            program.site = await program._heard()
            scraping = asyncio.create_task(program.scrapes())
            try:
                yield program
            finally:
                scraping.cancel()
                await asyncio.gather(scraping, return_exceptions=True)
            await program.ends()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
