"""What every feature shares: a refusal, an incident, an empty panel."""

from bot.core.cards import Card
from bot.core.communities import NOWHERE
from bot.core.dispatch import incident_card, refusal_card
from bot.core.errors import TooFast, TooLong
from bot.core.forms import Form
from bot.core.gestures import Called
from bot.core.people import Actor, PersonRef
from bot.core.places import Place

HOSTILE = (
    "<b>x</b> [x](javascript:alert(1)) @everyone <!channel> \u202etxt.exe \x00\ud800 " + "w" * 99
)


def called(words: str) -> Called:
    """A command that somebody typed."""
    maya = PersonRef(platform="town", user="maya")
    return Called(
        key="k",
        actor=Actor(person=maya, community=NOWHERE),
        place=Place(platform="town", tenant="riverbend", channel="general"),
        locale="en",
        command="ask",
        given={"words": words} if words else {},
    )


CARDS: dict[str, Card] = {
    "refused": refusal_card(TooFast(), called("")),
    "refused_words_back": refusal_card(TooLong(at_most=400, length=1_200), called("word " * 700)),
    "refused_hostile": refusal_card(TooLong(at_most=40, length=180), called(HOSTILE)),
    "incident": incident_card("04711000", called("What I typed comes back to me.")),
}
FORMS: dict[str, Form] = {}
