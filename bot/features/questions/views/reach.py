"""From a list of found things to what shows them: one by a button, several by a choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.actions import act
from bot.core.cards import Button, Choice, Option
from bot.core.routes import Found
from bot.core.text import Verbatim, say, shorten

_LABEL: Final = 72


def readable(found: Sequence[Found]) -> tuple[Button | Choice, ...]:
    """Return what shows them in full; nothing where nothing can be shown by a press."""
    things = [thing for thing in found if thing.read is not None and _reads(thing.read.name)]
    if len(things) == 1 and things[0].read is not None:
        return (Button(say("questions.similar.read_one"), things[0].read),)
    if not things:
        return ()
    options = tuple(_option(thing) for thing in things)
    return (Choice(say("questions.similar.read"), act("questions.find"), options),)


def _reads(name: str) -> bool:
    return name.endswith("read")


def _option(thing: Found) -> Option:
    """Return a choice that carries the action which shows the thing."""
    action = thing.read
    value = "" if action is None else ":".join((action.name, *action.ids))
    return Option(value, Verbatim(shorten(thing.title.words, _LABEL)))
