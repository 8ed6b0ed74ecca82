"""What is logged and what never is: words must not appear at any level, from anywhere."""

import asyncio
import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.core.forms import Answers
from bot.core.text import Verbatim, say
from bot.delivery import observe
from bot.settings import Secret

CANARY = "xyzzy-the-words-of-a-resident"
LOUD = (
    "discord",
    "discord.http",
    "slack_sdk",
    "slack_bolt.App",
    "aiosqlite",
    "asyncpg",
    "asyncio",
)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log of this test, with everything put back afterwards."""
    root, kept = logging.getLogger(), {}
    for name in (*LOUD, "aiohttp.access", "aiohttp.server", "py.warnings"):
        logger = logging.getLogger(name)
        kept[name] = (logger.level, logger.disabled, list(logger.handlers))
    before = (list(root.handlers), root.level, logging.raiseExceptions)
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    stream = io.StringIO()
    observe.set_up(stream)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers[:], logging.raiseExceptions = before[0], before[2]
    root.setLevel(before[1])
    for name, (level, disabled, handlers) in kept.items():
        logger = logging.getLogger(name)
        logger.setLevel(level)
        logger.disabled, logger.handlers[:] = disabled, handlers
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    structlog.reset_defaults()


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in log.getvalue().splitlines()]
    assert all(set(line) <= observe.FIELDS for line in found)
    return found


def test_an_event_is_one_line_of_json(log: io.StringIO) -> None:
    observe.note("courier.dead_letter", job="display.draw", attempt=3, seconds=0.5)

    line = lines(log)[0]
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "courier.dead_letter",
        "level": "info",
        "job": "display.draw",
        "attempt": 3,
        "seconds": 0.5,
    }


def test_fields_that_are_not_on_the_list_vanish(log: io.StringIO) -> None:
    observe.note("posts.published", words=CANARY, question=CANARY, person=CANARY, count=1)

    assert CANARY not in log.getvalue()
    assert lines(log)[0]["count"] == 1


@pytest.mark.parametrize("event", [CANARY, "Two words", "x", "a.b c", "A.b", "", "a.b\nc.d"])
def test_an_event_that_is_no_name_is_not_shown(log: io.StringIO, event: str) -> None:
    observe.note(event)

    assert lines(log)[0]["event"] == "event.unnamed"


@pytest.mark.parametrize(
    "value",
    [
        Verbatim(CANARY),
        Answers({"words": CANARY}),
        Secret(CANARY),
        {"a": CANARY},
        say("a.b"),
        None,
    ],
)
def test_values_that_may_hold_words_are_dropped(log: io.StringIO, value: object) -> None:
    observe.note("posts.published", where=value)

    assert CANARY not in log.getvalue()
    assert "where" not in lines(log)[0]


@pytest.mark.parametrize(
    "odd",
    [
        "\n",
        "\r",
        "\x1b[31m",
        "\x9b31m",
        "\u2028",
        "\u2029",
        "\x85",
        "\u202e",
        "\x00",
        "\ud800",
        "\x7f",
    ],
)
def test_no_value_forges_a_line(log: io.StringIO, odd: str) -> None:
    observe.note("posts.published", where=f'a{odd}{{"event":"b.c"}}')

    raw = log.getvalue()
    assert odd not in raw.removesuffix("\n")
    assert len(raw.splitlines()) == 1
    assert lines(log)[0]["where"].startswith("a\\u")


def test_values_have_an_end(log: io.StringIO) -> None:
    observe.note("posts.published", where="a" * 10_000, count=10**400, frames=["b" * 999] * 999)

    assert len(log.getvalue()) < 6_000


def raise_with_words() -> None:
    try:
        int(CANARY)
    except ValueError as error:
        raise KeyError(CANARY) from error


def test_an_error_is_reported_by_type_and_place(log: io.StringIO) -> None:
    with pytest.raises(KeyError) as raised:
        raise_with_words()
    number = observe.report(raised.value, "Press")

    line = lines(log)[0]
    assert CANARY not in log.getvalue()
    assert line["incident"] == number
    assert len(number) == 8
    assert line["error"] == "KeyError < ValueError"
    assert line["where"] == "Press"
    assert any(":raise_with_words:" in frame for frame in line["frames"])


def test_errors_of_a_group_are_named_without_their_words(log: io.StringIO) -> None:
    observe.report(ExceptionGroup(CANARY, [ValueError(CANARY), TypeError(CANARY)]), "courier")

    assert CANARY not in log.getvalue()
    assert lines(log)[0]["error"] == "ExceptionGroup(ValueError, TypeError)"


def test_an_error_that_causes_itself_is_reported_once(log: io.StringIO) -> None:
    error = ValueError(CANARY)
    error.__cause__ = KeyError()
    error.__cause__.__cause__ = error

    observe.report(error, "Press")

    assert lines(log)[0]["error"] == "ValueError < KeyError"


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
    assert line["where"].startswith("test_observe:test_a_librarys_warning")


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
