"""A piece: what is shared, word for word, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from bot.core.errors import DialogueError

TITLE: Final = 150
EXCERPT: Final = 300
FULL: Final = 1_900
LINK: Final = 500
NAME: Final = 120
LICENCE: Final = 80
DISCUSS: Final = 300
NOTE: Final = 500


class BadLink(DialogueError):
    """Not a plain web address."""

    code = "posts_link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something that a text rests on, and whether somebody has looked at it."""

    title: str
    url: str
    status: Literal["verified", "memory"] = "memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What an explainer says besides its text."""

    tries: tuple[str, ...] = ()
    limits: str = ""
    caution: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is shared and whose it is. Empty means that it is not known."""

    title: str = field(repr=False)
    text: str = field(repr=False)
    link: str = ""
    source: str = ""
    author: str = ""
    licence: str = ""
    language: str = ""
    discuss: str = field(default="", repr=False)
    extras: Extras = Extras()

    def __post_init__(self) -> None:
        """Check what leads out of the house."""
        check_link(self.link)

    @property
    def besides(self) -> int:
        """How many characters there are besides the text."""
        extras = self.extras
        named = (self.source, self.author, self.licence, self.discuss)
        return sum(map(len, (*named, extras.limits, extras.caution, *extras.tries)))


def check_link(link: str) -> None:
    """Let pass an empty link or a plain web address.

    Raises:
        BadLink: another scheme, a name before the host (it hides where one goes), blanks.
    """
    if not link:
        return
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        raise BadLink from None
    fit = len(link) <= LINK and link.isprintable() and not any(c.isspace() for c in link)
    if not fit or parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise BadLink
