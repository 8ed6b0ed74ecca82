"""What is logged, and what never is.

One line of JSON an event, with fields from a list; anything else is dropped. No words of a
person, no value of an exception (its type and where it rose, nothing more), no message that a
library made up: of a library's warning only its name, its place and its unfilled template.
docs/adr/0011 gives the reasons.
"""

from __future__ import annotations

import asyncio
import ctypes
import logging
import re
import resource
import secrets
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, Final, TextIO

import orjson
import structlog
from typing_extensions import override

FIELDS: Final = frozenset(
    {
        "address",
        "attempt",
        "code",
        "count",
        "error",
        "event",
        "frames",
        "incident",
        "job",
        "level",
        "logger",
        "method",
        "platform",
        "port",
        "route",
        "seconds",
        "status",
        "template",
        "timestamp",
        "version",
        "view",
        "where",
    }
)
"""Every field that a line may have. A new one is added here, with a thought for who reads logs."""

_EVENT: Final = re.compile(r"[a-z]+(\.[a-z_]+)+")
_MOST_LETTERS: Final = 200
_MOST_FRAMES: Final = 25
_PR_SET_DUMPABLE: Final = 4
_QUIET: Final = (
    "aiohttp.access",
    "aiohttp.client",
    "aiohttp.internal",
    "aiohttp.server",
    "aiohttp.web",
    "aiohttp.websocket",
    "aiosqlite",
    "asyncio",
    "asyncpg",
    "discord",
    "slack_bolt",
    "slack_sdk",
)
_OFF: Final = ("aiohttp.access", "aiohttp.server")


def note(event: str, /, *, level: int = logging.INFO, **fields: object) -> None:
    """Log one event, named like ``courier.dead_letter``. Fields outside :data:`FIELDS` vanish."""
    structlog.get_logger().log(level, event, **fields)


def report(error: BaseException, where: str) -> str:
    """Log an error of ours by type and frames; return the incident number to show."""
    incident = f"{secrets.randbelow(10**8):08d}"
    note("error.reported", level=logging.ERROR, incident=incident, where=where, **_of(error))
    return incident


def set_up(stream: TextIO | None = None) -> None:
    """Send every log line, ours and the libraries', through the same narrow gate."""
    out = sys.stderr if stream is None else stream
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_known,
            structlog.processors.JSONRenderer(serializer=_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=out),
        cache_logger_on_first_use=False,
    )
    logging.raiseExceptions = False  # or a failing handler prints the record that it choked on
    logging.captureWarnings(True)
    root = logging.getLogger()
    root.handlers[:] = [_Gate()]
    root.setLevel(logging.WARNING)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
        logging.getLogger(name).disabled = name in _OFF
    sys.excepthook = lambda _, error, __: _last_resort(error, "program")
    threading.excepthook = lambda args: _last_resort(args.exc_value, "thread")
    sys.unraisablehook = lambda args: _last_resort(args.exc_value, "finalizer")


def watch(loop: asyncio.AbstractEventLoop) -> None:
    """Have the loop report what nobody caught by type and frames, like everything else."""

    def caught(_: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
        _last_resort(context.get("exception"), "event loop")

    loop.set_exception_handler(caught)


def harden() -> None:
    """Leave no memory behind: no core file, and no other process of this account may look in."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


class _Gate(logging.Handler):
    """Takes what libraries log; of it only what cannot hold a person's words goes on."""

    def __init__(self) -> None:
        """Take warnings and worse, whatever level a library gives itself."""
        super().__init__(logging.WARNING)

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Write a line of what is certain to be code: names, places, an unfilled template."""
        fields: dict[str, object] = {
            "logger": record.name,
            "where": f"{record.module}:{record.funcName}:{record.lineno}",
        }
        # With arguments to come, the message is a template; without, it may be filled already.
        if record.args and isinstance(record.msg, str):
            fields["template"] = record.msg
        error = record.exc_info[1] if record.exc_info else None
        note("library.warned", level=record.levelno, **fields, **_of(error))


def _last_resort(error: BaseException | None, where: str) -> None:
    if error is not None and not isinstance(error, KeyboardInterrupt):
        report(error, where)


def _of(error: BaseException | None) -> dict[str, object]:
    if error is None:
        return {}
    chain = list(_chain(error))
    return {
        "error": " < ".join(map(_named, chain)),
        "frames": [frame for e in chain for frame in _frames(e)][-_MOST_FRAMES:],
    }


def _named(error: BaseException) -> str:
    name = type(error).__qualname__
    if isinstance(error, BaseExceptionGroup):
        return f"{name}({', '.join(map(_named, error.exceptions[:_MOST_FRAMES]))})"
    return name


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)


def _frames(error: BaseException) -> Iterator[str]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        yield f"{frame.f_globals.get('__name__', '?')}:{frame.f_code.co_name}:{line}"


def _only_known(_: Any, __: str, given: MutableMapping[str, Any]) -> Mapping[str, Any]:  # noqa: ANN401
    event = given.get("event")
    if not isinstance(event, str) or not _EVENT.fullmatch(event):
        given["event"] = "event.unnamed"
    return {
        name: _plain(value)
        for name, value in given.items()
        if name in FIELDS and isinstance(value, (str, int, float, list))
    }


def _plain(value: object) -> object:
    match value:
        case bool() | float():
            return value
        case int():
            return value if abs(value) < 2**63 else str(value)[:20]
        case list():
            return [_plain(str(v)) for v in value[:_MOST_FRAMES]]
        case _:
            return "".join(map(_visible, str(value)[:_MOST_LETTERS]))


def _visible(character: str) -> str:
    """Write what would start a line, colour a terminal or turn text as its code point."""
    return character if character.isprintable() else f"\\u{ord(character):04x}"


def _json(line: Mapping[str, Any], **_: Any) -> str:
    return orjson.dumps(line, option=orjson.OPT_SORT_KEYS).decode()
