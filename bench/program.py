"""The program as a whole: help, imports, start, memory when idle."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from bench.timing import ROUNDS, Line

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_PATIENCE: Final = 30.0
_IDLE_SECONDS: Final = 3.0


async def measure(folder: Path) -> list[Line]:
    """Take the figures of whole processes."""
    return await asyncio.to_thread(_measure, folder)


def _measure(folder: Path) -> list[Line]:
    helps = [_seconds([sys.executable, "-m", "bot", "--help"]) for _ in range(ROUNDS)]
    imports = [_seconds([sys.executable, "-c", "import bot.compose"]) for _ in range(ROUNDS)]
    nothing = [_seconds([sys.executable, "-c", "pass"]) for _ in range(ROUNDS)]
    starts, sizes = zip(*(start(folder / f"start{n}") for n in range(ROUNDS)), strict=True)
    help_s, start_s = statistics.median(helps), statistics.median(starts)
    size = statistics.median(sizes)
    return [
        Line("python that does nothing", f"{statistics.median(nothing):.2f} s"),
        Line("`commonground --help`", f"{help_s:.2f} s", "≤ 0.3 s", help_s <= 0.3),
        Line("import of the whole composition", f"{statistics.median(imports):.2f} s"),
        Line(
            "start to ready (new database, town and site)",
            f"{start_s:.2f} s",
            "≤ 1.5 s (moonshot 0.8)",
            start_s <= 1.5,
        ),
        Line(
            "resident memory when idle",
            f"{size:.0f} MB",
            "≤ 110 MB (moonshot 75)",
            size <= 110,
        ),
    ]


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def start(folder: Path) -> tuple[float, float]:
    """Start the program on an empty folder; return seconds to ready and megabytes when idle."""
    port = 18_080 + os.getpid() % 1_000
    environment = {**os.environ, "DATA_DIR": str(folder), "PORT": str(port), "HOST": "127.0.0.1"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _ready(port):
            if process.poll() is not None or time.perf_counter() - began > _PATIENCE:
                message = "the program did not get ready"
                raise RuntimeError(message)
            time.sleep(0.01)
        seconds = time.perf_counter() - began
        time.sleep(_IDLE_SECONDS)
        pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
        return seconds, pages * _PAGE / 1e6
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)


def _ready(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
