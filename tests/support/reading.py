"""Cards and forms as a person reads them: their words, in one language, without any markup."""

from bot.core.cards import (
    Block,
    Card,
    Choice,
    Control,
    Divider,
    Facts,
    Note,
    Paragraph,
    Picture,
    Quote,
)
from bot.core.forms import Form
from bot.core.text import Line, Slot
from bot.i18n.voice import plain_voice

ZONE = "America/Toronto"


def read(thing: Card | Form | Line | Slot, locale: str = "en") -> str:
    """Return the words of a card, form or sentence as a person reads them."""
    speak = plain_voice(locale, ZONE)
    match thing:
        case Card():
            controls = [_label(c, locale) for c in thing.actions]
            blocks = [_block(b, locale) for b in thing.body]
            return "\n".join([speak(thing.title), *blocks, *controls])
        case Form():
            intro = [_block(b, locale) for b in thing.intro]
            labels = [speak(f.label) for f in thing.fields]
            return "\n".join([speak(thing.title), *intro, *labels, speak(thing.submit)])
        case _:
            return speak.slot(thing)


def _label(control: Control, locale: str) -> str:
    words = read(control.label, locale)
    if isinstance(control, Choice):
        words = "\n".join([words, *(read(o.label, locale) for o in control.options)])
    return words


def _block(block: Block, locale: str) -> str:
    match block:
        case Paragraph(line) | Note(line):
            return read(line, locale)
        case Facts(rows):
            return "\n".join(f"{read(k, locale)}: {read(v, locale)}" for k, v in rows)
        case Quote(words=words, by=by):
            return "\n".join(([] if by is None else [read(by, locale)]) + [read(words, locale)])
        case Picture(alt=alt):
            return read(alt, locale)
        case Divider():
            return ""
