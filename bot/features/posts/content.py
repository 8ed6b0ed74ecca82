"""The explainers of the content pack, and how one becomes a piece to share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.features.posts.piece import DISCUSS, FULL, TITLE, Extras, Piece, Source
from bot.i18n.catalogue import language_of

_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_EMPHASIS: Final = re.compile(r"(\*\*|\*|`)(?=[^\s*`]|\*[^\s*`])(.+?)(?<=\S)\1")


@dataclass(frozen=True, slots=True, kw_only=True)
class InFrench:
    """An explainer in French. ``sources`` are their titles alone, in the order of the English."""

    title: str
    summary: str
    body: str
    discuss: str
    limits: str
    try_this: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    content_note: str = ""


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
    fr: InFrench | None = None

    def __post_init__(self) -> None:
        """Check what a post and a button can carry, and that both languages say as much."""
        if not _ID.fullmatch(self.id):
            raise ValueError("an id is small letters, digits and -")
        if len(self.title) > TITLE or len(self.body) > FULL or len(self.discuss) > DISCUSS:
            raise ValueError(f"at most {TITLE} (title), {FULL} (body), {DISCUSS} (discuss)")
        if self.fr is not None:
            self._french(self.fr)

    def spoken(self, locale: str) -> Explainer:
        """Return it in a reader's language, as far as the pack has it."""
        if self.fr is None or language_of(locale) != "fr":
            return self
        return self._french(self.fr)

    def _french(self, fr: InFrench) -> Explainer:
        alike = len(fr.try_this) == len(self.try_this) and len(fr.sources) == len(self.sources)
        if not alike or bool(fr.content_note) != bool(self.content_note):
            raise ValueError(f"{self.id}: fr needs as many try_this, sources and content_note")
        named = zip(self.sources, fr.sources, strict=True)
        return replace(
            self,
            title=fr.title,
            summary=fr.summary,
            body=fr.body,
            discuss=fr.discuss,
            limits=fr.limits,
            try_this=fr.try_this,
            sources=tuple(replace(source, title=title) for source, title in named),
            content_note=fr.content_note,
            fr=None,
        )


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

    def spoken(self, locale: str) -> tuple[Explainer, ...]:
        """Return all of them in a reader's language, as far as the pack has it."""
        return tuple(e.spoken(locale) for e in self.explainers.values())

    def piece(self, explainer: str, locale: str) -> Piece:
        """Return an explainer as a piece, in one language. Raises ``KeyError``."""
        written = self.explainers[explainer]
        found = written.spoken(locale)
        return Piece(
            title=found.title,
            text=unmarked(found.body),
            source="Common Ground",
            licence="Apache-2.0",
            language=self.language if found is written else language_of(locale),
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
