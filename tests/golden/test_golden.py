"""Every card and form of the gallery, as each platform was last agreed to show it.

A change here is a change that people see: ``make golden`` writes it, and whoever reviews reads it.
One line a sample keeps a diff short.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.adapters.discord import voice as discord_voice
from bot.adapters.discord.forms import Modals
from bot.adapters.discord.render import Renderer as DiscordRenderer
from bot.adapters.slack import pieces as slack_pieces
from bot.adapters.slack.forms import modal
from bot.adapters.slack.render import Renderer as SlackRenderer, mark
from bot.core.actions import Signer
from bot.core.cards import Card, Picture
from bot.core.forms import Form
from bot.i18n.catalogue import LANGUAGES
from tests.support import gallery

HERE = Path(__file__).parent
SIGNER = Signer(b"k" * 32)
COMMUNITY, ZONE = "riverbend", "America/Toronto"

Draw = Callable[[Card | Form, str], Any]


def _discord(shown: Card | Form, locale: str) -> Any:
    reader = discord_voice.Reader(locale, ZONE)
    if isinstance(shown, Form):
        return Modals(SIGNER).form(shown, reader, COMMUNITY)
    return DiscordRenderer(SIGNER).card(shown, reader, COMMUNITY).body


def _slack(shown: Card | Form, locale: str) -> Any:
    reader, renderer = slack_pieces.Reader(locale, ZONE), SlackRenderer(SIGNER)
    if isinstance(shown, Form):
        return modal(shown, reader, renderer, COMMUNITY, origin="origin")
    files = {mark(block.png): "F0PICTURE" for block in shown.body if isinstance(block, Picture)}
    return renderer.card(shown, reader, COMMUNITY, files)


PLATFORMS: dict[str, Draw] = {"discord": _discord, "slack": _slack}


def _drawn(draw: Draw, area: str, locale: str) -> str:
    samples: dict[str, Card | Form] = dict(gallery.cards())
    samples.update({f"{name}(form)": form for name, form in gallery.forms().items()})
    lines = [
        f"{name} {orjson.dumps(draw(shown, locale)).decode()}"
        for name, shown in samples.items()
        if name.startswith(f"{area}.")
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("area", gallery.AREAS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_people_see_is_what_was_agreed(
    platform: str, area: str, locale: str, *, rewrite: bool
) -> None:
    agreed = HERE / platform / f"{area}.{locale}.txt"
    drawn = _drawn(PLATFORMS[platform], area, locale)
    if rewrite:
        agreed.parent.mkdir(exist_ok=True)
        agreed.write_text(drawn, encoding="utf-8")

    assert agreed.exists(), f"{agreed.name} was never agreed: make golden"
    changed = [
        now.split(" ", 1)[0]
        for now in drawn.splitlines()
        if now not in set(agreed.read_text(encoding="utf-8").splitlines())
    ]
    assert changed == []
    assert drawn == agreed.read_text(encoding="utf-8")
