"""First words alone: ``/forum`` typed without its second word shows what there is to choose from.

Discord asks for the second word by itself; Slack and the town let people type the first one alone.
"""

from __future__ import annotations

from typing import Final

from bot.core.actions import Action, act
from bot.core.cards import Button, Card, Choice, Control, Facts, Option, Style
from bot.core.dispatch import handed_back
from bot.core.errors import NotForYou, StaleButton
from bot.core.gestures import Called, Press
from bot.core.limits import BUTTONS
from bot.core.routes import Command, OnCall, OnPress, Parameter, Responds, Routes, Shown
from bot.core.text import Message, say

_OPEN_FORM: Final = "core.open_form"
_OPEN: Final = "core.open"
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
    routes.on(_OPEN_FORM, Responds.FORM, _opening(routes))
    routes.on(_OPEN, Responds.PRIVATELY, _opening(routes))


def group_card(word: str, commands: tuple[Command, ...], called: Called) -> Card:
    """List what follows ``word``, each with what it does, and hand back what else was typed.

    ``commands`` are at most ten, of which at most five begin with a form.
    """
    rows = tuple((_named(command), command.about) for command in commands)
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
        return tuple(_button(command) for command in commands)
    forms = tuple(_button(c) for c in commands if c.responds is Responds.FORM)
    options = tuple(
        Option(command.name, _named(command))
        for command in commands
        if command.responds is not Responds.FORM
    )
    return (*forms, Choice(say("core.group.choose"), act(_OPEN), options))


def _button(command: Command) -> Button:
    form = command.responds is Responds.FORM
    ids = command.name.split(" ")
    return Button(
        _named(command),
        act(_OPEN_FORM if form else _OPEN, *ids),
        Style.MAIN if form else Style.PLAIN,
    )


def _named(command: Command) -> Message:
    return say("core.group.command", name=command.name)


def _opening(routes: Routes) -> OnPress:
    async def pressed(press: Press) -> Shown:
        name = press.chosen or " ".join(press.action.ids)
        command = routes.commands.get(name)
        if command is None or (command.responds is Responds.FORM) != _forms(press.action):
            raise StaleButton
        return await command.handle(
            Called(
                key=press.key,
                actor=press.actor,
                place=press.place,
                locale=press.locale,
                message=press.message,
                command=name,
            )
        )

    return pressed


def _forms(action: Action) -> bool:
    return action.name == _OPEN_FORM
