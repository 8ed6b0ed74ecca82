"""Starting the killable process, feeding it, and ending it when it takes too long."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Final

import bot
from bot.delivery.worker.limits import ANSWER, BODY, REFUSED, WAIT_SECONDS

_ROOT: Final = Path(bot.__file__).parent.parent


class WorkerRefused(Exception):
    """The worker gave no answer. ``code`` names the state to show; nothing it read is quoted."""

    def __init__(self, code: str) -> None:
        """Keep the code: ``too_large``, ``not_readable``, ``too_slow`` or ``too_heavy``."""
        self.code = code
        super().__init__(code)


async def in_worker(task: str, body: bytes, *, wait: float = WAIT_SECONDS) -> bytes:
    """Do ``task`` on ``body`` in a process of its own and return its answer.

    Raises:
        WorkerRefused: the body is too large or not what the task reads, or it took too much.
    """
    if len(body) > BODY:
        raise WorkerRefused("too_large")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-sP",
        "-m",
        "bot.delivery.worker",
        task,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"},
        cwd="/",
        start_new_session=True,
    )
    try:
        answer, _ = await asyncio.wait_for(
            asyncio.gather(_answer(process), _feed(process, body)), timeout=wait
        )
        if len(answer) > ANSWER:
            raise WorkerRefused("too_heavy")
        status = await asyncio.wait_for(process.wait(), timeout=wait)
    except TimeoutError:
        raise WorkerRefused("too_slow") from None
    finally:
        await _end(process)
    return _judge(status, answer)


def _judge(status: int, answer: bytes) -> bytes:
    if status < 0:  # ended by a signal: the processor time or our patience was spent
        raise WorkerRefused("too_slow")
    if status == REFUSED:
        raise WorkerRefused("not_readable")
    if status != 0:
        raise WorkerRefused("too_heavy")
    return answer


async def _feed(process: asyncio.subprocess.Process, body: bytes) -> None:
    assert process.stdin is not None  # noqa: S101  (it is a pipe: see above)
    try:
        process.stdin.write(body)
        await process.stdin.drain()
        process.stdin.close()
        await process.stdin.wait_closed()
    except (BrokenPipeError, ConnectionResetError):
        return  # it ended before it had read all: its exit status says why


async def _answer(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None  # noqa: S101  (likewise)
    pieces: list[bytes] = []
    length = 0
    while length <= ANSWER and (piece := await process.stdout.read(65_536)):
        pieces.append(piece)
        length += len(piece)
    return b"".join(pieces)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
