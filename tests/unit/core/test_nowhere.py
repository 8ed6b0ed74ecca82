"""In a place that belongs to no community, only what opens doors or helps may be done."""

import pytest

from bot.core.actions import act
from bot.core.cards import Card
from bot.core.dispatch import Dispatcher, Reply
from bot.core.forms import Answers
from bot.core.gestures import AnyGesture, Called, Gesture, HomeOpened, Press, Said, Submitted
from bot.core.people import Actor, PersonRef
from bot.core.places import Place
from bot.core.ports import NOWHERE
from bot.core.routes import Command, Responds, Routes, accept
from bot.core.text import Verbatim, say

OPEN, SHUT = Card(title=say("core.done")), say("core.refused.title")


def _in(community: str) -> dict[str, object]:
    person = PersonRef(platform="discord", user="7")
    return {
        "key": "k",
        "actor": Actor(person=person, community=community),
        "place": Place(platform="discord", tenant="1", channel="1"),
        "locale": "en",
    }


async def _done(_: Gesture) -> Card:
    return OPEN


def _dispatcher() -> Dispatcher:
    routes = Routes()
    for name in ("help", "ask"):
        about = say("core.done")
        routes.command(Command(name=name, about=about, responds=Responds.PRIVATELY, handle=_done))
        routes.on(f"test.{name}", Responds.PRIVATELY, _done)
        routes.form(f"test.{name}", Responds.PRIVATELY, accept, _done)
    routes.said(_done)
    routes.anywhere("help", "test.help")
    return Dispatcher(routes, lambda error, where: pytest.fail(f"{where}: {error!r}"))


def _gestures(community: str) -> dict[str, AnyGesture]:
    common = _in(community)
    return {
        "help": Called(**common, command="help"),  # type: ignore[arg-type]
        "press help": Press(**common, action=act("test.help")),  # type: ignore[arg-type]
        "send help": Submitted(**common, action=act("test.help"), answers=Answers({})),  # type: ignore[arg-type]
        "ask": Called(**common, command="ask"),  # type: ignore[arg-type]
        "press ask": Press(**common, action=act("test.ask")),  # type: ignore[arg-type]
        "send ask": Submitted(**common, action=act("test.ask"), answers=Answers({})),  # type: ignore[arg-type]
        "say": Said(**common, words=Verbatim("hello")),  # type: ignore[arg-type]
        "home": HomeOpened(**common),  # type: ignore[arg-type]
    }


def _shown(reply: Reply) -> str:
    assert isinstance(reply.shown, Card)
    return "refused" if reply.shown.title == SHUT else "done"


async def test_only_what_may_be_done_anywhere_is_done_nowhere() -> None:
    dispatcher = _dispatcher()
    found = {n: _shown(await dispatcher.answer(g)) for n, g in _gestures(NOWHERE).items()}
    assert found == {
        name: "done" if name.endswith("help") else "refused" for name in _gestures(NOWHERE)
    }


async def test_in_a_community_nothing_is_shut() -> None:
    dispatcher = _dispatcher()
    found = {n: _shown(await dispatcher.answer(g)) for n, g in _gestures("riverbend").items()}
    assert set(found.values()) == {"done"}


def test_a_refusal_is_announced_as_private() -> None:
    dispatcher = _dispatcher()
    assert dispatcher.responds(_gestures(NOWHERE)["say"]) is Responds.PRIVATELY
    assert dispatcher.responds(_gestures("riverbend")["say"]) is Responds.PUBLICLY
