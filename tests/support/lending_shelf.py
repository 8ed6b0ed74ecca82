"""A tiny feature that uses every part of the vocabulary: a shelf where neighbours lend things.

Its words are the core's own, or typed in by tests, so that it needs no catalogue.
"""

from dataclasses import dataclass, field

from bot.core.actions import act
from bot.core.cards import (
    Button,
    Card,
    Choice,
    Divider,
    Facts,
    LinkButton,
    Note,
    Option,
    Paragraph,
    Picture,
    Quote,
    Style,
    Tone,
)
from bot.core.checks import fields_wrong
from bot.core.forms import Consent, Corrections, Day, Form, PickMany, PickOne, Words
from bot.core.gestures import Called, HomeOpened, Pointed, Press, Said, Submitted
from bot.core.people import Actor, Role
from bot.core.routes import Command, HomePart, Menu, Parameter, Responds, Routes
from bot.core.text import Verbatim, say

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcff9fa1"
    "1e000782027f3dc8480000000049454e44ae426082"
)

OFFER = Form(
    title=say("core.home.title"),
    fields=(
        Words(name="what", label=say("core.yes"), hint=say("core.done"), at_most=40, long=False),
        Words(name="why", label=say("core.words_back"), at_least=3, at_most=2_000),
        PickOne(
            name="size",
            label=say("core.keep"),
            options=(
                Option("small", Verbatim("Small"), chosen=True),
                Option("large", Verbatim("Large")),
            ),
        ),
        PickMany(
            name="days",
            label=say("core.fix_it"),
            options=(Option("sat", Verbatim("Saturday")), Option("sun", Verbatim("Sunday"))),
        ),
        Consent(name="agree", label=say("core.no"), statement=say("core.confirm.title")),
    ),
    action=act("shelf.offer"),
    submit=say("core.yes"),
    intro=(Paragraph(say("core.home.empty")),),
)
WHEN = Form(
    title=say("core.done"),
    fields=(Day(name="day", label=say("core.yes"), filled="2026-12-01"),),
    action=act("shelf.when"),
    submit=say("core.yes"),
)


@dataclass
class Shelf:
    """What lies on the shelf."""

    things: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def thing_card(words: str, number: int = 0, *, taken: bool = False) -> Card:
    """Show one thing with every kind of block and control."""
    return Card(
        title=Verbatim(words[:150]),
        tone=Tone.GOOD if taken else Tone.WAITING,
        body=(
            Paragraph(say("core.incident.body", number=Verbatim(words[:40]))),
            Quote(Verbatim(words), by=say("core.words_back")),
            Facts(((say("core.yes"), Verbatim(words[:40])), (say("core.no"), 12_345))),
            Divider(),
            Picture(PNG, say("core.done")),
            Note(say("core.words_back_cut")),
        ),
        actions=()
        if taken
        else (
            Button(say("core.keep"), act("shelf.take", number), Style.MAIN),
            Button(
                say("core.no"), act("shelf.burn", number), Style.DANGER, say("core.confirm.title")
            ),
            Button(say("core.fix_it"), act("shelf.when", number)),
            LinkButton(say("core.done"), "https://example.org/shelf?a=1&b=2"),
            Choice(
                say("core.yes"),
                act("shelf.lend", number),
                (Option("maya", Verbatim("Maya")), Option("theo", Verbatim("Theo"))),
            ),
        ),
    )


def lending_shelf() -> tuple[Routes, Shelf]:
    """Build the routes of the shelf, and the shelf itself."""
    routes, shelf = Routes(), Shelf()
    _commands(routes, shelf)
    _presses(routes, shelf)

    def check(given: Submitted) -> Corrections | None:
        return fields_wrong(given.answers, OFFER.fields)

    async def offer(given: Submitted) -> Card:
        shelf.things.append(given.answers.words("why"))
        return thing_card(given.answers.words("why"), len(shelf.things) - 1)

    routes.form("shelf.offer", Responds.PUBLICLY, check, offer)

    async def point(pointed: Pointed) -> Card:
        return Card(title=say("core.done"), body=(Quote(pointed.words),))

    async def hear(said: Said) -> Card | None:
        shelf.said.append(said.words.words)
        return Card(title=say("core.done"), body=(Quote(said.words),))

    async def home(opened: HomeOpened) -> HomePart | None:
        count = len(shelf.things)
        return HomePart(
            blocks=(Paragraph(say("core.incident.body", number=count)),),
            actions=(Button(say("core.fix_it"), act("shelf.when", 0)),),
        )

    routes.menu(
        Menu(name="ask", label=say("core.fix.title"), responds=Responds.PRIVATELY, handle=point)
    )
    routes.said(hear)
    routes.home(home)
    return routes, shelf


def _commands(routes: Routes, shelf: Shelf) -> None:
    async def offer(called: Called) -> Form:
        return OFFER

    async def look(called: Called) -> Card:
        words = called.given.get("words") or (shelf.things or ["nothing"])[-1]
        return thing_card(words)

    async def staff(called: Called) -> Card:
        called.actor.require(Role.ORGANIZER)
        return Card(title=say("core.done"), notify=(called.actor.person,))

    async def titles(_: Actor, typed: str) -> list[str]:
        return [thing for thing in shelf.things if thing.startswith(typed)]

    words = (Parameter(name="words", about=say("core.words_back"), suggest=titles),)
    for name, responds, handle in (
        ("offer", Responds.FORM, offer),
        ("look", Responds.PRIVATELY, look),
        ("show all", Responds.PUBLICLY, look),
        ("staff", Responds.PUBLICLY, staff),
    ):
        command = Command(
            name=name,
            about=say("core.home.title"),
            responds=responds,
            handle=handle,
            parameters=words,
            role=Role.ORGANIZER if name == "staff" else Role.MEMBER,
        )
        routes.command(command)


def _presses(routes: Routes, shelf: Shelf) -> None:
    async def take(press: Press) -> Card:
        press.actor.require(Role.LIAISON)
        return thing_card("taken", taken=True)

    async def burn(press: Press) -> Card:
        shelf.things.clear()
        return thing_card("burnt", taken=True)

    async def lend(press: Press) -> Card:
        return Card(title=Verbatim(f"lent to {press.chosen}"))

    async def when(press: Press) -> Form:
        return WHEN

    async def told(given: Submitted) -> Card:
        return Card(title=Verbatim(given.answers.words("day")))

    def check(given: Submitted) -> Corrections | None:
        return fields_wrong(given.answers, WHEN.fields)

    routes.on("shelf.take", Responds.BY_UPDATING, take)
    routes.on("shelf.burn", Responds.BY_UPDATING, burn)
    routes.on("shelf.lend", Responds.PRIVATELY, lend)
    routes.on("shelf.when", Responds.FORM, when)
    routes.form("shelf.when", Responds.BY_UPDATING, check, told)
