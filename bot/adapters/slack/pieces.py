"""Sentences as rich text: our words and people's words stay apart to the last moment.

Slack's ``mrkdwn`` has no escape for ``*`` or ``_``, so nothing that a person wrote ever goes
through it. A rich text element shows its characters as they are: it cannot ping, link or format.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from bot.core.people import PersonRef
from bot.core.places import Place
from bot.core.text import Line, Message, Moment, Slot, Verbatim, Written, say, visible
from bot.i18n.voice import Voice, write_moment

Json: TypeAlias = dict[str, Any]

PLATFORM: Final = "slack"
_MARK: Final = re.compile("\ue000([0-9]+)\ue001")
_USER: Final = re.compile(r"[UW][A-Z0-9]{2,20}", re.ASCII)
_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{2,20}", re.ASCII)
_EMPTY: Final = "\u2014"
"""Slack refuses an empty text; what says nothing is shown as such."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a card is drawn for. Only people in ``told`` are named so that Slack tells them."""

    locale: str
    zone: str = "UTC"
    told: Collection[PersonRef] = field(default_factory=tuple)

    def plain(self, line: Line) -> str:
        """Put ``line`` into words for a ``plain_text`` object; never empty."""
        return self._plain()(line).strip() or _EMPTY

    def rich(self, line: Line, *, bold: bool = False) -> list[Json]:
        """Put ``line`` into rich text elements."""
        slots: list[Written] = []
        return self._elements(self._marking(slots)(line), slots, bold=bold)

    def rich_slot(self, slot: Slot) -> list[Json]:
        """Put the content of a slot into rich text elements."""
        slots: list[Written] = []
        return self._elements(self._marking(slots).slot(slot), slots, bold=False)

    def _marking(self, slots: list[Written]) -> Voice:
        def write(slot: Written) -> str:
            slots.append(slot)
            return f"\ue000{len(slots) - 1}\ue001"

        return Voice(self.locale, write)

    def _elements(self, marked: str, slots: list[Written], *, bold: bool) -> list[Json]:
        elements: list[Json] = []
        for number, part in enumerate(_MARK.split(marked)):
            element = self._element(slots[int(part)]) if number % 2 else _text(part)
            if element is not None:
                elements.append(element | ({"style": {"bold": True}} if bold else {}))
        return elements or [{"type": "text", "text": _EMPTY}]

    def _element(self, slot: Written) -> Json | None:
        match slot:
            case Verbatim(words=words):
                return _text(visible(words))
            case Moment(at=at):
                return {
                    "type": "date",
                    "timestamp": int(at.timestamp()),
                    "format": "{date_long_pretty} {time}",
                    "fallback": write_moment(at, self.locale, self.zone),
                }
            case PersonRef(platform=platform, user=user):
                if slot in self.told and platform == PLATFORM and _USER.fullmatch(user):
                    return {"type": "user", "user_id": user}
                return _text(self.plain(_someone(slot)))
            case Place(platform=platform, channel=channel):
                if platform == PLATFORM and _CHANNEL.fullmatch(channel):
                    return {"type": "channel", "channel_id": channel}
                return _text(self.plain(say("core.place_elsewhere")))

    def _plain(self) -> Voice:
        def write(slot: Written) -> str:
            match slot:
                case Moment(at=at):
                    return write_moment(at, self.locale, self.zone)
                case PersonRef():
                    return self.plain(_someone(slot))
                case Place():
                    return self.plain(say("core.place"))
                case Verbatim(words=words):
                    return visible(words)

        return Voice(self.locale, write)


def escaped(words: str) -> str:
    """Write ``words`` for ``text`` fields, which Slack reads as markup: the three signs that act."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _someone(person: PersonRef) -> Message:
    return say("slack.person" if person.platform == PLATFORM else "slack.person_elsewhere")


def _text(text: str) -> Json | None:
    return {"type": "text", "text": text} if text else None
