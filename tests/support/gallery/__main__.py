"""``python -m tests.support.gallery build/gallery``: every card and form on one static page."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.adapters.town.in_front import OpenForm
from bot.adapters.town.limits import card_faults, form_faults
from bot.adapters.town.render import Drawn, Look
from bot.core.actions import Action
from bot.core.cards import Card, Picture
from bot.core.forms import Form
from bot.core.people import PersonRef
from bot.core.places import Place
from bot.i18n.catalogue import LANGUAGES
from tests.support.gallery import AREAS, cards, forms
from tests.support.reading import ZONE

_TOWN = Path(__file__).resolve().parents[3] / "bot" / "adapters" / "town"


def write(folder: Path) -> Path:
    """Write the page; return where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "index.html"
    page.write_text(draw(), encoding="utf-8")
    return page


def draw() -> str:
    """Draw the whole gallery."""
    environment = Environment(
        loader=ChoiceLoader(
            [FileSystemLoader(Path(__file__).parent), FileSystemLoader(_TOWN / "templates")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    styles = [_TOWN / "static" / "town.css", Path(__file__).parent / "gallery.css"]
    return environment.get_template("gallery.html").render(
        style=Markup("\n".join(s.read_text(encoding="utf-8") for s in styles)),  # noqa: S704  (ours)
        areas=[(area, _samples(area)) for area in AREAS],
        languages=LANGUAGES,
        look={language: _look(language) for language in LANGUAGES},
    )


def _samples(area: str) -> list[dict[str, object]]:
    shown: list[dict[str, object]] = []
    for name, card in cards().items():
        if name.startswith(f"{area}."):
            drawn = [(lang, _card(card, name, lang)) for lang in LANGUAGES]
            faults = [f"{lang}: {f}" for lang in LANGUAGES for f in card_faults(card, lang)]
            shown.append({"name": name, "cards": drawn, "forms": [], "faults": faults})
    for name, form in forms().items():
        if name.startswith(f"{area}."):
            drawn_form = [(lang, _form(form, name, lang)) for lang in LANGUAGES]
            faults = [f"{lang}: {f}" for lang in LANGUAGES for f in form_faults(form, lang)]
            shown.append({"name": name, "cards": [], "forms": drawn_form, "faults": faults})
    return shown


def _card(card: Card, name: str, language: str) -> Markup:
    drawn = Drawn(name=_id(name, language), level=4, token=_token, picture=_picture)
    return _look(language).card(card, drawn=drawn)


def _form(form: Form, name: str, language: str) -> dict[str, object]:
    place = Place(platform="town", tenant="gallery", channel="gallery")
    standing = OpenForm(id="sample", form=form, place=place).standing
    drawn = _look(language).form(form, name=_id(name, language), standing=standing)
    return {"id": "sample", **drawn}


def _look(language: str) -> Look:
    return Look(locale=language, zone=ZONE, name_of=_name)


def _name(person: PersonRef) -> str:
    return f"@{person.user}"


def _token(action: Action) -> str:
    return action.name


def _picture(_: int, picture: Picture) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture.png).decode()}"


def _id(name: str, language: str) -> str:
    return f"{name}-{language}".replace(".", "-").replace(" ", "-")


if __name__ == "__main__":
    print(f"Written: {write(Path(sys.argv[1]))}")  # noqa: T201  (a small program)
