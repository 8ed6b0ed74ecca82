"""The gallery: every card and form of the bot, as samples that the features' engineers chose.

Each module beside this one belongs to an area and holds ``CARDS`` and ``FORMS``, by name.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TypeVar

from bot.core.cards import Card
from bot.core.forms import Form

T = TypeVar("T")

_HERE = Path(__file__).parent
AREAS = tuple(sorted(p.stem for p in _HERE.glob("*.py") if not p.stem.startswith("_")))


def cards() -> dict[str, Card]:
    """Return every card, as ``area.name``."""
    return {f"{a}.{n}": c for a in AREAS for n, c in _of(a, "CARDS", Card).items()}


def forms() -> dict[str, Form]:
    """Return every form, as ``area.name``."""
    return {f"{a}.{n}": f for a in AREAS for n, f in _of(a, "FORMS", Form).items()}


def _of(area: str, name: str, kind: type[T]) -> dict[str, T]:
    found = getattr(import_module(f"{__name__}.{area}"), name, {})
    assert all(isinstance(each, kind) for each in found.values()), f"{area}.{name}"
    return dict(found)
