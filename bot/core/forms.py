"""Forms: what people are asked. A form that fits these limits fits every platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from typing_extensions import override

from bot.core import limits
from bot.core.actions import Action
from bot.core.cards import Block, Option
from bot.core.text import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text field. ``filled`` is what stands in it at first."""

    name: str
    label: Message
    hint: Message | None = None
    at_least: int = 1
    at_most: int = limits.WORDS
    long: bool = True
    required: bool = True
    filled: str = ""

    def __post_init__(self) -> None:
        """Check the lengths."""
        if not 0 <= self.at_least <= self.at_most <= limits.WORDS:
            message = f"field {self.name}: lengths {self.at_least} to {self.at_most}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class PickOne:
    """Two to ten options, one of which is taken."""

    name: str
    label: Message
    options: tuple[Option, ...]
    hint: Message | None = None
    required: bool = True

    def __post_init__(self) -> None:
        """Check the number of options."""
        _options(self.name, self.options, at_least=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class PickMany:
    """One to ten options, any of which may be taken."""

    name: str
    label: Message
    options: tuple[Option, ...]
    hint: Message | None = None
    required: bool = False

    def __post_init__(self) -> None:
        """Check the number of options."""
        _options(self.name, self.options, at_least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A calendar day, written ``YYYY-MM-DD``."""

    name: str
    label: Message
    hint: Message | None = None
    required: bool = True
    filled: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One box that must be ticked; ``label`` names it, ``statement`` is what is agreed to."""

    name: str
    label: Message
    statement: Message


Field: TypeAlias = Words | PickOne | PickMany | Day | Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One to five fields under a short title. ``action`` is routed when it is submitted.

    ``intro`` is shown above the fields where the platform can show text in a form, and is never
    the only place where something important is said.
    """

    title: Message
    fields: tuple[Field, ...]
    action: Action
    submit: Message
    intro: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        """Check the number of fields and that no name stands twice."""
        names = [f.name for f in self.fields]
        if not 1 <= len(names) <= limits.FORM_FIELDS or len(set(names)) != len(names):
            message = f"form {self.action.name} has fields {names}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person gave in a form. Its ``repr`` hides the words."""

    values: Mapping[str, str | tuple[str, ...]]

    @override
    def __repr__(self) -> str:
        """Name the fields only."""
        return f"Answers({sorted(self.values)})"

    def words(self, name: str) -> str:
        """Return the text or the one option given for ``name``; empty when left out."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else "".join(value[:1])

    def many(self, name: str) -> tuple[str, ...]:
        """Return all options taken for ``name``."""
        value = self.values.get(name, ())
        return (value,) if isinstance(value, str) and value else tuple(value)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What must be mended before a form can be taken, per field. The words stay in the form."""

    fields: tuple[tuple[str, Message], ...]

    def __post_init__(self) -> None:
        """There is at least one."""
        if not self.fields:
            message = "corrections without a field"
            raise ValueError(message)


def _options(name: str, options: tuple[Option, ...], *, at_least: int) -> None:
    if not at_least <= len(options) <= limits.PICK_OPTIONS:
        message = f"field {name}: {len(options)} options"
        raise ValueError(message)
    if len({o.value for o in options}) != len(options):
        message = f"field {name}: two options have the same value"
        raise ValueError(message)
