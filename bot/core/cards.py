"""Cards: what people see. Every limit is checked where a card is built.

A card that fits these limits fits every platform: nothing is cut or dropped silently later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from bot.core import limits
from bot.core.actions import Action
from bot.core.people import PersonRef
from bot.core.text import Line, Message, Slot, Verbatim


class Tone(StrEnum):
    """How a card feels; always said in words too, never by colour alone."""

    PLAIN = "plain"
    GOOD = "good"
    WAITING = "waiting"
    WARNING = "warning"
    URGENT = "urgent"


class Style(StrEnum):
    """How much a button stands out. ``DANGER`` asks once more before it acts."""

    PLAIN = "plain"
    MAIN = "main"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    line: Line


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values, at most ten."""

    rows: tuple[tuple[Message, Slot], ...]

    def __post_init__(self) -> None:
        """Check the number of rows."""
        _within("facts", len(self.rows), limits.FACTS, at_least=1)


@dataclass(frozen=True, slots=True)
class Quote:
    """A person's words, marked as such, with who speaks."""

    words: Verbatim
    by: Message | None = None

    def __post_init__(self) -> None:
        """Check the length."""
        _within("quote", len(self.words.words), limits.QUOTE)


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    line: Line


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as bytes of PNG, with a text that says what it shows."""

    png: bytes
    alt: Message
    name: str = "picture.png"

    def __post_init__(self) -> None:
        """Check that it is a PNG."""
        if not self.png.startswith(b"\x89PNG\r\n\x1a\n"):
            message = "a Picture holds the bytes of a PNG"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Divider:
    """A thin line."""


Block: TypeAlias = Paragraph | Facts | Quote | Note | Picture | Divider


@dataclass(frozen=True, slots=True)
class Button:
    """A press. ``confirm`` is asked first; a ``DANGER`` button must have one."""

    label: Message
    action: Action
    style: Style = Style.PLAIN
    confirm: Message | None = None

    def __post_init__(self) -> None:
        """A step that cannot be undone is never one press away."""
        if self.style is Style.DANGER and self.confirm is None:
            message = f"button {self.action.name} is dangerous and asks nothing"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A way out to an ``https`` address (``http`` on this machine only)."""

    label: Message
    url: str

    def __post_init__(self) -> None:
        """Refuse everything that is not a plain web address."""
        loopback = ("http://127.0.0.1", "http://localhost")
        if not self.url.startswith(("https://", *loopback)) or any(c.isspace() for c in self.url):
            message = "a link leads to https"
            raise ValueError(message)
        _within("link", len(self.url), limits.LINK)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. ``value`` travels, ``label`` is read."""

    value: str
    label: Line
    chosen: bool = False

    def __post_init__(self) -> None:
        """Check the value's length."""
        _within("option value", len(self.value), limits.OPTION_VALUE, at_least=1)


@dataclass(frozen=True, slots=True)
class Choice:
    """A list in a card to choose one from; choosing acts at once."""

    label: Message
    action: Action
    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        """Check the number of options and that no value stands twice."""
        _within("options", len(self.options), limits.CHOICE_OPTIONS, at_least=1)
        _distinct([o.value for o in self.options])


Control: TypeAlias = Button | LinkButton | Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One message of ours: a title, blocks, and what can be done with it."""

    title: Line
    body: tuple[Block, ...] = ()
    actions: tuple[Control, ...] = ()
    tone: Tone = Tone.PLAIN
    notify: tuple[PersonRef, ...] = ()

    def __post_init__(self) -> None:
        """Check the limits that do not depend on a language.

        Words of ours are measured in every language by the gallery, theirs here.
        """
        _within("blocks", len(self.body), limits.CARD_BLOCKS)
        buttons = [c for c in self.actions if not isinstance(c, Choice)]
        _within("buttons", len(buttons), limits.BUTTONS)
        _within("choices", len(self.actions) - len(buttons), limits.CHOICES)
        _within("text of people", sum(_theirs(b) for b in self.body), limits.CARD_TEXT)
        if isinstance(self.title, Verbatim):
            _within("title", len(self.title.words), limits.CARD_TITLE)


def telling_nobody(card: Card) -> Card:
    """Return the same card, telling nobody: for what one person sees alone."""
    return replace(card, notify=()) if card.notify else card


def _theirs(block: Block) -> int:
    match block:
        case Quote(words=Verbatim(words)) | Paragraph(Verbatim(words)) | Note(Verbatim(words)):
            return len(words)
        case Paragraph(Message(slots=slots)) | Note(Message(slots=slots)):
            return sum(_slot(value) for _, value in slots)
        case Facts(rows=rows):
            return sum(_slot(value) for _, value in rows)
        case _:
            return 0


def _slot(slot: Slot) -> int:
    match slot:
        case Verbatim(words) | str(words):
            return len(words)
        case _:
            return 0


def _within(what: str, count: int, at_most: int, *, at_least: int = 0) -> None:
    if not at_least <= count <= at_most:
        message = f"{what}: {count}, allowed {at_least} to {at_most}"
        raise ValueError(message)


def _distinct(values: list[str]) -> None:
    if len(set(values)) != len(values):
        message = "two options have the same value"
        raise ValueError(message)
