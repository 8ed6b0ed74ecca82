"""What real platforms refuse, refused here too: each number is the tighter of the two.

Cards check what people wrote when they are built; here the same card is measured as it reads in
every language, because a translation is longer. A refusal is our own fault and names the element,
never a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.core import limits
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
    Paragraph,
    Picture,
    Quote,
)
from bot.core.forms import Consent, Field, Form, PickMany, PickOne
from bot.core.ports import Event, Undeliverable
from bot.core.text import Line
from bot.i18n.catalogue import LANGUAGES
from bot.i18n.voice import Voice, plain_voice

_ALL_TEXT: Final = 4_000  # Discord, Components V2, over all text of a message
_BLOCK: Final = 3_000  # Slack, one section
_CONFIRM: Final = 300  # Slack, the text of a confirmation
_SUBMIT: Final = 24  # Slack, the button of a modal
_THREAD_TITLE: Final = 100  # Discord, the name of a thread
_EVENT_ABOUT: Final = 1_000  # Discord, the description of a scheduled event
_EVENT_PLACE: Final = 100  # Discord, its place
LINE: Final = 2_000  # Discord, what a person can type at once


class NoPlatformTakesIt(ValueError):
    """A card or form of ours that Discord or Slack would refuse."""


def check_card(card: Card) -> None:
    """Refuse a card that does not fit every platform in every language."""
    for locale in LANGUAGES:
        _refuse(locale, card_faults(card, locale))


def check_form(form: Form) -> None:
    """Refuse a form that does not fit every platform in every language."""
    for locale in LANGUAGES:
        _refuse(locale, form_faults(form, locale))


def check_thread_title(title: Line) -> None:
    """Refuse a title that no thread can bear."""
    for locale in LANGUAGES:
        _refuse(locale, _long("thread title", _voice(locale)(title), _THREAD_TITLE))


def check_event(event: Event, now: datetime, *, known: bool) -> None:
    """Refuse a meeting that no calendar takes: without an end or place, or begun already."""
    faults = [
        *_long("event name", event.name, limits.EVENT_NAME),
        *_long("event about", event.about, _EVENT_ABOUT),
        *_long("event place", event.place, _EVENT_PLACE),
    ]
    if not event.name.strip() or not event.place.strip() or event.ends_at <= event.starts_at:
        faults.append("an event has a name, a place, and ends after it starts")
    _refuse("any language", faults)
    if not known and event.starts_at <= now:
        raise Undeliverable("event_in_the_past")


def card_faults(card: Card, locale: str) -> Iterator[str]:
    """Name what does not fit in a card as it reads in one language."""
    speak = _voice(locale)
    texts = [(n, text) for n, block in enumerate(card.body) for text in _read(block, speak)]
    title = speak(card.title)
    yield from _long("title", title, limits.CARD_TITLE)
    if not title.strip():
        yield "title is empty"
    for number, text in texts:
        yield from _long(f"block {number}", text, _BLOCK)
    yield from _long("all text", title + "".join(text for _, text in texts), _ALL_TEXT)
    for control in card.actions:
        yield from _control_faults(control, speak)


def form_faults(form: Form, locale: str) -> Iterator[str]:
    """Name what does not fit in a form as it reads in one language."""
    speak = _voice(locale)
    yield from _long("form title", speak(form.title), limits.FORM_TITLE)
    yield from _long("submit", speak(form.submit), _SUBMIT)
    for number, block in enumerate(form.intro):
        for text in _read(block, speak):
            yield from _long(f"intro {number}", text, _BLOCK)
    for field in form.fields:
        yield from _field_faults(field, speak)


def _control_faults(control: Control, speak: Voice) -> Iterator[str]:
    match control:
        case Button(label=label, action=action, confirm=confirm):
            yield from _label(action.name, speak(label), limits.BUTTON_LABEL)
            if confirm is not None:
                yield from _long(f"confirm of {action.name}", speak(confirm), _CONFIRM)
        case LinkButton(label=label):
            yield from _label("link", speak(label), limits.BUTTON_LABEL)
        case Choice(label=label, action=action, options=options):
            yield from _label(action.name, speak(label), limits.BUTTON_LABEL)
            for option in options:
                yield from _label(action.name, speak(option.label), limits.OPTION_LABEL)


def _field_faults(field: Field, speak: Voice) -> Iterator[str]:
    yield from _label(f"field {field.name}", speak(field.label), limits.FIELD_LABEL)
    if isinstance(field, PickOne | PickMany):
        for option in field.options:
            yield from _label(f"option of {field.name}", speak(option.label), limits.OPTION_LABEL)
    hint = None if isinstance(field, Consent) else field.hint
    if hint is not None:
        yield from _long(f"hint of {field.name}", speak(hint), limits.FIELD_HINT)


def _read(block: Block, speak: Voice) -> tuple[str, ...]:
    """Return the texts of a block; who speaks stands apart from what is quoted."""
    match block:
        case Paragraph(line) | Note(line):
            return (speak(line),)
        case Facts(rows):
            return ("\n".join(f"{speak(k)} {speak.slot(v)}" for k, v in rows),)
        case Quote(words=words, by=by):
            return (speak(words), *(() if by is None else (speak(by),)))
        case Picture(alt=alt):
            return (speak(alt),)
        case Divider():
            return ()


def _voice(locale: str) -> Voice:
    return plain_voice(locale, "UTC")


def _long(what: str, text: str, at_most: int) -> list[str]:
    return [f"{what} has {len(text)} characters, {at_most} fit"] if len(text) > at_most else []


def _label(what: str, text: str, at_most: int) -> list[str]:
    return [f"{what} has an empty label"] if not text.strip() else _long(what, text, at_most)


def _refuse(locale: str, faults: Iterator[str] | list[str]) -> None:
    found = list(faults)
    if found:
        raise NoPlatformTakesIt(f"{locale}: {'; '.join(found)}")
