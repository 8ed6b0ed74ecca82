"""Cards as Discord shows them: Components V2, one container a message, one renderer.

Nothing is cut or dropped: what does not fit raises ``ValueError`` where it is drawn, and the
gallery draws every card of the house in every language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, assert_never

from bot.adapters.discord import limits
from bot.adapters.discord.escape import one_line
from bot.adapters.discord.voice import PLATFORM, Reader
from bot.core.actions import Action, Signer
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
    Style,
    Tone,
)
from bot.core.people import PersonRef
from bot.core.recent import Recent
from bot.core.text import Message, fitting
from bot.i18n.voice import Voice

Json: TypeAlias = dict[str, Any]

COMPONENTS_V2: Final = 1 << 15
ONLY_FOR_YOU: Final = 1 << 6
ASK_FIRST: Final = "?"
"""Before a token: the press asks *Are you sure?* and does nothing yet."""

ROW, BUTTON, SELECT, TEXT, GALLERY, LINE, CONTAINER = 1, 2, 3, 10, 12, 14, 17
_LINK: Final = 5
_STYLES: Final = {Style.MAIN: 1, Style.PLAIN: 2, Style.DANGER: 4}
_COLOURS: Final = {
    Tone.PLAIN: None,
    Tone.GOOD: 0x2E7D32,
    Tone.WAITING: 0x1565C0,
    Tone.WARNING: 0xB26A00,
    Tone.URGENT: 0xB71C1C,
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A message body and the pictures that travel with it."""

    body: Json
    pictures: tuple[tuple[str, bytes], ...] = ()

    def with_flags(self, flags: int) -> Drawing:
        """Return the same with more flags."""
        return Drawing({**self.body, "flags": self.body["flags"] | flags}, self.pictures)


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws cards. Tokens are signed for the community that the card belongs to."""

    signer: Signer
    questions: Recent[Message] = field(default_factory=Recent)
    """What buttons ask first, by token, as it was last drawn."""

    def card(self, card: Card, reader: Reader, community: str) -> Drawing:
        """Draw ``card``.

        Raises:
            ValueError: its words do not fit, in this language, into one message.
        """
        drawn = _Sheet(self.signer, self.questions, reader, community).draw(card, tight=False)
        if _length(drawn) > limits.TEXT:
            drawn = _Sheet(self.signer, self.questions, reader, community).draw(card, tight=True)
        if _length(drawn) > limits.TEXT:
            message = f"a card of {_length(drawn)} characters, allowed {limits.TEXT}"
            raise ValueError(message)
        return drawn


@dataclass(slots=True)
class _Sheet:
    """One card being drawn."""

    signer: Signer
    questions: Recent[Message]
    reader: Reader
    community: str
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def draw(self, card: Card, *, tight: bool) -> Drawing:
        speak = self.reader.markdown(tight=tight)
        parts = [_text(f"### {one_line(speak(card.title))}")]
        parts += [part for block in card.body if (part := self._block(block, speak))]
        parts += self._controls(card.actions)
        told = _told(card.notify)
        container: Json = {"type": CONTAINER, "components": parts + _mentions(told, parts)}
        if (colour := _COLOURS[card.tone]) is not None:
            container["accent_color"] = colour
        body: Json = {
            "flags": COMPONENTS_V2,
            "components": [container],
            "allowed_mentions": {"parse": [], **({"users": told} if told else {})},
            "attachments": self.attachments,
        }
        return Drawing(body, tuple(self.pictures))

    def _block(self, block: Block, speak: Voice) -> Json | None:
        match block:
            case Paragraph(line=line):
                return _text(speak(line))
            case Facts(rows=rows):
                return _text(
                    "\n".join(f"**{speak(k)}** {one_line(speak.slot(v))}" for k, v in rows)
                )
            case Quote(words=words, by=by):
                said = f"**{one_line(speak(by))}**\n" if by is not None else ""
                return _text(f"{said}>>> {speak(words)}") if words.words.strip() else None
            case Note(line=line):
                lines = (one for one in speak(line).splitlines() if one.strip())
                return _text("\n".join(f"-# {one}" for one in lines))
            case Picture():
                return self._picture(block)
            case Divider():
                return {"type": LINE}
            case _:
                assert_never(block)

    def _picture(self, picture: Picture) -> Json:
        alt = fitting("alternative text", self.reader.plain()(picture.alt), limits.ALT_TEXT)
        number = len(self.pictures)
        name = f"{number}-{picture.name}"
        self.pictures.append((name, picture.png))
        self.attachments.append({"id": number, "filename": name, "description": alt})
        item = {"media": {"url": f"attachment://{name}"}, "description": alt}
        return {"type": GALLERY, "items": [item]}

    def _controls(self, controls: tuple[Control, ...]) -> list[Json]:
        buttons = [self._button(c) for c in controls if not isinstance(c, Choice)]
        rows = [{"type": ROW, "components": [self._choice(c)]} for c in _choices(controls)]
        return [{"type": ROW, "components": buttons}, *rows] if buttons else rows

    def _button(self, button: Button | LinkButton) -> Json:
        label = fitting("label", one_line(self.reader.plain()(button.label)), limits.BUTTON_LABEL)
        match button:
            case LinkButton(url=url):
                return {"type": BUTTON, "style": _LINK, "label": label, "url": url}
            case Button(action=action, style=style, confirm=confirm):
                name = self._name(action, ASK_FIRST if confirm is not None else "")
                if confirm is not None:
                    self.questions.put(self.signer.token(self.community, action), confirm)
                return {
                    "type": BUTTON,
                    "style": _STYLES[style],
                    "label": label,
                    "custom_id": name,
                }

    def _choice(self, choice: Choice) -> Json:
        speak = self.reader.plain()
        return {
            "type": SELECT,
            "custom_id": self._name(choice.action, ""),
            "placeholder": fitting("label", one_line(speak(choice.label)), limits.PLACEHOLDER),
            "options": [
                {
                    "label": fitting("option", one_line(speak(o.label)), limits.OPTION),
                    "value": o.value,
                    "default": o.chosen,
                }
                for o in choice.options
            ],
        }

    def _name(self, action: Action, mark: str) -> str:
        """Return the custom_id of a control: Discord wants each once in a message."""
        token = mark + self.signer.token(self.community, action)
        name, copies = token, 1
        while name in self.used:
            copies += 1
            name = f"{token}#{copies}"
        self.used.add(name)
        return fitting("custom_id", name, limits.CUSTOM_ID)


def token_of(custom_id: str) -> tuple[str, bool]:
    """Return the token in a custom_id, and whether the press only asks first."""
    token = custom_id.partition("#")[0]
    return token.removeprefix(ASK_FIRST), token.startswith(ASK_FIRST)


def _choices(controls: tuple[Control, ...]) -> list[Choice]:
    return [c for c in controls if isinstance(c, Choice)]


def _told(people: tuple[PersonRef, ...]) -> list[str]:
    return list(dict.fromkeys(p.user for p in people if p.platform == PLATFORM))


def _mentions(told: list[str], parts: list[Json]) -> list[Json]:
    """Name those who are to be told and are not named in the card: a ping needs a mention."""
    shown = "".join(part.get("content", "") for part in parts)
    missing = [f"<@{user}>" for user in told if f"<@{user}>" not in shown]
    return [_text(f"-# {' '.join(missing)}")] if missing else []


def _text(content: str) -> Json:
    # Discord refuses an empty text display; a line that says nothing is shown as such.
    return {"type": TEXT, "content": content if content.strip() else "\u2014"}


def _length(drawing: Drawing) -> int:
    parts = drawing.body["components"][0]["components"]
    return sum(len(part.get("content", "")) for part in parts)
