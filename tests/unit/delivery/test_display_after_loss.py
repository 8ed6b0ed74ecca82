"""Messages that are gone are drawn again, with what hangs below them."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.core.cards import Card
from bot.core.places import Purpose
from bot.core.ports import Tx
from bot.core.text import Verbatim, say
from bot.delivery.display import Drawn, show
from tests.support.town import Town, open_town

ABOVE = Card(title=Verbatim("An answer"))
BELOW = Card(title=Verbatim("Another view of it"))


async def draw_above(community: str, thing: str) -> Drawn | None:
    return Drawn(card=ABOVE, purpose=Purpose.FORUMS, thread=say("core.done"))


async def draw_below(community: str, thing: str) -> Drawn | None:
    return Drawn(card=BELOW, under=("sample.above", "one"))


async def shows_both(town: Town) -> Town:
    town.app.display.view("sample.above", draw_above)
    town.app.display.view("sample.below", draw_below)
    await town.settles()

    async def unit(tx: Tx) -> None:
        await tx.send(show("sample.above", "riverbend", "one"))

    async def then(tx: Tx) -> None:
        await tx.send(show("sample.below", "riverbend", "two"))

    await town.app.store.write(unit)
    await town.settles()
    await town.app.store.write(then)
    await town.settles()
    return town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncGenerator[Town]:
    async with open_town(tmp_path) as town:
        yield await shows_both(town)


async def test_what_hangs_below_stands_in_the_thread(town: Town) -> None:
    forums = town.channel("forums")

    assert forums.cards == (ABOVE,)
    assert forums.threads[0].cards == (BELOW,)


async def test_a_message_deleted_by_hand_comes_back_with_its_thread(town: Town) -> None:
    town.channel("forums").delete()

    await town.app.display.redraw_all("riverbend")
    await town.settles()

    assert town.channel("forums").cards == (ABOVE,)
    assert town.channel("forums").threads[0].cards == (BELOW,)
    assert await town.app.outbox.dead("riverbend") == []


async def test_a_town_that_starts_again_shows_everything_again(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        await shows_both(town)

    async with open_town(tmp_path) as town:
        town.app.display.view("sample.above", draw_above)
        town.app.display.view("sample.below", draw_below)
        await town.app.display.redraw_all("riverbend")
        await town.settles()

        assert ABOVE in town.channel("forums").cards
        assert town.channel("forums").threads[0].cards == (BELOW,)
        assert await town.app.outbox.dead("riverbend") == []
