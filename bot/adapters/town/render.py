"""Cards and forms as HTML, shared by the town's page and the gallery.

Nothing that a person wrote can become markup. A sentence is spoken with a mark in place of every
slot that holds a person, an instant or a person's words; the whole sentence is escaped; only then
is each mark replaced by what our own template made of the slot. So there is no order of words in
which something typed is read as a tag, and a mark that somebody types is an ordinary character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.core.actions import Action
from bot.core.cards import (
    Block,
    Button,
    Card,
    Choice,
    Control,
    Divider,
    Facts,
    LinkButton,
    Note,
    Option,
    Paragraph,
    Picture,
    Quote,
)
from bot.core.forms import Consent, Corrections, Day, Field, Form, PickMany, PickOne, Words
from bot.core.people import PersonRef
from bot.core.places import Place
from bot.core.text import Line, Message, Moment, Slot, Verbatim, Written, say
from bot.i18n.voice import Voice, write_moment

_HERE: Final = Path(__file__).parent
_MARK: Final = re.compile("\ue000([0-9]+)\ue001")
_ODD: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000\ue001]")
_ISO_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})?")


@cache
def templates() -> Environment:
    """Load the town's templates; everything in them is escaped, and a missing name is an error."""
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def inert(words: str) -> str:
    """Make words showable: half characters and control characters become a mark."""
    return _ODD.sub("\ufffd", words.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Draws for one reader. ``name_of`` says how a person is called here."""

    locale: str
    zone: str
    name_of: Callable[[PersonRef], str]

    def words(self, slot: Line | Slot) -> Markup:
        """Put a sentence, or one slot, into words that are safe to place in a page."""
        slots: list[Markup] = []

        def mark(content: Written) -> str:
            slots.append(self._slot(content))
            return f"\ue000{len(slots) - 1}\ue001"

        spoken = Voice(self.locale, mark).slot(slot)
        return Markup(  # noqa: S704  (every part was escaped just above)
            _MARK.sub(lambda found: slots[int(found[1])], str(escape(spoken)))
        )

    def say(self, key: str, **slots: Slot) -> Markup:
        """Say a sentence of ours."""
        return self.words(say(key, **slots))

    def plain(self, line: Line | Slot) -> str:
        """Put a sentence into words without any tag, for attributes; the template escapes it."""

        def write(content: Written) -> str:
            match content:
                case Moment(at=at):
                    return write_moment(at, self.locale, self.zone)
                case PersonRef():
                    return inert(self.name_of(content))
                case Place(channel=channel):
                    return inert(f"#{channel}")
                case Verbatim(words=words):
                    return inert(words)

        return Voice(self.locale, write).slot(line)

    def card(self, card: Card, *, drawn: Drawn) -> Markup:
        """Draw a card with all that can be done with it."""
        return self._piece(
            "card",
            name=drawn.name,
            level=drawn.level,
            tone=card.tone.value,
            tone_words=self.say(f"town.tone.{card.tone.value}"),
            title=self.words(card.title),
            blocks=[self._block(b, n, drawn) for n, b in enumerate(card.body)],
            controls=[self._control(c, n, drawn) for n, c in enumerate(card.actions)],
        )

    def form(
        self,
        form: Form,
        *,
        name: str,
        standing: Mapping[str, object],
        wrong: Corrections | None = None,
    ) -> dict[str, object]:
        """Draw the parts of a form; ``name`` begins its element ids, ``standing`` is typed in."""
        amiss = {} if wrong is None else dict(wrong.fields)
        return {
            "name": name,
            "title": self.words(form.title),
            "intro": [self._block(b, n, Drawn(name=name)) for n, b in enumerate(form.intro)],
            "fields": [
                self._field(f, name=name, value=standing.get(f.name, ""), wrong=amiss.get(f.name))
                for f in form.fields
            ],
            "submit": self.words(form.submit),
            "wrong": [
                (f"{name}-in-{f.name}", self.words(f.label), self.words(amiss[f.name]))
                for f in form.fields
                if f.name in amiss
            ],
        }

    def _field(self, field: Field, *, name: str, value: object, wrong: Message | None) -> Markup:
        common = {
            "field": field,
            "id": f"{name}-in-{field.name}",
            "label": self.words(field.label),
            "hint": None,
            "wrong": None if wrong is None else self.words(wrong),
            "optional": self.say("town.form.optional"),
        }
        match field:
            case Words(hint=hint, at_most=at_most):
                common |= {"hint": self._hint(hint), "value": inert(str(value))}
                return self._piece("words", **common, room=self.say("town.form.room", n=at_most))
            case Day(hint=hint):
                given = str(value)
                kind = "date" if _ISO_DAY.fullmatch(given) else "text"
                common |= {"hint": self._hint(hint), "value": inert(given)}
                return self._piece("day", **common, kind=kind)
            case PickOne(hint=hint, options=options) | PickMany(hint=hint, options=options):
                taken = value if isinstance(value, tuple) else (value,)
                offered = [(o.value, self.words(o.label), o.value in taken) for o in options]
                if isinstance(field, PickOne) and not field.required and not _preset(options):
                    offered.append(("", self.say("town.form.none"), not any(taken)))
                kind = "radio" if isinstance(field, PickOne) else "checkbox"
                common |= {"hint": self._hint(hint)}
                return self._piece("pick", **common, kind=kind, options=offered)
            case Consent(statement=statement):
                spoken = self.words(statement)
                return self._piece("consent", **common, statement=spoken, ticked=bool(value))

    def _hint(self, hint: Message | None) -> Markup | None:
        return None if hint is None else self.words(hint)

    def _slot(self, slot: Written) -> Markup:
        match slot:
            case Moment(at=at):
                shown = write_moment(at, self.locale, self.zone)
                return self._piece("moment", at=at.isoformat(), shown=shown)
            case PersonRef():
                return self._piece("person", name=inert(self.name_of(slot)))
            case Place(channel=channel):
                return self._piece("theirs", words=inert(f"#{channel}"))
            case Verbatim(words=words):
                return self._piece("theirs", words=inert(words))

    def _block(self, block: Block, number: int, drawn: Drawn) -> Markup:
        match block:
            case Paragraph(line):
                return self._piece("paragraph", words=self.words(line))
            case Note(line):
                return self._piece("note", words=self.words(line))
            case Facts(rows):
                shown = [(self.words(label), self.words(value)) for label, value in rows]
                return self._piece("facts", rows=shown)
            case Quote(words=words, by=by):
                who = None if by is None else self.words(by)
                return self._piece("quote", words=self.words(words), by=who)
            case Picture(alt=alt):
                source = drawn.picture(number, block)
                return self._piece("picture", source=source, alt=self.plain(alt))
            case Divider():
                return self._piece("divider")

    def _control(self, control: Control, number: int, drawn: Drawn) -> Markup:
        own = f"{drawn.name}-{number}"
        match control:
            case Button(label=label, action=action, style=style):
                token = drawn.token(action)
                shown = self.words(label)
                return self._piece("button", id=own, token=token, label=shown, style=style.value)
            case LinkButton(label=label, url=url):
                away = self.say("town.link.away")
                return self._piece("link", label=self.words(label), url=url, away=away)
            case Choice(label=label, action=action, options=options):
                return self._piece(
                    "choice",
                    id=own,
                    token=drawn.token(action),
                    label=self.words(label),
                    options=[(o.value, self.plain(o.label), o.chosen) for o in options],
                    choose=self.say("town.choice.go"),
                )

    def _piece(self, piece: str, /, **values: object) -> Markup:
        return Markup(getattr(_pieces(), piece)(**values))  # noqa: S704  (templates escape)


def _preset(options: tuple[Option, ...]) -> bool:
    return any(option.chosen for option in options)


def _no_token(_: Action) -> str:
    return ""


def _no_picture(_: int, __: Picture) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """How one card is placed in a page: its element ids, heading level, tokens and pictures."""

    name: str
    level: int = 2
    token: Callable[[Action], str] = _no_token
    picture: Callable[[int, Picture], str] = _no_picture


@cache
def _pieces() -> ModuleType | Any:  # noqa: ANN401  (a template's macros have no types)
    return templates().get_template("pieces.html").module


def page(name: str, values: Mapping[str, object]) -> str:
    """Fill a whole page."""
    return templates().get_template(name).render(values)
