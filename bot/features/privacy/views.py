"""What is held, what was erased, and who sees what: as cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.core.actions import act
from bot.core.cards import Block, Button, Card, Facts, Note, Paragraph, Style, Tone
from bot.core.limits import FACTS
from bot.core.ports import Erased, Held
from bot.core.text import Line, Message, Slot, Verbatim, say
from bot.features.privacy.model import DONE, NoticesFile, Outcome, Terms
from bot.i18n.voice import plain_voice, write_day

PAGE_TEXT: Final = 2_000
PAGE_BLOCKS: Final = 10
_PIECE: Final = 1_500
_A_MESSAGE: Final = 80
"""What a sentence of ours is taken to need at most; those of people are measured."""

_Row = tuple[Message, Slot]


def held_pages(held: Sequence[Held]) -> tuple[tuple[Block, ...], ...]:
    """Lay out all that is held over as many pages as it needs; nothing is left out or cut."""
    pages: list[tuple[Block, ...]] = []
    page: list[Block] = []
    used = 0
    for block, size in _blocks(held):
        if page and (used + size > PAGE_TEXT or len(page) == PAGE_BLOCKS):
            pages.append(tuple(page))
            page, used = [], 0
        page.append(block)
        used += size
    return (*pages, tuple(page)) if page else tuple(pages)


def held_card(held: Sequence[Held], number: int) -> Card:
    """One page of all that is held about the person who asked."""
    pages = held_pages(held)
    if not pages:
        return Card(
            title=say("privacy.held.title"),
            body=(
                Paragraph(say("privacy.held.nothing")),
                Note(say("privacy.held.unlinked")),
            ),
            tone=Tone.GOOD,
        )
    number = max(0, min(number, len(pages) - 1))
    turns = [
        Button(say(label), act("privacy.page", to))
        for label, to in (("privacy.back", number - 1), ("privacy.next", number + 1))
        if 0 <= to < len(pages)
    ]
    return Card(
        title=(
            say("privacy.held.page", number=number + 1, pages=len(pages))
            if len(pages) > 1
            else say("privacy.held.title")
        ),
        body=(*pages[number], Note(say("privacy.held.unlinked"))),
        actions=(*turns, Button(say("privacy.delete.begin"), act("privacy.ask"))),
    )


def ask_card() -> Card:
    """Asked once before everything goes."""
    return Card(
        title=say("privacy.delete.title"),
        body=(
            Paragraph(say("privacy.delete.body")),
            Note(say("privacy.delete.stays")),
        ),
        actions=(
            Button(say("privacy.delete.yes"), act("privacy.delete"), Style.MAIN),
            Button(say("privacy.delete.no"), act("privacy.keep")),
        ),
        tone=Tone.WARNING,
    )


def kept_card() -> Card:
    """Nothing was deleted."""
    return Card(
        title=say("privacy.delete.kept_title"), body=(Paragraph(say("privacy.delete.kept")),)
    )


def done_card(done: Outcome, notices: NoticesFile, language: str) -> Card:
    """Say what went, what stays and why, and when the last copy is gone."""
    speak = plain_voice(language, "UTC")

    def phrases(lines: Iterable[Message]) -> str:
        return ", ".join(dict.fromkeys(speak(line) for line in lines))

    if not done.gone:
        line: Line = say("privacy.done.nothing")
    elif not done.staying:
        line = say("privacy.done.all", what=phrases(_whats(done.gone)), date=done.backups_until)
    else:
        notice = notices.notices[DONE]
        text = notice.fr if language == "fr" else notice.en
        fill = {
            "what": phrases(_whats(done.gone)),
            "kept": phrases(e.kept for e in done.staying if e.kept is not None),
            "why": phrases(e.why for e in done.staying if e.why is not None),
            "date": write_day(done.backups_until, language),
        }
        for slot, value in fill.items():
            text = text.replace(f"{{{slot}}}", value)
        line = Verbatim(text)
    return Card(title=say("privacy.done.title"), body=(Paragraph(line),), tone=Tone.GOOD)


def privacy_card(platform: str, emergency: str, terms: Terms, *, minimum_age: int) -> Card:
    """Who sees what, what is held, and for how long: before anyone asks anything."""
    name = say(f"privacy.platform.{platform}")
    return Card(
        title=say("privacy.title"),
        body=(
            Paragraph(say("privacy.threat", platform=name, emergency=emergency)),
            Paragraph(say("privacy.held_about_you")),
            Facts(
                (
                    (say("privacy.term.receipt"), say("privacy.term.no_link")),
                    (say("privacy.term.address"), _days(terms.sealed_address, "after_close")),
                    (say("privacy.term.declined"), _days(terms.declined_text, "plain")),
                    (say("privacy.term.replaced"), _days(terms.replaced_text, "plain")),
                    (say("privacy.term.sign_up"), _days(terms.sign_up_list, "after_forum")),
                    (say("privacy.term.left"), _days(terms.left_member, "after_leaving")),
                    (say("privacy.term.backup"), _days(terms.backup, "plain")),
                )
            ),
            Note(say("privacy.minimum_age", age=minimum_age)),
            Note(say("privacy.commands")),
        ),
        actions=(
            Button(say("privacy.show"), act("privacy.export")),
            Button(say("privacy.delete.begin"), act("privacy.ask")),
        ),
    )


def _days(n: int, when: str) -> Message:
    return say(f"privacy.days.{when}", n=n)


def _whats(erased: Iterable[Erased]) -> Iterator[Message]:
    return (e.what for e in erased)


def _blocks(held: Sequence[Held]) -> Iterator[tuple[Block, int]]:
    for one in held:
        yield Paragraph(one.what), _A_MESSAGE
        rows: list[_Row] = []
        size = 0
        for row in _pieces(one.values):
            if rows and (len(rows) == FACTS or size + _size(row) > _PIECE):
                yield Facts(tuple(rows)), size
                rows, size = [], 0
            rows.append(row)
            size += _size(row)
        if rows:
            yield Facts(tuple(rows)), size


def _pieces(rows: Iterable[_Row]) -> Iterator[_Row]:
    """Give long words in pieces, all of them; what was left empty is not held."""
    for label, value in rows:
        words = value.words if isinstance(value, Verbatim) else value
        if words == "":
            continue
        if not isinstance(words, str) or len(words) <= _PIECE:
            yield label, value
            continue
        for start in range(0, len(words), _PIECE):
            yield label, Verbatim(words[start : start + _PIECE])


def _size(row: _Row) -> int:
    value = row[1]
    words = value.words if isinstance(value, Verbatim) else value
    return _A_MESSAGE + (len(words) if isinstance(words, str) else _A_MESSAGE)
