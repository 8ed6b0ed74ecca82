"""Nobody has to know a command: the panel and the help open every one of them."""

from __future__ import annotations

import pytest

from bot.core.cards import Button, Card, Choice, LinkButton
from bot.core.forms import Form
from bot.core.people import Role
from tests.support.questions import ASKED, Desk
from tests.support.reading import read
from tests.support.someone import Someone
from tests.support.town import Town


def labels(card: Card) -> set[str]:
    """Return what can be pressed or chosen on a card."""
    found = set()
    for control in card.actions:
        match control:
            case Choice(options=options):
                found |= {read(option.label, "en") for option in options}
            case Button(label=label) | LinkButton(label=label):
                found.add(read(label, "en"))
    return found


async def helped(who: Someone, *roles: str) -> list[Card]:
    """Return the cards of help of all the roles that somebody holds."""
    shown = [await who.says("/help")]
    shown += [await who.presses(role) for role in roles]
    return [card for card in shown if isinstance(card, Card)]


@pytest.mark.parametrize(
    ("role", "press"),
    [
        (Role.MEMBER, ()),
        (Role.LIAISON, ("For liaisons",)),
        (Role.ORGANIZER, ("For organizers",)),
    ],
)
async def test_every_command_of_a_role_opens_from_its_help(
    town: Town, role: Role, press: tuple[str, ...]
) -> None:
    sam = town.someone("sam", *({role} - {Role.MEMBER}))
    listed = set().union(*(labels(card) for card in await helped(sam, *press)))
    opened = set(listed)
    for word in sorted(town.app.routes.first_words):
        if f"/{word}" in listed:
            card = await sam.chooses(word)
            assert isinstance(card, Card)
            opened |= labels(card)

    mine = {f"/{c.name}" for c in town.app.routes.commands.values() if c.role is role}

    assert mine - opened == set()


async def test_a_command_chosen_in_help_answers_as_if_it_was_typed(town: Town) -> None:
    maya = town.someone("maya")
    typed = await maya.says("/privacy")
    await maya.says("/help")

    assert await maya.chooses("privacy") == typed
    assert isinstance(await maya.chooses("ask"), Form)


async def test_a_liaisons_panel_says_what_waits_and_opens_the_queue(desk: Desk) -> None:
    await desk.reaches_queue()

    panel = await desk.ben.opens_home()

    assert "1 question is open." in desk.ben.reads(panel)
    queue = await desk.ben.presses("Open the queue", on=panel)
    assert isinstance(queue, Card)
    assert "Question 1" in desk.ben.reads(queue)


async def test_an_organizers_panel_opens_what_waits_for_review(desk: Desk) -> None:
    await desk.reaches_triage()

    panel = await desk.olga.opens_home()

    assert "1 question waits for review." in desk.olga.reads(panel)
    review = await desk.olga.presses("Questions to review", on=panel)
    assert isinstance(review, Card)
    assert ASKED[:40] in desk.olga.reads(review)


async def test_a_residents_panel_shows_nothing_of_the_desk(town: Town) -> None:
    panel = await town.someone("maya").opens_home()

    assert labels(panel) >= {"Ask a question", "/feedback", "/receipt", "/questions"}
    assert labels(panel) & {"Open the queue", "Questions to review", "/queue", "/triage"} == set()


async def test_who_loses_the_role_is_refused_by_the_panel_drawn_before(desk: Desk) -> None:
    panel = await desk.ben.opens_home()
    desk.ben.becomes()

    refused = await desk.ben.presses("Open the queue", on=panel)

    assert isinstance(refused, Card)
    assert "another role" in desk.ben.reads(refused)
