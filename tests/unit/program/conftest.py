"""The log as the program writes it."""

import io
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
import structlog

from bot.delivery import observe
from tests.support.logged import LOUD


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
