"""Routes: what a person can do, who answers it, and how fast and how privately.

Both platforms allow three seconds, and a form must be the *first* answer. So every route
declares how it responds, and adapters know before they call the handler.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, TypeAlias, TypeVar

from bot.core.actions import Action
from bot.core.cards import Block, Button, Card
from bot.core.errors import NotFound, StaleButton
from bot.core.forms import Corrections, Form
from bot.core.gestures import AnyGesture, Called, HomeOpened, Pointed, Press, Said, Submitted
from bot.core.limits import COMMAND_NAME
from bot.core.people import Actor, Role
from bot.core.text import Message, Verbatim


class Responds(Enum):
    """How a route answers.

    ``FORM`` is never deferred and waits on nothing slow. ``PRIVATELY`` is seen by the person
    alone. ``PUBLICLY`` is seen by all in the place. ``BY_UPDATING`` draws the pressed card anew.
    """

    FORM = "form"
    PRIVATELY = "privately"
    PUBLICLY = "publicly"
    BY_UPDATING = "by updating"


Shown: TypeAlias = Card | Form
OnCall: TypeAlias = Callable[[Called], Awaitable[Shown]]
OnPress: TypeAlias = Callable[[Press], Awaitable[Shown]]
OnPoint: TypeAlias = Callable[[Pointed], Awaitable[Shown]]
OnSaid: TypeAlias = Callable[[Said], Awaitable[Card | None]]
OnReceipt: TypeAlias = Callable[[AnyGesture, str], Awaitable[Card | None]]
Find: TypeAlias = Callable[[Actor, str, str], Awaitable[Sequence["Found"]]]
OnHome: TypeAlias = Callable[[HomeOpened], Awaitable["HomePart | None"]]
Check: TypeAlias = Callable[[Submitted], Corrections | None]
OnSubmit: TypeAlias = Callable[[Submitted], Awaitable[Card]]
Suggest: TypeAlias = Callable[[Actor, str], Awaitable[Sequence[str]]]

_Route = TypeVar("_Route")

_NAME: Final = re.compile(rf"[a-z]{{1,{COMMAND_NAME}}}( [a-z]{{1,{COMMAND_NAME}}})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What may be typed after a command. ``suggest`` completes over public things only."""

    name: str
    about: Message
    required: bool = False
    suggest: Suggest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A slash command: one word or two (``forum schedule``), the same on every platform.

    ``role`` says who is shown the command in help; rights are checked by the service each time.
    """

    name: str
    about: Message
    responds: Responds
    handle: OnCall
    parameters: tuple[Parameter, ...] = ()
    role: Role = Role.MEMBER

    def __post_init__(self) -> None:
        """Check the name."""
        if not _NAME.fullmatch(self.name):
            message = f"command name {self.name!r}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Line:
    """A typed line, read: the command, its parameters, and the words that no parameter took."""

    command: Command
    given: Mapping[str, str] = field(repr=False)
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PressRoute:
    """Who answers a press."""

    responds: Responds
    handle: OnPress


@dataclass(frozen=True, slots=True)
class FormRoute:
    """Who checks a form, at once and without waiting, and who takes it."""

    responds: Responds
    check: Check
    submit: OnSubmit


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """An entry in the menu of every message."""

    name: str
    label: Message
    responds: Responds
    handle: OnPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePart:
    """One feature's part of a person's own panel."""

    blocks: tuple[Block, ...]
    actions: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A public thing that may answer plain words. ``closeness`` is 0 to 1; ``read`` shows it."""

    title: Verbatim
    gist: Verbatim
    closeness: float
    read: Action | None = None


def accept(_: Submitted) -> None:
    """Check nothing: for forms whose fields say all there is to check."""


