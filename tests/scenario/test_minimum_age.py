"""How old one has to be: said where it matters, asked of nobody."""

import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.adapters.town.clock import TownClock
from bot.compose import opened
from bot.compose.wire import begin
from bot.core.cards import Card
from bot.core.errors import SetupError
from bot.core.forms import Form
from bot.settings import load
from tests.conftest import ROOT
from tests.support.clock import A_TUESDAY
from tests.support.town import Town

SAID = {"en": "{age} or older", "fr": "{age} ans"}


def config(folder: Path, line: str) -> Path:
    """Copy the example configuration with another line about age."""
    shutil.copytree(ROOT / "config", folder / "config")
    file = folder / "config" / "community.toml"
    before = file.read_text()
    kept = [one for one in before.splitlines() if not one.startswith("minimum_age")]
    at = kept.index("[community]") + 1
    file.write_text("\n".join([*kept[:at], line, *kept[at:]]))
    return folder / "config"


@asynccontextmanager
async def town_of(folder: Path, line: str) -> AsyncGenerator[Town]:
    settings = load({"DATA_DIR": str(folder / "data"), "CONFIG_DIR": str(config(folder, line))})
    async with opened(settings, clock=TownClock(still_at=A_TUESDAY), migrate=True) as app:
        await begin(app)
        town = Town(app.town, app)
        await town.settles()
        yield town


@pytest.mark.parametrize(("line", "age"), [("minimum_age = 18", "18"), ("", "16")])
@pytest.mark.parametrize("locale", ["en", "fr"])
async def test_who_asks_or_reads_about_privacy_is_told_the_age(
    tmp_path: Path, line: str, age: str, locale: str
) -> None:
    said = SAID[locale].format(age=age)
    async with town_of(tmp_path, line) as town:
        maya = town.someone("maya", locale=locale)
        form = await maya.says("/ask")
        card = await maya.says("/privacy")

        assert isinstance(form, Form)
        assert isinstance(card, Card)
        assert said in maya.reads(form)
        assert said in maya.reads(card)


async def test_the_age_stands_where_police_are_said_to_be_present(tmp_path: Path) -> None:
    async with town_of(tmp_path, "minimum_age = 18") as town:
        (card,) = town.channel("questions").cards
        words = town.channel("questions").text

    assert "Police are present here" in words
    assert "This space is for people aged 18 or older." in words
    assert "Nobody is asked for a date of birth." in words
    assert card.actions == ()


@pytest.mark.parametrize("line", ["minimum_age = 12", "minimum_age = 22", 'minimum_age = "old"'])
def test_an_age_that_no_platform_has_is_refused_at_the_start(tmp_path: Path, line: str) -> None:
    with pytest.raises(SetupError, match="minimum_age"):
        load({"DATA_DIR": str(tmp_path / "data"), "CONFIG_DIR": str(config(tmp_path, line))})
