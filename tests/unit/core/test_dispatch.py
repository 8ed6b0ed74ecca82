"""From a gesture to an answer: refusals are sentences, words come back, faults have a number."""

from __future__ import annotations

import pytest

from bot.core.actions import act
from bot.core.cards import Card, Paragraph, Quote
from bot.core.dispatch import Dispatcher
from bot.core.errors import NotForYou
from bot.core.forms import Answers, Corrections
from bot.core.gestures import Called, HomeOpened, Press, Said, Submitted
from bot.core.people import Actor, PersonRef, Role
from bot.core.places import Place
from bot.core.routes import Command, HomePart, Parameter, Responds, Routes, accept
from bot.core.text import Verbatim, say

ACTOR = Actor(person=PersonRef(platform="town", user="amina"), community="riverside")
PLACE = Place(platform="town", tenant="town", channel="general")
DONE = Card(title=say("core.done"))


def _called(command: str, **given: str) -> Called:
    return Called(
        key="k", actor=ACTOR, place=PLACE, locale="en", command=command, given=dict(given)
    )


def _submitted(name: str, **values: str) -> Submitted:
    return Submitted(
        key="k",
        actor=ACTOR,
        place=PLACE,
        locale="en",
        action=act(name),
        answers=Answers(dict(values)),
    )


class _Reports:
    def __init__(self) -> None:
        self.seen: list[tuple[BaseException, str]] = []

    def __call__(self, error: BaseException, where: str) -> str:
        self.seen.append((error, where))
        return "1A2B"


async def _done(_: object) -> Card:
    return DONE


def _dispatcher(routes: Routes) -> tuple[Dispatcher, _Reports]:
    reports = _Reports()
    return Dispatcher(routes=routes, report=reports), reports


def _quoted(shown: object) -> list[str]:
    assert isinstance(shown, Card)
    return [block.words.words for block in shown.body if isinstance(block, Quote)]


async def test_a_refused_form_hands_the_words_back() -> None:
    async def refuse(_: Submitted) -> Card:
        raise NotForYou(role="liaison")

    routes = Routes()
    routes.form("questions.ask", Responds.PRIVATELY, accept, refuse)
    dispatcher, reports = _dispatcher(routes)

    reply = await dispatcher.answer(_submitted("questions.ask", words="Why was the park closed?"))

    assert reply.refused
    assert reply.responds is Responds.PRIVATELY
    assert isinstance(reply.shown, Card)
    assert reply.shown.body[0] == Paragraph(say("errors.not_for_you", role="liaison"))
    assert _quoted(reply.shown) == ["Why was the park closed?"]
    assert reports.seen == []


async def test_a_fault_of_ours_shows_a_number_and_hands_the_words_back() -> None:
    async def break_down(_: Submitted) -> Card:
        raise ZeroDivisionError

    routes = Routes()
    routes.form("questions.ask", Responds.PRIVATELY, accept, break_down)
    dispatcher, reports = _dispatcher(routes)

    reply = await dispatcher.answer(_submitted("questions.ask", words="x" * 3_000))

    assert isinstance(reply.shown, Card)
    assert reply.shown.body[0] == Paragraph(say("core.incident.body", number="1A2B"))
    assert [type(error) for error, _ in reports.seen] == [ZeroDivisionError]
    assert len(_quoted(reply.shown)[0]) == 3_000


async def test_words_that_no_card_could_hold_come_back_as_far_as_they_fit() -> None:
    routes = Routes()
    dispatcher, _ = _dispatcher(routes)

    reply = await dispatcher.answer(_submitted("questions.gone", words="é\ud800\x00" * 4_000))

    assert reply.refused
    assert len(_quoted(reply.shown)[0]) == 3_000
    assert _quoted(reply.shown)[0].startswith("é\ufffd\ufffdé")


async def test_corrections_stop_a_form_before_it_is_taken() -> None:
    wrong = Corrections((("words", say("errors.needed")),))
    routes = Routes()
    routes.form("questions.ask", Responds.PRIVATELY, lambda _: wrong, _done)
    dispatcher, _ = _dispatcher(routes)

    reply = await dispatcher.answer(_submitted("questions.ask", words=""))

    assert reply.shown == wrong
    assert reply.refused


async def test_a_button_of_the_past_is_told_so() -> None:
    dispatcher, _ = _dispatcher(Routes())
    press = Press(key="k", actor=ACTOR, place=PLACE, locale="en", action=act("old.button"))

    reply = await dispatcher.answer(press)

    assert dispatcher.responds(press) is Responds.PRIVATELY
    assert isinstance(reply.shown, Card)
    assert reply.shown.body == (Paragraph(say("errors.stale_button")),)


async def test_an_unknown_command_gets_a_sentence() -> None:
    dispatcher, _ = _dispatcher(Routes())

    reply = await dispatcher.answer(_called("nonsense"))

    assert isinstance(reply.shown, Card)
    assert reply.shown.body == (Paragraph(say("errors.not_found")),)


async def test_the_first_listener_that_answers_is_the_only_one() -> None:
    async def silent(_: Said) -> None:
        return None

    routes = Routes()
    routes.said(silent)
    routes.said(_done)
    routes.said(_fail_when_asked)
    dispatcher, _ = _dispatcher(routes)

    reply = await dispatcher.answer(
        Said(key="k", actor=ACTOR, place=PLACE, locale="en", words=Verbatim("hello"))
    )

    assert reply.shown == DONE


async def _fail_when_asked(_: Said) -> Card:
    raise AssertionError


async def test_home_gathers_the_parts_of_all_features() -> None:
    part = HomePart(blocks=(Paragraph(say("core.yes")),))

    async def one(_: HomeOpened) -> HomePart:
        return part

    async def none(_: HomeOpened) -> None:
        return None

    routes = Routes()
    routes.home(one)
    routes.home(none)
    dispatcher, _ = _dispatcher(routes)

    reply = await dispatcher.answer(HomeOpened(key="k", actor=ACTOR, place=PLACE, locale="en"))

    assert isinstance(reply.shown, Card)
    assert reply.shown.body == part.blocks


def _routes_with_commands() -> Routes:
    routes = Routes()
    for name in ("forum", "forum schedule", "faq"):
        routes.command(
            Command(
                name=name,
                about=say("core.done"),
                responds=Responds.PRIVATELY,
                handle=_done,
                parameters=(
                    Parameter(name="words", about=say("core.done")),
                    Parameter(name="when", about=say("core.done")),
                ),
                role=Role.MEMBER,
            )
        )
    return routes


@pytest.mark.parametrize(
    ("line", "command", "given"),
    [
        ("/faq", "faq", {}),
        ("/faq body cameras", "faq", {"words": "body cameras"}),
        ("/FORUM Schedule  Next  steps", "forum schedule", {"words": "Next  steps"}),
        ("/forum next week", "forum", {"words": "next week"}),
        ("faq when:friday why stops", "faq", {"when": "friday", "words": "why stops"}),
        ("/faq what: this", "faq", {"words": "what: this"}),
    ],
)
def test_commands_are_read_kindly(line: str, command: str, given: dict[str, str]) -> None:
    read = _routes_with_commands().parse(line)

    assert (read.command.name, read.given) == (command, given)
    assert read.words == ""


def test_what_no_parameter_takes_stays_as_words() -> None:
    routes = _routes_with_commands()

    assert routes.parse("/faq when:friday words:x Why: stops?").words == "Why: stops?"


def test_two_routes_of_one_name_are_a_mistake() -> None:
    routes = _routes_with_commands()

    with pytest.raises(ValueError, match="two routes for faq"):
        routes.command(routes.command_named("faq"))
