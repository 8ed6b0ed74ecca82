"""What stands in front of one person: an open form, or a button that asks once more."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.cards import Button
from bot.core.forms import (
    Answers,
    Consent,
    Corrections,
    Day,
    Field,
    Form,
    PickMany,
    PickOne,
    Words,
)
from bot.core.places import MessageRef, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """A form in front of one person, with what was typed and what must be mended."""

    id: str
    form: Form
    place: Place
    message: MessageRef | None = None
    given: Answers | None = None
    wrong: Corrections | None = None
    tries: int = 0

    @property
    def standing(self) -> dict[str, str | tuple[str, ...]]:
        """What would be sent if nobody touched the form: what was typed, else what it came with."""
        fresh = {f.name: _filled(f) for f in self.form.fields}
        return fresh if self.given is None else {**_emptied(fresh), **self.given.values}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A button pressed that asks once more before it acts."""

    button: Button
    token: str
    entry: str


def _filled(field: Field) -> str | tuple[str, ...]:
    match field:
        case Words(filled=filled) | Day(filled=filled):
            return filled
        case PickOne(options=options):
            return next((o.value for o in options if o.chosen), "")
        case PickMany(options=options):
            return tuple(o.value for o in options if o.chosen)
        case Consent():
            return ""


def _emptied(values: dict[str, str | tuple[str, ...]]) -> dict[str, str | tuple[str, ...]]:
    """Give the same fields, empty: a box that was unticked is not in what was sent."""
    return {name: "" if isinstance(value, str) else () for name, value in values.items()}
