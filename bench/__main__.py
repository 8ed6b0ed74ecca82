"""Run all benchmarks, or those named, and print one table: ``python -m bench [name …]``."""

from __future__ import annotations

import asyncio
import importlib
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Final

from bench.timing import Line, fdatasync_p50

_SHARED: Final = {"__init__", "__main__", "corpus", "loading", "rivals", "searches", "timing"}
SECTIONS: Final = tuple(
    path.stem for path in sorted(Path(__file__).parent.glob("*.py")) if path.stem not in _SHARED
)


async def _section(name: str, folder: Path) -> list[Line]:
    module = importlib.import_module(f"bench.{name}")
    lines: list[Line] = await module.measure(folder)
    return lines


def main(names: list[str]) -> int:
    """Measure, print, and return 1 when an aim was missed."""
    unknown = sorted(set(names) - set(SECTIONS))
    if unknown:
        sys.stderr.write(
            f"no such benchmark: {', '.join(unknown)}; there are {', '.join(SECTIONS)}\n"
        )
        return 2
    missed = 0
    with tempfile.TemporaryDirectory(prefix="commonground-bench-", dir=Path.cwd()) as temporary:
        folder = Path(temporary)
        sys.stdout.write(
            f"Python {platform.python_version()}, {os.cpu_count()} cores, "
            f"fdatasync p50 {fdatasync_p50(folder):.2f} ms\n"
        )
        for name in names or SECTIONS:
            own = folder / name
            own.mkdir()
            sys.stdout.write(f"\n{name}\n")
            for line in asyncio.run(_section(name, own)):
                verdict = {None: "", True: "met", False: "MISSED"}[line.met]
                missed += line.met is False
                sys.stdout.write(
                    f"  {line.what:<66} {line.figure:>14}  {line.aim:<28} {verdict}\n"
                )
                sys.stdout.flush()
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
