"""Cards as Slack shows them: Block Kit, one renderer, nothing cut or dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, assert_never

from bot.adapters.slack import limits
from bot.adapters.slack.pieces import Json, Reader, escaped
from bot.core.actions import Action, Signer
from bot.core.cards import (
    Block,
    Button,
    Card,
    Choice,
    Divider,
    Facts,
    LinkButton,
    Note,
    Option,
    Paragraph,
    Picture,
    Quote,
    Style,
)
from bot.core.text import Message, fitting, say

_STYLES: Final = {Style.MAIN: "primary", Style.DANGER: "danger"}
LINK: Final = "link"
"""Begins the action_id of a button that leads out: its press is acknowledged and nothing more."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws cards. Tokens are signed for the community that the card belongs to."""

    signer: Signer

    def card(
        self, card: Card, reader: Reader, community: str, files: Mapping[str, str] | None = None
    ) -> Json:
        """Draw ``card`` as ``{"blocks": …, "text": …}``; ``files`` has the id of each picture.

        Raises:
            LookupError: a picture has not been uploaded.
            ValueError: its words do not fit, in this language, into one message.
        """
        reader = replace(reader, told=card.notify)
        title = reader.plain(card.title)
        blocks: list[Json] = [
            {"type": "header", "text": label("title", title, limits.HEADER)},
            *(self._block(block, reader, files or {}) for block in card.body),
            *self._controls(card, reader, community),
        ]
        if card.notify:
            blocks.append(_rich("rich_text_section", _named(card, reader)))
        length = sum(map(_length, blocks))
        if len(blocks) > limits.BLOCKS or length > limits.ALL_TEXT:
            message = f"a card of {len(blocks)} blocks and {length} characters"
            raise ValueError(message)
        return {"blocks": blocks, "text": _notification(card, reader, title)}

    def _block(self, block: Block, reader: Reader, files: Mapping[str, str]) -> Json:
        match block:
            case Paragraph(line=line):
                return _rich("rich_text_section", reader.rich(line))
            case Facts(rows=rows):
                return _facts(rows, reader)
            case Quote(words=words, by=by):
                quote = {"type": "rich_text_quote", "elements": reader.rich(words)}
                said = [] if by is None else [_section(reader.rich(by, bold=True))]
                return {"type": "rich_text", "elements": [*said, quote]}
            case Note(line=line):
                note = plain("note", reader.plain(line), limits.CONTEXT)
                return {"type": "context", "elements": [note]}
            case Picture(png=png, alt=alt):
                text = fitting("alternative text", reader.plain(alt), limits.ALT_TEXT)
                return {"type": "image", "alt_text": text, "slack_file": {"id": files[mark(png)]}}
            case Divider():
                return {"type": "divider"}
            case _:
                assert_never(block)

    def _controls(self, card: Card, reader: Reader, community: str) -> list[Json]:
        names = _Names(self.signer, community)
        buttons = [
            self._button(control, reader, names)
            for control in card.actions
            if not isinstance(control, Choice)
        ]
        choices = [
            {"type": "actions", "elements": [self._choice(control, reader, names)]}
            for control in card.actions
            if isinstance(control, Choice)
        ]
        return [{"type": "actions", "elements": buttons}, *choices] if buttons else choices

    def _button(self, button: Button | LinkButton, reader: Reader, names: _Names) -> Json:
        text = label("label", reader.plain(button.label), limits.LABEL)
        match button:
            case LinkButton(url=url):
                name = names.unique(LINK)
                return {"type": "button", "text": text, "url": url, "action_id": name}
            case Button(action=action, style=style, confirm=confirm):
                drawn: Json = {"type": "button", "text": text, "action_id": names.of(action)}
                if style in _STYLES:
                    drawn["style"] = _STYLES[style]
                if confirm is not None:
                    drawn["confirm"] = _confirm(confirm, reader)
                return drawn

    def _choice(self, choice: Choice, reader: Reader, names: _Names) -> Json:
        options = [option(o, reader) for o in choice.options]
        chosen = [drawn for o, drawn in zip(choice.options, options, strict=True) if o.chosen]
        text = label("label", reader.plain(choice.label), limits.PLACEHOLDER)
        return {
            "type": "static_select",
            "action_id": names.of(choice.action),
            "placeholder": text,
            "options": options,
            **({"initial_option": chosen[0]} if chosen else {}),
        }


