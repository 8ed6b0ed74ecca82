"""One task, one process: ``python -m bot.delivery.worker feed`` reads bytes, writes JSON, ends.

It is given neither settings nor secrets, and before it looks at a byte it gives up the means to
do harm: processor time, memory, and the right to open anything, file or connection.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Mapping
from typing import Final

from bot.delivery.worker.limits import CPU_SECONDS, MEMORY, REFUSED, SPENT


def main(task: str) -> int:
    """Do ``task`` and return the exit status that says how it went."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        work = _TASKS[task]()
        body = sys.stdin.buffer.read()
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        answer = work(body)
    except (MemoryError, RecursionError):
        return SPENT
    if answer is None:
        return REFUSED
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def _feed() -> Callable[[bytes], bytes | None]:
    # fastfeedparser would reach for it to guess at dates that are none: slow, heavy, and wrong.
    sys.modules["dateparser"] = None  # type: ignore[assignment]
    from bot.delivery.worker.feeds import read  # noqa: PLC0415  (a task loads what it needs)

    return read


_TASKS: Final[Mapping[str, Callable[[], Callable[[bytes], bytes | None]]]] = {"feed": _feed}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
