"""The safety gate: words in, offers of help out. It stores, blocks and tells nothing.

Patterns come from ``routing.yaml`` and are compiled once. Words are cut to what a form takes
before they are matched, and no pattern may cost more than a straight reading of them
(``bench/hostile.py`` pumps each one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.core.cards import Block, Paragraph
from bot.core.errors import SetupError
from bot.core.limits import WORDS
from bot.core.ports import Concern
from bot.core.text import Message, Verbatim, say
from bot.features.safety.content import Route, RoutingFile
from bot.features.safety.pages import Pages
from bot.i18n.catalogue import language_of
from bot.i18n.voice import plain_voice

URGENT: Final = frozenset({"emergency", "self_harm", "danger_other"})
"""Routes after which help comes before anything else."""

_STRAIGHT: Final = str.maketrans("‘’‛ʼ′´`“”„‟″«»", "'''''''\"\"\"\"\"\"\"")  # noqa: RUF001
_READ_BY_PEOPLE: Final = "date_time_place"
_OWN_WORDS: Final[Mapping[str, Message]] = {
    "records": say("safety.offer.records"),
    "legal_advice": say("safety.offer.legal_advice"),
}


class SafetyGate:
    """Implements ``core.ports.Gate``."""

    def __init__(self, routing: RoutingFile, pages: Pages) -> None:
        """Compile every pattern.

        Raises:
            SetupError: a pattern is not one, or the order names a route that is not there.
        """
        self._pages = pages
        self._routes = tuple(_compiled(routing, name) for name in routing.order)

    def concerns(self, words: str, *, country: str, locale: str) -> tuple[Concern, ...]:
        """Return what the gate sees, the most urgent first; each notice is offered once."""
        text = words[:WORDS].translate(_STRAIGHT)
        found: dict[str, Concern] = {}
        for route in self._routes:
            kinds = route.seen(text)
            if kinds is None:
                continue
            said = self._said(route, kinds, country=country, language=language_of(locale))
            found.setdefault(route.offer, Concern(route=route.name, blocks=said))
        return tuple(found.values())

    def urgent(self, words: str, *, country: str, locale: str) -> bool:
        """Say whether help comes first: somebody may be in danger."""
        return any(c.route in URGENT for c in self.concerns(words, country=country, locale=locale))

    def _said(
        self, route: _Compiled, kinds: tuple[str, ...], *, country: str, language: str
    ) -> tuple[Block, ...]:
        if route.card is None:
            return (Paragraph(_OWN_WORDS[route.name]),)
        speak = plain_voice(language, "UTC")
        named = dict.fromkeys(speak(say(f"safety.kind.{kind}")) for kind in kinds)
        text = self._pages.notice(
            route.card,
            language,
            emergency=self._pages.emergency(country, language),
            line=self._pages.first_line(country, language),
            kinds=", ".join(named),
        )
        return (Paragraph(Verbatim(text)),)


class _Compiled:
    """One route with its patterns ready."""

    __slots__ = ("_kinds", "_patterns", "card", "name", "offer")

    def __init__(self, name: str, route: Route) -> None:
        self.name = name
        self.card = route.card
        self.offer = route.card or name
        self._patterns = tuple(re.compile(p, re.IGNORECASE) for p in _patterns(route))
        self._kinds = tuple(
            (kind, re.compile(p, re.IGNORECASE))
            for kind, p in route.kinds.items()
            if kind != _READ_BY_PEOPLE
        )

    def seen(self, text: str) -> tuple[str, ...] | None:
        """Return the kinds of personal detail seen, none for a pattern; ``None`` for no fit."""
        if any(p.search(text) for p in self._patterns):
            return ()
        return tuple(kind for kind, p in self._kinds if p.search(text)) or None


def _patterns(route: Route) -> Iterator[str]:
    for patterns in route.patterns.values():
        yield from patterns


def _compiled(routing: RoutingFile, name: str) -> _Compiled:
    if name not in routing.routes:
        raise SetupError(f"routing.yaml: order names {name!r}, which routes lacks; add it.")
    route = routing.routes[name]
    if route.card is None and name not in _OWN_WORDS:
        raise SetupError(f"routing.yaml: routes.{name}.card is missing; name a notice.")
    try:
        return _Compiled(name, route)
    except re.error as error:
        raise SetupError(
            f"routing.yaml: a pattern of routes.{name} is not valid ({error.msg}); correct it."
        ) from None