@dataclass(slots=True)
class _Names:
    """The action_ids of one card: Slack wants each once."""

    signer: Signer
    community: str
    used: set[str] = field(default_factory=set)

    def of(self, action: Action) -> str:
        return self.unique(self.signer.token(self.community, action))

    def unique(self, name: str) -> str:
        found, copies = name, 1
        while found in self.used:
            copies += 1
            found = f"{name}#{copies}"
        self.used.add(found)
        return fitting("action_id", found, limits.ACTION_ID)


def mark(png: bytes) -> str:
    """Return the name by which a picture's upload is known: its digest."""
    return hashlib.sha256(png).hexdigest()


def token_of(action_id: str) -> str:
    """Return the token in an action_id."""
    return action_id.partition("#")[0]


def plain(what: str, text: str, at_most: int) -> Json:
    """Build a ``plain_text`` object: no markup, no emoji from colons. Raises ``ValueError``."""
    return {"type": "plain_text", "text": fitting(what, text, at_most), "emoji": False}


def label(what: str, text: str, at_most: int) -> Json:
    """Build a ``plain_text`` object of one line. Raises ``ValueError``."""
    return plain(what, " ".join(text.split()), at_most)


def option(offered: Option, reader: Reader) -> Json:
    """Draw one option of a choice or field."""
    return {
        "text": label("option", reader.plain(offered.label), limits.LABEL),
        "value": offered.value,
    }


def _confirm(question: Message, reader: Reader) -> Json:
    def short(key: str, at_most: int) -> Json:
        return label("confirm", reader.plain(say(key)), at_most)

    return {
        "title": short("core.confirm.title", limits.CONFIRM_TITLE),
        "text": plain("confirm", reader.plain(question), limits.CONFIRM_TEXT),
        "confirm": short("core.yes", limits.CONFIRM_LABEL),
        "deny": short("core.keep", limits.CONFIRM_LABEL),
    }


def _facts(rows: tuple[tuple[Message, object], ...], reader: Reader) -> Json:
    elements: list[Json] = []
    for number, (label, value) in enumerate(rows):
        line = [*reader.rich(label, bold=True), {"type": "text", "text": "  "}]
        line += _one_line(reader.rich_slot(value))  # type: ignore[arg-type]
        if number:
            elements.append({"type": "text", "text": "\n"})
        elements += line
    return _rich("rich_text_section", elements)


def _one_line(elements: list[Json]) -> list[Json]:
    """Join lines in values: a line break in a person's words cannot fake another row."""
    return [
        e | {"text": " ".join(e["text"].split()) or "\u2014"} if e["type"] == "text" else e
        for e in elements
    ]


def _named(card: Card, reader: Reader) -> list[Json]:
    named = [e for person in card.notify for e in reader.rich_slot(person)]
    spaced = [x for e in named for x in (e, {"type": "text", "text": " "})]
    return spaced[:-1]


def _rich(kind: str, elements: list[Json]) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": elements}]}


def _section(elements: list[Json]) -> Json:
    return {"type": "rich_text_section", "elements": elements}


def _notification(card: Card, reader: Reader, title: str) -> str:
    """Say in one line what a notification shows: the title, and no word of a person."""
    first = next((b.line for b in card.body if isinstance(b, Paragraph)), None)
    told = (
        "" if not isinstance(first, Message) or first.slots else f" \u2013 {reader.plain(first)}"
    )
    return escaped(f"{title}{told}")[: limits.NOTIFICATION]


def _length(block: Json) -> int:
    """Count the characters of every text in a block."""

    def texts(value: object) -> int:
        match value:
            case {"type": "user" | "date"}:
                return 40
            case dict():
                return sum(
                    len(v) if k == "text" and isinstance(v, str) else texts(v)
                    for k, v in value.items()
                )
            case list():
                return sum(map(texts, value))
            case _:
                return 0

    return texts(block)
