"""Every screen about what could not be shown, for the gallery."""

from __future__ import annotations

from bot.core.cards import Card
from bot.core.dispatch import home_card
from bot.core.forms import Form
from bot.core.places import Place
from bot.features.troubles.ports import KNOWN, Unshown
from bot.features.troubles.views import again_card, home_part, troubles_card

_HALL = Place(platform="town", tenant="riverbend", channel="general")
_FOUND = [Unshown(place=_HALL, code=code, many=n) for n, code in enumerate(sorted(KNOWN), 1)]
_PART = home_part(_FOUND)
assert _PART is not None

CARDS: dict[str, Card] = {
    "none": troubles_card([]),
    "one": troubles_card([Unshown(place=None, code="cannot_message", many=1)]),
    "unknown": troubles_card([Unshown(place=_HALL, code="strange_answer", many=2)]),
    "many": troubles_card(_FOUND),
    "last": troubles_card(_FOUND[-3:]),
    "again": again_card(3),
    "panel": home_card([_PART], ()),
}
FORMS: dict[str, Form] = {}
