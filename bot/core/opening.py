"""Commands without typing: every command is also a button or an entry of a list.

A form must be the first answer to a press, so commands that begin with one have a list and an
action of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.core.actions import Action, act
from bot.core.cards import Button, Choice, Option, Style
from bot.core.errors import StaleButton
from bot.core.gestures import Called, Press
from bot.core.routes import Command, OnPress, Responds, Routes, Shown
from bot.core.text import Message, say

_OPEN_FORM: Final = "core.open_form"
_OPEN: Final = "core.open"


def let_open(routes: Routes) -> None:
    """Answer the presses that open a command."""
    routes.on(_OPEN_FORM, Responds.FORM, _opening(routes))
    routes.on(_OPEN, Responds.PRIVATELY, _opening(routes))


def named(command: str) -> Message:
    """Name a command as it is typed."""
    return say("core.group.command", name=command)


def open_button(command: Command) -> Button:
    """Build the button that opens ``command``."""
    form = command.responds is Responds.FORM
    return Button(
        named(command.name),
        act(_OPEN_FORM if form else _OPEN, *command.name.split(" ")),
        Style.MAIN if form else Style.PLAIN,
    )


def open_choices(commands: Iterable[Command]) -> tuple[Choice, ...]:
    """Build the lists that open ``commands``: those that begin with a form, and the others.

    Commands of two words stand under their first one, which lists them.
    """
    forms: set[str] = set()
    lists: set[str] = set()
    for command in commands:
        word, second, _ = command.name.partition(" ")
        (forms if command.responds is Responds.FORM and not second else lists).add(word)
    return tuple(
        Choice(label, action, tuple(Option(word, named(word)) for word in sorted(words)))
        for label, action, words in (
            (say("core.open.forms"), act(_OPEN_FORM), forms),
            (say("core.open.lists"), act(_OPEN), lists),
        )
        if words
    )


def choice_of(label: Message, commands: Iterable[Command]) -> Choice:
    """Build a list of commands none of which begins with a form."""
    return Choice(label, act(_OPEN), tuple(Option(c.name, named(c.name)) for c in commands))


def _opening(routes: Routes) -> OnPress:
    async def pressed(press: Press) -> Shown:
        name = press.chosen or " ".join(press.action.ids)
        known = routes.commands.get(name) or routes.first_words.get(name)
        if known is None or (known.responds is Responds.FORM) != _forms(press.action):
            raise StaleButton
        return await known.handle(
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
