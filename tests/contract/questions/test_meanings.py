"""What published questions mean, as both engines keep it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.ports import Tx
from bot.features.questions.meanings import Meanings
from bot.features.questions.model import Naming, Question, State, Topic
from bot.features.questions.store import Questions
from bot.storage.engine import Database
from tests.support.clock import A_TUESDAY

HERE, MODEL = "riverbend", "a model"
OLD = Question(
    community=HERE,
    id="old",
    topic=Topic.OTHER,
    naming=Naming.ANONYMOUS,
    asked_by=None,
    alias=1,
    public=True,
    asked_on=A_TUESDAY.date(),
    batch=None,
    state=State.ANSWERED,
    published_at=A_TUESDAY,
)
NEW = replace(OLD, id="new", published_at=A_TUESDAY + timedelta(days=1))
HIDDEN = (
    replace(NEW, id="elsewhere", community="elsewhere"),
    replace(NEW, id="waiting", state=State.OPEN, published_at=None),
    replace(NEW, id="private", public=False),
    replace(NEW, id="withdrawn", state=State.WITHDRAWN),
)


@pytest.fixture
async def meanings(store: Database) -> Meanings:
    async def unit(tx: Tx) -> None:
        for n, question in enumerate((OLD, NEW, *HIDDEN)):
            receipt = bytes([n]) * 32
            await Questions().add(tx, question, receipt=receipt, address=None)

    await store.write(unit)
    return Meanings()


async def _keep(store: Database, question: str, vector: bytes | None, model: str = MODEL) -> None:
    await store.write(lambda tx: Meanings().keep(tx, HERE, question, model, vector))


async def _unread(store: Database, model: str = MODEL, *, at_most: int = 9) -> list[str]:
    return await store.read(lambda tx: Meanings().unread(tx, HERE, model, at_most=at_most))


async def _meant(store: Database, model: str = MODEL) -> list[tuple[str, bytes]]:
    return sorted((await store.read(lambda tx: Meanings().meant(tx, HERE, model))).items())


async def test_only_what_is_published_waits_to_be_read_newest_first(
    store: Database, meanings: Meanings
) -> None:
    assert await _unread(store) == ["new", "old"]
    assert await _unread(store, at_most=1) == ["new"]


async def test_what_was_read_is_kept_byte_by_byte(store: Database, meanings: Meanings) -> None:
    await _keep(store, "new", b"\x00\xff")
    await _keep(store, "new", b"\x00\xfe")

    assert await _meant(store) == [("new", b"\x00\xfe")]
    assert await _unread(store) == ["old"]


async def test_what_nobody_can_read_is_not_tried_again(
    store: Database, meanings: Meanings
) -> None:
    await _keep(store, "new", None)

    assert await _meant(store) == []
    assert await _unread(store) == ["old"]


async def test_another_model_reads_everything_anew(store: Database, meanings: Meanings) -> None:
    await _keep(store, "new", b"1")

    assert await _meant(store, "another") == []
    assert await _unread(store, "another") == ["new", "old"]


async def test_what_changed_is_forgotten_and_waits_again(
    store: Database, meanings: Meanings
) -> None:
    await _keep(store, "old", b"1")
    await _keep(store, "new", b"2")

    await store.write(lambda tx: meanings.drop(tx, HERE, "new"))

    assert await _meant(store) == [("old", b"1")]
    assert await _unread(store) == ["new"]


async def test_what_is_not_public_is_never_compared(store: Database, meanings: Meanings) -> None:
    for question in HIDDEN:
        await _keep(store, question.id, b"1")
    await _keep(store, "old", b"2")

    assert await _meant(store) == [("old", b"2")]
