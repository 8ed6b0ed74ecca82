"""The explainers of the content pack, and how one becomes a piece to share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.features.posts.piece import DISCUSS, FULL, TITLE, Extras, Piece, Source

_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_EMPHASIS: Final = re.compile(r"(\*\*|\*|`)(?=[^\s*`]|\*[^\s*`])(.+?)(?<=\S)\1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explainer:
    """One short text of the pack. ``seed`` names what in the argument it serves."""

    id: str
    title: str
    summary: str
    body: str
    discuss: str
    limits: str
    seed: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    try_this: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    content_note: str = ""

    def __post_init__(self) -> None:
        """Check what a post and a button can carry."""
        if not _ID.fullmatch(self.id):
            raise ValueError("an id is small letters, digits and -")
        if len(self.title) > TITLE or len(self.body) > FULL or len(self.discuss) > DISCUSS:
            raise ValueError(f"at most {TITLE} (title), {FULL} (body), {DISCUSS} (discuss)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainerFile:
    """``content/explainers.yaml``."""

    language: str
    items: tuple[Explainer, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """The explainers by id, in the order of the file."""

    language: str
    explainers: Mapping[str, Explainer]

    def piece(self, explainer: str) -> Piece:
        """Return an explainer as a piece to share. Raises ``KeyError``."""
        found = self.explainers[explainer]
        return Piece(
            title=found.title,
            text=unmarked(found.body),
            source="Common Ground",
            licence="Apache-2.0",
            language=self.language,
            discuss=unmarked(found.discuss),
            extras=Extras(
                tries=tuple(unmarked(t) for t in found.try_this),
                limits=unmarked(found.limits),
                caution=unmarked(found.content_note),
                sources=found.sources,
            ),
        )


def pack(file: ExplainerFile) -> Pack:
    """Order what the file holds by id."""
    return Pack(file.language, {e.id: e for e in file.items})


def unmarked(words: str) -> str:
    """Take the marks of emphasis out: shared words are shown as they are, never as markup."""
    lines = (" ".join(line.split()) for line in words.strip().splitlines())
    return _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", "\n".join(lines)))
