"""What every feature shares: a refusal, an incident, an empty panel."""

from bot.core.cards import Card
from bot.core.communities import NOWHERE
from bot.core.dispatch import incident_card, refusal_card
from bot.core.errors import TooFast, TooLong
from bot.core.forms import Form
from bot.core.gestures import Called
from bot.core.groups import group_card
from bot.core.people import Actor, PersonRef
from bot.core.places import Place
from bot.core.routes import Command, Responds
from bot.core.text import say

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


async def _never(_: object) -> Card:
    raise AssertionError


def _of(word: str, many: int) -> tuple[Command, ...]:
    return tuple(
        Command(
            name=f"{word} {letter * 8}",
            about=say("core.home.empty"),
            responds=Responds.PRIVATELY if number else Responds.FORM,
            handle=_never,
        )
        for number, letter in enumerate("abcdefghi"[:many])
    )


CARDS: dict[str, Card] = {
    "refused": refusal_card(TooFast(), called("")),
    "refused_words_back": refusal_card(TooLong(at_most=400, length=1_200), called("word " * 700)),
    "refused_hostile": refusal_card(TooLong(at_most=40, length=180), called(HOSTILE)),
    "first_word_alone": group_card("post", _of("post", 5), called("")),
    "first_word_of_many": group_card("forum", _of("forum", 9), called("Hello? " * 700)),
    "incident": incident_card("04711000", called("What I typed comes back to me.")),
}
FORMS: dict[str, Form] = {}