class Routes:
    """Everything that a person can do, by name. Two routes of one name are an error."""

    def __init__(self) -> None:
        """Start empty."""
        self.commands: dict[str, Command] = {}
        self.first_words: dict[str, Command] = {}
        self.presses: dict[str, PressRoute] = {}
        self.forms: dict[str, FormRoute] = {}
        self.menus: dict[str, Menu] = {}
        self.homes: list[OnHome] = []
        self.listeners: list[OnSaid] = []
        self.finders: list[Find] = []
        self.open_everywhere: set[str] = set()
        self.receipts: list[OnReceipt] = []

    def command(self, command: Command) -> None:
        """Add a slash command."""
        _add(self.commands, command.name, command)

    def group(self, command: Command) -> None:
        """Answer a first word that needs a second one, where a platform lets it be typed alone."""
        _add(self.first_words, command.name, command)

    def on(self, name: str, responds: Responds, handle: OnPress) -> None:
        """Answer presses of the action ``name``."""
        _add(self.presses, name, PressRoute(responds, handle))

    def form(self, name: str, responds: Responds, check: Check, submit: OnSubmit) -> None:
        """Take forms whose action is ``name``."""
        _add(self.forms, name, FormRoute(responds, check, submit))

    def anywhere(self, *names: str) -> None:
        """Allow these commands and actions in places that belong to no community yet."""
        self.open_everywhere.update(names)

    def menu(self, menu: Menu) -> None:
        """Add an entry to the menu of messages."""
        _add(self.menus, menu.name, menu)

    def home(self, handle: OnHome) -> None:
        """Add a part to everyone's own panel."""
        self.homes.append(handle)

    def said(self, handle: OnSaid) -> None:
        """Listen to plain words. The first listener that answers is the one who answers.

        A listener that wants the closest public things asks :meth:`closest`.
        """
        self.listeners.append(handle)

    def finder(self, find: Find) -> None:
        """Offer a feature's public things to those who ask in plain words.

        ``find`` is given who asks, their words, and the language that they read.
        """
        self.finders.append(find)

    def receipt(self, find: OnReceipt) -> None:
        """Have a feature look among its own receipts: the card of its thing, or ``None``.

        ``find`` is given the 16 digits without blanks. One feature owns the command and the form;
        it asks :meth:`by_receipt`.
        """
        self.receipts.append(find)

    async def by_receipt(self, gesture: AnyGesture, digits: str) -> Card | None:
        """Return what a receipt of any feature shows; ``None`` when no feature knows it.

        Every feature is asked, so that the time it takes does not tell whose receipt it is.
        """
        found = [card for find in self.receipts if (card := await find(gesture, digits))]
        return found[0] if found else None

    async def closest(
        self, actor: Actor, words: str, locale: str, at_most: int = 3
    ) -> Sequence[Found]:
        """Return the closest public things of all features, closest first, as ``locale`` reads."""
        found = [thing for find in self.finders for thing in await find(actor, words, locale)]
        return sorted(found, key=lambda thing: -thing.closeness)[:at_most]

    def command_named(self, name: str) -> Command:
        """Return a command, or what answers a first word alone. Raises ``NotFound``."""
        found = self.commands.get(name) or self.first_words.get(name)
        if found is None:
            raise NotFound
        return found

    def press_named(self, name: str) -> PressRoute:
        """Return who answers a press. Raises ``StaleButton`` for a button of the past."""
        if name not in self.presses:
            raise StaleButton
        return self.presses[name]

    def form_named(self, name: str) -> FormRoute:
        """Return who takes a form. Raises ``StaleButton`` for a form of the past."""
        if name not in self.forms:
            raise StaleButton
        return self.forms[name]

    def parse(self, line: str) -> Line:
        """Read ``/forum schedule Next steps`` kindly: the longest command that fits, then words.

        ``name:value`` pairs fill parameters by name; what is left goes to the first parameter
        that nothing named, or stays as words. Raises ``NotFound``.
        """
        parts = line.strip().lstrip("/").split()
        for length in (2, 1):
            name = " ".join(parts[:length]).lower()
            command = self.commands.get(name) or self.first_words.get(name)
            if command is not None and len(parts) >= length:
                return _read(command, line.strip().lstrip("/"), length)
        raise NotFound


def _read(command: Command, line: str, words_used: int) -> Line:
    rest = line
    for _ in range(words_used):
        rest = rest.partition(" ")[2].lstrip() if " " in rest else ""
    given: dict[str, str] = {}
    names = [p.name for p in command.parameters]
    loose: list[str] = []
    for word in rest.split(" "):
        name, colon, value = word.partition(":")
        if colon and name in names and value and name not in given:
            given[name] = value
        else:
            loose.append(word)
    free = [name for name in names if name not in given]
    words = " ".join(loose).strip()
    if free and words:
        return Line(command, {**given, free[0]: words}, "")
    return Line(command, given, words)


def _add(table: dict[str, _Route], name: str, route: _Route) -> None:
    if name in table:
        message = f"two routes for {name}"
        raise ValueError(message)
    table[name] = route
