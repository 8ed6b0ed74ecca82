"""The formats of the content pack: ``config/content/forum_formats.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class InFrench:
    """The words of a format that people see, in French."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to hold a forum. ``steps`` are minutes and what happens in them."""

    id: str
    title: str
    minutes: int
    steps: tuple[tuple[int, str], ...]
    fr: InFrench | None = None

    def __post_init__(self) -> None:
        """Check that both languages tell the same steps."""
        if self.fr is not None and len(self.fr.steps) != len(self.steps):
            raise ValueError(
                f"format {self.id}: {len(self.fr.steps)} steps under fr, not {len(self.steps)}"
            )

    def titled(self, locale: str) -> str:
        """Return the title in the reader's language, as far as the pack has it."""
        return self.fr.title if self.fr and _french(locale) else self.title

    def stepped(self, locale: str) -> tuple[tuple[int, str], ...]:
        """Return the steps in the reader's language, as far as the pack has them."""
        if self.fr and _french(locale):
            spoken = zip(self.steps, self.fr.steps, strict=True)
            return tuple((minutes, words) for (minutes, _), words in spoken)
        return self.steps


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatsFile:
    """The file, as far as the program reads it; the rest is for people who plan."""

    formats: Sequence[Format] = field(default_factory=tuple)

    def by_id(self) -> Mapping[str, Format]:
        """Return the formats by their ids."""
        return {one.id: one for one in self.formats}


def _french(locale: str) -> bool:
    return locale.lower().startswith("fr")
