"""What libraries, Python and a dying process would say, kept to themselves."""

import asyncio
import io
import json
import logging
import subprocess
import sys
import threading
import warnings

import pytest

from bot.delivery import observe
from tests.support.logged import CANARY, LOUD, lines, raise_with_words

# ---- what libraries say ----------------------------------------------------------------------


@pytest.mark.parametrize("name", LOUD)
@pytest.mark.parametrize(
    "level", [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL]
)
def test_no_library_repeats_what_was_said(log: io.StringIO, name: str, level: int) -> None:
    logger = logging.getLogger(name)
    logger.setLevel(logging.DEBUG)  # as a library may do by itself

    logger.log(level, "body %s", CANARY)
    logger.log(level, f"body {CANARY}")  # noqa: G004  (as libraries do)
    logger.log(level, CANARY, extra={"words": CANARY, "event": CANARY})
    try:
        raise_with_words()
    except KeyError:
        logger.log(level, "failed: %s", CANARY, exc_info=True, stack_info=True)

    assert CANARY not in log.getvalue()
    assert len(lines(log)) == (0 if level < logging.WARNING else 4)


def test_a_librarys_warning_keeps_its_template_and_place(log: io.StringIO) -> None:
    logging.getLogger("discord.gateway").warning("Shard ID %s is %.1fs behind.", CANARY, 3.0)

    line = lines(log)[0]
    assert line["logger"] == "discord.gateway"
    assert line["template"] == "Shard ID %s is %.1fs behind."
    assert line["where"].startswith("test_observe_others:test_a_librarys_warning")


def test_a_record_that_cannot_be_formatted_prints_nothing(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("slack_sdk").error("%d of %d", CANARY)  # noqa: PLE1206  (as libraries do)

    assert CANARY not in log.getvalue() + "".join(capsys.readouterr())


@pytest.mark.parametrize("name", ["aiohttp.access", "aiohttp.server"])
def test_nobody_logs_who_read_what(log: io.StringIO, name: str) -> None:
    logging.getLogger(name).error("GET /questions?q=%s", CANARY)

    assert log.getvalue() == ""


def test_a_warning_of_python_keeps_its_words_to_itself(log: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(CANARY, stacklevel=1)

    assert CANARY not in log.getvalue()


async def test_what_nobody_awaited_is_reported_without_words(log: io.StringIO) -> None:
    loop = asyncio.get_running_loop()
    observe.watch(loop)

    loop.call_exception_handler({"message": CANARY, "exception": ValueError(CANARY)})
    loop.call_exception_handler({"message": CANARY})
    loop.set_exception_handler(None)

    assert CANARY not in log.getvalue()
    assert [line["error"] for line in lines(log)] == ["ValueError"]


def test_a_thread_that_dies_says_nothing_of_why(log: io.StringIO) -> None:
    thread = threading.Thread(target=raise_with_words)
    thread.start()
    thread.join()

    assert CANARY not in log.getvalue()
    assert lines(log)[0]["where"] == "thread"


# ---- a whole process -------------------------------------------------------------------------

PROGRAM = f"""
import asyncio, logging, sys, threading
from bot.delivery import observe
observe.set_up(); observe.harden()
class Loud:
    def __del__(self): raise ValueError("{CANARY}")
Loud()
threading.Thread(target=lambda: int("{CANARY}")).start()
async def forgotten(): raise KeyError("{CANARY}")
async def main():
    observe.watch(asyncio.get_running_loop())
    task = asyncio.ensure_future(forgotten())
    await asyncio.sleep(0.01)
    del task
    import gc; gc.collect()
asyncio.run(main(), debug=True)
raise RuntimeError("{CANARY}")
"""


def test_a_dying_process_leaves_no_words_behind() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", PROGRAM],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert CANARY not in done.stdout + done.stderr
    reported = [json.loads(line) for line in done.stderr.splitlines()]
    assert {line["where"] for line in reported if "incident" in line} >= {
        "finalizer",
        "thread",
        "event loop",
        "program",
    }


def test_no_memory_is_left_for_others_to_read() -> None:
    program = (
        "from bot.delivery import observe; observe.harden(); import ctypes, resource; "
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == "(0, 0) 0"
