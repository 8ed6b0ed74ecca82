"""An older copy of the database is put in its place: what was erased since stays erased."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.compose.erasing import erase_again, forget_erasures
from bot.storage.backup import backup, restore
from tests.support.questions import Desk, desk_of
from tests.support.seizure.sweep import Secret, files_of, sweep
from tests.support.town import Town, open_town

DATABASE = "commonground.sqlite"
ACCOUNT = "marigold7231"
WORD = "zanzibarquokka"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


async def lives(town: Town) -> tuple[Desk, str]:
    """Have one ask without a name and one by name; both are answered."""
    desk = desk_of(town)
    receipt = await desk.gets_answer(f"Who decides about {WORD} at night?")
    desk.maya = town.someone(ACCOUNT)
    await desk.gets_answer("Who pays for the fireworks at the lake?", naming="named")
    desk.maya = town.someone("maya")
    return desk, receipt


async def copies(town: Town, to: Path) -> Path:
    return await backup(town.app.store, to / "copy.sqlite")


def puts_back(copy: Path, data: Path) -> None:
    """Restore, and remove what was in the place, as the operator is told to."""
    restore(copy, data / DATABASE)
    for old in data.glob("*.before-restore*"):
        old.unlink()


async def test_what_was_erased_since_does_not_come_back(data: Path, tmp_path: Path) -> None:
    secrets = [Secret("account", ACCOUNT), Secret("words", WORD)]
    async with open_town(data) as town:
        desk, receipt = await lives(town)
        copy = await copies(town, tmp_path)
        theo = town.someone("theo")
        await theo.says("/faq fireworks at the lake")
        await desk.looks(receipt)
        await desk.maya.presses("questions.withdraw")
        named = town.someone(ACCOUNT)
        await named.says("/mydata delete")
        await named.presses("Yes, erase everything")
        await town.clock.move(minutes=31)
        later = town.clock.now() + timedelta(hours=1)
        assert sweep(files_of(data), secrets) == []
    puts_back(copy, data)
    assert {f.secret.what for f in sweep(files_of(data), secrets)} == {"account", "words"}

    async with open_town(data, at=later) as town:
        await town.clock.move(minutes=31)
        found = sweep(files_of(data), secrets)
        theo = town.someone("theo")
        await theo.says("/faq fireworks at the lake")
        again = await erase_again(town.app)
        mine = await desk_of(town).looks(receipt)

    assert found == []
    assert theo.sees("Who pays for the fireworks")
    assert "You took it back" in mine
    assert again == 0


async def test_whoever_deleted_and_came_back_keeps_what_they_did_since(
    data: Path, tmp_path: Path
) -> None:
    async with open_town(data) as town:
        maya = town.someone("maya")
        await maya.says("/language en")
        await maya.says("/mydata delete")
        await maya.presses("Yes, erase everything")
        await maya.says("/language fr")
        await town.settles()
        copy = await copies(town, tmp_path)
        later = town.clock.now() + timedelta(hours=1)
    puts_back(copy, data)

    async with open_town(data, at=later) as town:
        maya = town.someone("maya")

        assert await town.app.directory.locale(maya.person) == "fr"


async def test_marks_are_kept_as_long_as_backups_and_lead_to_nobody_by_themselves(
    data: Path,
) -> None:
    async with open_town(data) as town:
        maya = town.someone(ACCOUNT)
        await maya.says("/language en")
        await maya.says("/mydata delete")
        await maya.presses("Yes, erase everything")
        await town.settles()
        kept = town.app.vault.erasures()
        await town.clock.move(days=30)
        await forget_erasures(town.app)
        still = town.app.vault.erasures()
        await town.clock.move(days=1)
        await forget_erasures(town.app)
        gone = town.app.vault.erasures()

        assert len(kept) == 1
        assert kept[0].thing is None
        assert still == kept
        assert gone == []
        assert sweep(files_of(data), [Secret("account", ACCOUNT)]) == []
