"""First words alone: ``/forum`` typed without its second word shows what there is to choose from.

Discord asks for the second word by itself; Slack and the town let people type the first one alone.
"""

from __future__ import annotations

from typing import Final

from bot.core.cards import Card, Control, Facts
from bot.core.dispatch import handed_back
from bot.core.errors import NotForYou
from bot.core.gestures import Called
from bot.core.limits import BUTTONS
from bot.core.opening import choice_of, let_open, named, open_button
from bot.core.routes import Command, OnCall, Parameter, Responds, Routes
from bot.core.text import say

_TYPED: Final = "words"


def answer_first_words(routes: Routes) -> None:
    """Answer every first word that needs a second one. Call it when all commands are listed."""
    groups: dict[str, list[Command]] = {}
    for command in routes.commands.values():
        word, second, _ = command.name.partition(" ")
        if second:
            groups.setdefault(word, []).append(command)
    for word, commands in groups.items():
        about = say("core.group.title", name=word)
        routes.group(
            Command(
                name=word,
                about=about,
                responds=Responds.PRIVATELY,
                handle=_listing(word, tuple(commands)),
                parameters=(Parameter(name=_TYPED, about=about),),
            )
        )
    let_open(routes)


def group_card(word: str, commands: tuple[Command, ...], called: Called) -> Card:
    """List what follows ``word``, each with what it does, and hand back what else was typed.

    ``commands`` are at most ten, of which at most five begin with a form.
    """
    rows = tuple((named(command.name), command.about) for command in commands)
    return Card(
        title=say("core.group.title", name=word),
        body=(Facts(rows), *handed_back(called)),
        actions=_controls(commands),
    )


def _listing(word: str, commands: tuple[Command, ...]) -> OnCall:
    async def called(gesture: Called) -> Card:
        theirs = tuple(c for c in commands if gesture.actor.has(c.role))
        if not theirs:
            raise NotForYou(role=commands[0].role.value)
        return group_card(word, theirs, gesture)

    return called


def _controls(commands: tuple[Command, ...]) -> tuple[Control, ...]:
    """One button each, or a list for those without a form where buttons are too many."""
    if len(commands) <= BUTTONS:
        return tuple(open_button(command) for command in commands)
    forms = tuple(open_button(c) for c in commands if c.responds is Responds.FORM)
    others = (c for c in commands if c.responds is not Responds.FORM)
    return (*forms, choice_of(say("core.group.choose"), others))
