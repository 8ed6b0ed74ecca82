"""What people say is in no log, at no level, whatever goes wrong on the way."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.delivery import observe
from bot.storage.sqlite import SqliteStore
from tests.support.questions import desk_of
from tests.support.town import Town

CANARY = "xyzzy words of a resident"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, with every library as loud as it can be."""
    root = logging.getLogger()
    handlers, level, raising = list(root.handlers), root.level, logging.raiseExceptions
    stream = io.StringIO()
    observe.set_up(stream)
    root.setLevel(logging.DEBUG)
    loud = [
        logger
        for logger in logging.Logger.manager.loggerDict.values()
        if isinstance(logger, logging.Logger)
    ]
    levels = [(logger, logger.level, logger.disabled) for logger in loud]
    for logger in loud:
        logger.setLevel(logging.DEBUG)
    yield stream
    for logger, before, disabled in levels:
        logger.setLevel(before)
        logger.disabled = disabled
    root.handlers[:], logging.raiseExceptions = handlers, raising
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


async def test_a_whole_conversation_leaves_nothing_in_the_log(
    log: io.StringIO, town: Town
) -> None:
    desk = desk_of(town)
    receipt = await desk.gets_answer(f"Why is it so that {CANARY}?")
    await desk.looks(receipt)
    await desk.maya.says("/feedback")
    await desk.maya.fills(kind="idea", about="dialogue", name="anonymous", words=CANARY).sends()
    await desk.maya.says(f"@commonground {CANARY}")
    await desk.maya.says(f"/faq {CANARY}")
    await desk.maya.says(f"/no-such-command {CANARY}")
    await town.clock.move(days=1)

    logged = log.getvalue()
    assert CANARY not in logged
    assert receipt not in logged
    assert "maya" not in logged


async def test_a_fault_of_ours_is_reported_without_what_caused_it(
    log: io.StringIO, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(town)
    await desk.maya.says("/feedback")

    async def breaks(*_: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(SqliteStore, "write", breaks)
    await desk.maya.fills(kind="idea", about="dialogue", name="anonymous", words=CANARY).sends()

    reported = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["error"] for line in reported if "incident" in line] == ["ValueError"]
    assert CANARY not in log.getvalue()
    shown = desk.maya.reads(desk.maya.private[-1])
    assert reported[0]["incident"] in shown
    assert CANARY in shown  # the words go back to the one who wrote them
