"""Two communities in one program: each hears its own facts, nothing crosses."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.compose import App, opened
from bot.core.actions import act
from bot.core.cards import Card
from bot.core.gestures import Press
from bot.core.people import Actor, PersonRef
from bot.core.places import Place
from bot.settings import load
from tests.conftest import ROOT
from tests.support.reading import read

BRITISH = {
    'id = "riverbend"': 'id = "lakeside"',
    'name = "Riverbend"': 'name = "Lakeside"',
    'country = "CA"': 'country = "GB"',
    "answer_working_hours = 24": "answer_working_hours = 40",
}


@pytest.fixture
async def app(tmp_path: Path) -> AsyncGenerator[App]:
    """Riverbend in Canada and Lakeside in Britain."""
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    text, _, _ = (config / "community.toml").read_text().partition("# Channels and what they are")
    for here, there in BRITISH.items():
        assert here in text
        text = text.replace(here, there)
    (config / "community-lakeside.toml").write_text(text)
    settings = load({"DATA_DIR": str(tmp_path / "data"), "CONFIG_DIR": str(config)})
    async with opened(settings, migrate=True) as app:
        yield app


async def page(app: App, community: str, name: str) -> str:
    """Read a page of the FAQ as somebody there does."""
    person = PersonRef(platform="slack", tenant=community, user="U1")
    press = Press(
        key=f"{community}:{name}",
        actor=Actor(person=person, community=community),
        place=Place(platform="slack", tenant=community, channel="general"),
        locale="en",
        action=act("questions.faq_read", name),
    )
    shown = (await app.dispatcher.answer(press)).shown
    assert isinstance(shown, Card)
    return read(shown, "en")


async def test_who_is_in_danger_is_told_the_number_of_their_own_country(app: App) -> None:
    assert "call 911" in await page(app, "riverbend", "emergency")
    assert "call 999" in await page(app, "lakeside", "emergency")


async def test_the_target_is_the_communitys_own(app: App) -> None:
    assert "24 working hours" in await page(app, "riverbend", "how-long")
    assert "40 working hours" in await page(app, "lakeside", "how-long")


async def test_who_belongs_to_neither_is_refused(app: App) -> None:
    assert "call 911" not in await page(app, "elsewhere", "emergency")
