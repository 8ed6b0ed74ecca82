"""What people do with feedback, a step at a time."""

from __future__ import annotations

import re

from bot.core.cards import Card
from bot.core.forms import Corrections, Form
from bot.core.people import Role
from bot.features.feedback.service import FeedbackDesk
from tests.support.reading import read
from tests.support.someone import Someone
from tests.support.town import Town

WORDS = "Please hold the next forum after six in the evening."


def desk_of(town: Town) -> FeedbackDesk:
    """Return the desk behind the counter."""
    return town.app.features.feedback


def organizer(town: Town, name: str = "olga") -> Someone:
    return town.someone(name, Role.ORGANIZER).goes_to("feedback")


async def logs(who: Someone, **answers: str) -> Card | Form | Corrections | None:
    """Fill the form and send it."""
    await who.says("/feedback")
    given = {"kind": "idea", "about": "forum", "words": WORDS, **answers}
    return await who.fills(**given).sends()


async def receipt_of(who: Someone, **answers: str) -> str:
    """Log something and return the receipt."""
    shown = await logs(who, **answers)
    assert isinstance(shown, Card)
    found = re.search(r"\d{4} \d{4} \d{4} \d{4}", read(shown))
    assert found is not None
    return found[0]


async def looks_up(who: Someone, receipt: str) -> Card:
    """Look up a receipt."""
    await who.says("/receipt")
    shown = await who.fills(receipt=receipt).sends()
    assert isinstance(shown, Card)
    return shown


def notes(town: Town) -> tuple[Card, ...]:
    return tuple(c for c in town.channel("feedback").cards if "About: " in read(c))
