"""What people do: one frozen value per gesture, the same from every platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, TypedDict

from bot.core.actions import Action
from bot.core.forms import Answers
from bot.core.people import Actor
from bot.core.places import MessageRef, Place
from bot.core.text import Verbatim


class Common(TypedDict):
    """What a door makes every gesture with."""

    key: str
    actor: Actor
    place: Place
    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """What every gesture carries.

    ``key`` is unique to the gesture and the same when a platform delivers it twice. ``message``
    is the card under the finger, where there is one.
    """

    key: str = field(repr=False)
    actor: Actor = field(repr=False)
    place: Place
    locale: str
    message: MessageRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Called(Gesture):
    """A command with what was typed after it, by parameter name.

    ``words`` is what no parameter took; a form that the command opens may begin with them. No
    command asks for them: a platform that shows its options would send every keystroke.
    """

    command: str
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press(Gesture):
    """A button pressed, or an option of a card's choice taken (``chosen``)."""

    action: Action
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Gesture):
    """A form sent."""

    action: Action
    answers: Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed(Gesture):
    """A message picked from its menu. ``words`` is what stands in it."""

    menu: str
    words: Verbatim


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Gesture):
    """The bot was mentioned, or written to directly, in plain words.

    ``guessed`` says that the person's language is not known: ``locale`` is the community's.
    """

    words: Verbatim
    guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened(Gesture):
    """A person opened their own panel."""


AnyGesture: TypeAlias = Called | Press | Submitted | Pointed | Said | HomeOpened
