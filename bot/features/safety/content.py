"""The content files of safety, as frozen values: patterns, notices, crisis lines, oversight.

Rows that nobody has checked (``status: memory``) stay hidden until ``checked_on`` is set.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, Protocol, TypeVar

import msgspec

Status = Literal["verified", "memory"]
_MARK = "(memory)"


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """What one kind of worry looks like, and which notice is offered for it."""

    card: str | None = None
    patterns: dict[str, tuple[str, ...]] = {}
    kinds: dict[str, str] = {}


class RoutingFile(msgspec.Struct, frozen=True, kw_only=True):
    """``routing.yaml``: the order in which routes are tried, and the routes."""

    order: tuple[str, ...]
    routes: dict[str, Route]


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One short text in both languages."""

    en: str
    fr: str


class NoticesFile(msgspec.Struct, frozen=True, kw_only=True):
    """``notices.yaml``."""

    notices: dict[str, Notice]


class InFrench(msgspec.Struct, frozen=True, kw_only=True, rename={"whom": "for"}):
    """What of a row is said differently in French; an empty value is the same in both."""

    name: str = ""
    how: str = ""
    hours: str = ""
    whom: str = ""
    covers: str = ""
    limit: str = ""
    note: str = ""
    body: str = ""


class _Checked(Protocol):
    @property
    def status(self) -> Status: ...
    @property
    def checked_on(self) -> date | None: ...


_Row = TypeVar("_Row", bound=_Checked)


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A number to call in an emergency, or when it is none."""

    number: str
    status: Status
    checked_on: date | None = None
    note: str = ""
    fr: InFrench = InFrench()

    def says(self, language: str) -> str:
        """Return the note, unless it holds something that nobody has checked."""
        if _MARK in self.note and self.checked_on is None:
            return ""
        return (self.fr.note if language == "fr" else self.note).replace(f" {_MARK}", "")


class Line(msgspec.Struct, frozen=True, kw_only=True, rename={"whom": "for"}):
    """A line to call or write to."""

    name: str
    how: str
    whom: str
    status: Status
    hours: str = ""
    checked_on: date | None = None
    fr: InFrench = InFrench()

    def title(self, language: str) -> str:
        """Return its name."""
        return (self.fr.name if language == "fr" else "") or self.name

    def reach(self, language: str) -> str:
        """Return how and when to reach it, and whom it is for."""
        own = self.fr if language == "fr" else InFrench()
        parts = (own.how or self.how, own.hours or self.hours, own.whom or self.whom)
        return " · ".join(p for p in parts if p)

    def call(self, language: str) -> str:
        """Return name and number in one line."""
        how = (self.fr.how if language == "fr" else "") or self.how
        return f"{self.title(language)}{_COLON[language]}{how}"


class Country(msgspec.Struct, frozen=True, kw_only=True):
    """One country's numbers and lines."""

    name: str
    name_fr: str
    emergency: Number
    non_emergency: Number | None = None
    lines: tuple[Line, ...] = ()

    def title(self, language: str) -> str:
        """Return its name."""
        return self.name_fr if language == "fr" else self.name


class CrisisFile(msgspec.Struct, frozen=True, kw_only=True):
    """``crisis_resources.yaml``."""

    intro: str
    intro_fr: str
    after: str
    after_fr: str
    police_note: str
    police_note_fr: str
    countries: dict[str, Country]


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """An independent body that takes complaints about police."""

    body: str
    covers: str
    how: str
    status: Status
    limit: str = ""
    note: str = ""
    checked_on: date | None = None
    fr: InFrench = InFrench()

    def title(self, language: str) -> str:
        """Return its name."""
        return (self.fr.body if language == "fr" else "") or self.body

    def reach(self, language: str) -> str:
        """Return what it covers, how to reach it, and what to know about it."""
        own = self.fr if language == "fr" else InFrench()
        parts = (own.covers or self.covers, own.how or self.how, own.note or self.note)
        return " · ".join(p for p in parts if p)

    def until(self, language: str) -> str:
        """Return the time limit, where one is known."""
        return (self.fr.limit if language == "fr" else "") or self.limit


class OversightFile(msgspec.Struct, frozen=True, kw_only=True):
    """``oversight.yaml``."""

    intro: str
    intro_fr: str
    countries: dict[str, tuple[Body, ...]]


class LocalHelp(msgspec.Struct, frozen=True, kw_only=True, rename={"whom": "for"}):
    """One entry of the panel's directory of local help."""

    name: str
    how: str
    whom: str
    checked_on: date | None = None
    fr: InFrench = InFrench()

    def title(self, language: str) -> str:
        """Return its name."""
        return (self.fr.name if language == "fr" else "") or self.name

    def reach(self, language: str) -> str:
        """Return how to reach it and whom it helps."""
        own = self.fr if language == "fr" else InFrench()
        return f"{own.how or self.how} · {own.whom or self.whom}"


class LocalFile(msgspec.Struct, frozen=True, kw_only=True):
    """``local.yaml``: local help by community id."""

    communities: dict[str, tuple[LocalHelp, ...]] = {}


def visible(rows: Sequence[_Row]) -> tuple[_Row, ...]:
    """Return the rows that somebody has checked."""
    return tuple(r for r in rows if r.status == "verified" or r.checked_on is not None)


_COLON = {"en": ": ", "fr": "\u00a0: "}
