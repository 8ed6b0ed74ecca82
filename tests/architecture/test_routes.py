"""Every button leads somewhere, and every command can be found."""

import re
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.compose import App
from bot.core.cards import Button, Choice
from bot.core.routes import Responds
from bot.features.safety.views import help_card
from tests.conftest import ROOT
from tests.support import gallery
from tests.support.reading import read
from tests.support.town import open_town

README = (ROOT / "README.md").read_text()


@pytest.fixture
async def app(tmp_path: Path) -> AsyncGenerator[App]:
    async with open_town(tmp_path / "data") as town:
        yield town.app


async def test_every_button_in_the_gallery_leads_somewhere(app: App) -> None:
    dead = {
        f"{name}: {control.action.name}"
        for name, card in gallery.cards().items()
        for control in card.actions
        if isinstance(control, Button | Choice) and control.action.name not in app.routes.presses
    }

    assert dead == set()


async def test_every_form_in_the_gallery_is_taken(app: App) -> None:
    dead = {
        f"{name}: {form.action.name}"
        for name, form in gallery.forms().items()
        if form.action.name not in app.routes.forms
    }

    assert dead == set()


# Opened through a list of what was found (an option's value), or from a person's own panel.
REACHED_OTHERWISE = {"posts.explainer_read", "feedback.desk", "questions.private_read"}


async def test_every_route_has_a_screen_that_leads_to_it(app: App) -> None:
    """What nobody can press is dead, or lacks its sample in the gallery."""
    pressed = {
        control.action.name
        for card in gallery.cards().values()
        for control in card.actions
        if isinstance(control, Button | Choice)
    }
    shown = {form.action.name for form in gallery.forms().values()}

    assert set(app.routes.presses) >= REACHED_OTHERWISE
    assert set(app.routes.presses) - pressed <= REACHED_OTHERWISE
    assert set(app.routes.forms) - shown == set()


async def test_every_token_fits_every_platform(app: App) -> None:
    for card in gallery.cards().values():
        for control in card.actions:
            if isinstance(control, Button | Choice):
                assert len(app.signer.token("a" * 32, control.action)) <= 96


async def test_forms_are_answers_of_routes_that_may_open_one(app: App) -> None:
    """A form route answers with a card: a form cannot answer a form."""
    assert {n for n, r in app.routes.forms.items() if r.responds is Responds.FORM} == set()


async def test_every_command_is_in_the_help_of_its_role(app: App) -> None:
    for command in app.routes.commands.values():
        for locale in ("en", "fr"):
            shown = read(help_card(app.routes.commands.values(), command.role, ()), locale)
            assert f"/{command.name}" in shown


async def test_the_readmes_table_lists_every_command_and_no_other(app: App) -> None:
    table = README.split("## Commands", 1)[1].split("\n## ", 1)[0]
    listed = set(re.findall(r"^\| [^|]*\| `/([a-z ]+)` \|", table, re.MULTILINE))
    menus = set(re.findall(r"message menu: \*([^*]+)\*", table))

    assert listed == set(app.routes.commands)
    assert menus == {read(menu.label, "en") for menu in app.routes.menus.values()}


async def test_no_two_commands_are_told_apart_by_their_order(app: App) -> None:
    """Discord has either ``/post`` or ``/post share``: a first word is one or the other."""
    alone = {name for name in app.routes.commands if " " not in name}
    groups = {name.partition(" ")[0] for name in app.routes.commands if " " in name}

    assert alone & groups == set()


async def test_commands_are_few_enough_for_every_platform(app: App) -> None:
    assert len({name.partition(" ")[0] for name in app.routes.commands}) <= 50
    assert len(app.routes.menus) <= 5
    for command in app.routes.commands.values():
        for locale in ("en", "fr"):
            assert len(read(command.about, locale)) <= 100
            assert all(len(read(p.about, locale)) <= 100 for p in command.parameters)
