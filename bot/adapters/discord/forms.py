"""Forms as modals, and what comes back from them. Nothing of a modal is kept here.

A modal's custom_id is the signed token of its action and each field's is its name, so that a
form that was opened before a restart is taken by whichever process hears it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, assert_never

from bot.adapters.discord import limits
from bot.adapters.discord.escape import one_line
from bot.adapters.discord.render import TEXT, Json
from bot.adapters.discord.voice import Reader
from bot.core.actions import Signer
from bot.core.cards import Block, Facts, Note, Option, Paragraph, Quote
from bot.core.forms import Answers, Consent, Day, Field, Form, PickMany, PickOne, Words
from bot.core.text import fitting, visible
from bot.i18n.voice import Voice

INPUT, LABEL, RADIO, BOXES = 4, 18, 21, 22
_SHORT, _LONG = 1, 2
_DAY: Final = 10
_AGREED: Final = "yes"
_COMPONENTS: Final = 5


@dataclass(frozen=True, slots=True)
class Modals:
    """Draws forms."""

    signer: Signer

    def form(self, form: Form, reader: Reader, community: str) -> Json:
        """Draw ``form`` as the data of a modal.

        Raises:
            ValueError: its words do not fit in this language.
        """
        speak = reader.plain()
        fields = [_field(field, speak) for field in form.fields]
        return {
            "custom_id": self.signer.token(community, form.action),
            "title": fitting("title", one_line(speak(form.title)), limits.MODAL_TITLE),
            "components": _intro(form, reader, room=_COMPONENTS - len(fields)) + fields,
        }


def answers_of(components: Iterable[Mapping[str, object]]) -> Answers:
    """Read what was given in a submitted modal, by field name."""
    return Answers(dict(_given(components)))


def filled(form: Form, answers: Answers) -> Form:
    """Return ``form`` with ``answers`` standing in it."""
    return replace(form, fields=tuple(_refill(field, answers) for field in form.fields))


def _given(
    components: Iterable[Mapping[str, object]],
) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for part in components:
        inner = part.get("component")
        if isinstance(inner, Mapping):
            yield from _given([inner])
        rows = part.get("components")
        if isinstance(rows, list):
            yield from _given(rows)
        name = part.get("custom_id")
        if isinstance(name, str):
            values, value = part.get("values"), part.get("value")
            if isinstance(values, list):
                yield name, tuple(str(v) for v in values)
            else:
                yield name, value if isinstance(value, str) else ""


def _refill(field: Field, answers: Answers) -> Field:
    match field:
        case Words(name=name):
            return replace(field, filled=answers.words(name))
        case Day(name=name):
            return replace(field, filled=answers.words(name))
        case PickOne(name=name, options=options):
            return replace(field, options=_chosen(options, answers.many(name)))
        case PickMany(name=name, options=options):
            return replace(field, options=_chosen(options, answers.many(name)))
        case Consent():
            return field
        case _:
            assert_never(field)


def _chosen(options: tuple[Option, ...], taken: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(replace(option, chosen=option.value in taken) for option in options)


def _field(field: Field, speak: Voice) -> Json:
    label = fitting("field label", one_line(speak(field.label)), limits.FIELD_LABEL)
    drawn: Json = {"type": LABEL, "label": label, "component": _component(field, speak)}
    hint = field.statement if isinstance(field, Consent) else field.hint
    said = "" if hint is None else one_line(speak(hint))
    if said and not (isinstance(field, Consent) and len(said) > limits.FIELD_HINT):
        drawn["description"] = fitting("field hint", said, limits.FIELD_HINT)
    return drawn


def _component(field: Field, speak: Voice) -> Json:
    match field:
        case Words():
            return {
                "type": INPUT,
                "custom_id": field.name,
                "style": _LONG if field.long else _SHORT,
                "required": field.required,
                "min_length": _least(field),
                "max_length": max(1, field.at_most),
                **_value(field.filled, at_most=max(1, field.at_most)),
            }
        case Day():
            return {
                "type": INPUT,
                "custom_id": field.name,
                "style": _SHORT,
                "required": field.required,
                "placeholder": "YYYY-MM-DD",
                "max_length": _DAY,
                **_value(field.filled, at_most=_DAY),
            }
        case PickOne():
            return {
                "type": RADIO,
                "custom_id": field.name,
                "required": field.required,
                "options": _options(field.options, speak),
            }
        case PickMany():
            return {
                "type": BOXES,
                "custom_id": field.name,
                "required": field.required,
                "min_values": 1 if field.required else 0,
                "max_values": len(field.options),
                "options": _options(field.options, speak),
            }
        case Consent():
            agree = fitting("consent", one_line(speak(field.label)), limits.OPTION)
            return {
                "type": BOXES,
                "custom_id": field.name,
                "required": True,
                "min_values": 1,
                "max_values": 1,
                "options": [{"label": agree, "value": _AGREED}],
            }
        case _:
            assert_never(field)


def _least(field: Words) -> int:
    """Return the least length; what is filled in shorter must not be refused by Discord."""
    least = field.at_least if field.required else 0
    return min(least, len(visible(field.filled))) if field.filled else least


def _value(text: str, *, at_most: int) -> Json:
    """Fill a field in. What is longer than it may be is shortened there: the person mends it."""
    shown = visible(text)[:at_most]
    return {"value": shown} if shown else {}


def _options(options: tuple[Option, ...], speak: Voice) -> list[Json]:
    return [
        {
            "label": fitting("option", one_line(speak(o.label)), limits.OPTION),
            "value": o.value,
            "default": o.chosen,
        }
        for o in options
    ]


def _intro(form: Form, reader: Reader, *, room: int) -> list[Json]:
    """Show the introduction above the fields, as far as a modal has room for another part.

    What somebody agrees to is never left out: a statement too long for its field stands here.

    Raises:
        ValueError: such a statement has no room either.
    """
    speak = reader.markdown()
    agreed = [speak(f.statement) for f in form.fields if isinstance(f, Consent)]
    needed = [text for text in agreed if len(one_line(text)) > limits.FIELD_HINT]
    lines = [text for block in form.intro if (text := _words(block, speak))]
    if needed and not room:
        message = f"form {form.action.name} has no room for what is agreed to"
        raise ValueError(message)
    text = "\n\n".join([*lines, *needed])
    if len(text) > limits.TEXT:
        text = fitting("statement", "\n\n".join(needed), limits.TEXT) if needed else ""
    return [{"type": TEXT, "content": text}] if text and room else []


def _words(block: Block, speak: Voice) -> str:
    match block:
        case Paragraph(line=line):
            return speak(line)
        case Note(line=line):
            return f"-# {one_line(speak(line))}"
        case Quote(words=words):
            return f">>> {speak(words)}"
        case Facts(rows=rows):
            return "\n".join(f"**{speak(k)}** {one_line(speak.slot(v))}" for k, v in rows)
        case _:
            return ""
