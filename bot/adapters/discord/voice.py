"""How Discord writes instants, people and people's words: as markdown, or as plain labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.adapters.discord.escape import escape, in_code
from bot.core.people import PersonRef
from bot.core.places import Place
from bot.core.text import Moment, Verbatim, Written, say, visible
from bot.i18n.voice import Voice, write_moment

PLATFORM: Final = "discord"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a card is drawn for: a language, and a zone for places that show no live time."""

    locale: str
    zone: str = "UTC"

    def markdown(self, *, tight: bool = False) -> Voice:
        """Speak in message text. ``tight`` costs fewest characters for hostile words."""
        return Voice(self.locale, _in_text(self, in_code if tight else escape))

    def plain(self) -> Voice:
        """Speak where Discord shows characters as they are: labels, options, titles of forms."""

        def write(slot: Written) -> str:
            match slot:
                case Moment(at=at):
                    return write_moment(at, self.locale, self.zone)
                case PersonRef():
                    return Voice(self.locale, write)(say("discord.person"))
                case Place():
                    return Voice(self.locale, write)(say("core.place"))
                case Verbatim(words=words):
                    return visible(words)

        return Voice(self.locale, write)


def _in_text(reader: Reader, inert: Callable[[str], str]) -> Callable[..., str]:
    def write(slot: Written) -> str:
        match slot:
            case Moment(at=at):
                return f"<t:{int(at.timestamp())}:F>"
            case PersonRef(platform=platform, user=user):
                if platform == PLATFORM and user.isdecimal():
                    return f"<@{user}>"
                return Voice(reader.locale, write)(say("discord.person_elsewhere"))
            case Place(platform=platform, channel=channel, thread=thread):
                where = thread or channel
                if platform == PLATFORM and where.isdecimal():
                    return f"<#{where}>"
                return Voice(reader.locale, write)(say("core.place_elsewhere"))
            case Verbatim(words=words):
                return inert(words)

    return write
