"""Every hour: cards are mended, old notes of gestures and given-up jobs are forgotten."""

from __future__ import annotations

from pathlib import Path

from bot.compose.upkeep import tidy
from bot.core.ports import Job, Tx
from bot.storage.sql import sql
from tests.support.town import open_town

_NOTES = sql("SELECT COUNT(*) AS n FROM inbox")


async def _notes(tx: Tx) -> int:
    row = await tx.one(_NOTES)
    return 0 if row is None else int(row["n"])


async def test_a_gesture_is_remembered_for_a_day_and_not_for_two(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        store = town.app.store
        await store.write(lambda tx: tx.once("gesture"))

        await tidy(town.app)
        at_once = await store.read(_notes)
        await town.clock.move(days=2)
        await tidy(town.app)
        after = await store.read(_notes)

    assert at_once >= 1
    assert after == 0


async def test_a_job_that_was_given_up_is_shown_for_a_month_and_then_forgotten(
    tmp_path: Path,
) -> None:
    async with open_town(tmp_path) as town:
        app = town.app
        await app.store.write(lambda tx: tx.send(Job(kind="nobody.knows", community="riverbend")))
        await town.settles()

        await town.clock.move(days=29)
        await tidy(app)
        seen = await app.outbox.dead("riverbend")
        await town.clock.move(days=3)
        await tidy(app)
        gone = await app.outbox.dead("riverbend")

    assert [dead.code for dead in seen] == ["no_handler"]
    assert gone == []


async def test_a_card_deleted_by_hand_comes_back_within_the_hour(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        await town.settles()
        rooms = [town.channel(name) for name in ("questions", "posts", "forums", "general")]
        room = next((room for room in rooms if room.cards), None)
        assert room is not None, "nothing is on display in a new town"
        shown = room.cards[0]
        room.delete(0)

        await tidy(town.app)
        await town.settles()

    assert shown in room.cards
