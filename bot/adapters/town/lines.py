"""Messages as a tab shows them: who spoke, when, what, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from markupsafe import Markup

from bot.adapters.town.glance import Glance
from bot.adapters.town.guide import kind_of, role_words
from bot.adapters.town.render import Drawn, Look
from bot.adapters.town.times import day_words, hour_words
from bot.adapters.town.town import Town
from bot.adapters.town.world import Entry
from bot.core.actions import Action
from bot.core.cards import Card, Picture
from bot.core.clock import day_of
from bot.core.places import Place

NEWEST: Final = 80
"""Older messages of a place are not drawn: a page is made anew at every change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message, drawn."""

    id: str
    key: str
    by: str
    kind: str
    badge: Markup
    initials: str
    iso: str
    at: str
    body: Markup
    language: str
    is_card: bool
    mine: bool
    private: bool
    edited: bool
    menu: tuple[tuple[str, Markup], ...]
    thread: str | None
    thread_words: Markup | None
    thread_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The messages of one day."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Draws messages for one tab: the page in its language, a private reply in the reader's.

    What everyone sees is in the language of the community, and an answer in front of all in that of
    the person who is answered, as on every platform.
    """

    town: Town
    glance: Glance
    chrome: Look
    answers: Look
    public: Look
    community: str

    def of(self, place: Place) -> tuple[Day, ...]:
        """Draw what stands in a place, day by day."""
        level = 2 if place.thread is None else 3
        entries = self.town.world.in_place(place, self.glance.user)[-NEWEST:]
        return tuple(
            Day(
                name=day_words(at, self.chrome.locale, self.chrome.zone),
                lines=tuple(self.line(entry, level=level) for entry in group),
            )
            for group in _by_day(entries, self.chrome.zone)
            for at in [group[0].at]
        )

    def line(self, entry: Entry, *, level: int, in_thread: bool = False) -> Line:
        """Draw one message. ``in_thread`` draws the message that a thread hangs on."""
        world, user = self.town.world, self.glance.user
        author = None if entry.by is None else world.people.get(entry.by)
        own = f"{'r' if in_thread else 'm'}-{entry.id}"
        thread = None if in_thread or entry.thread is None else self.glance.link(side=entry.id)
        return Line(
            id=own,
            key=entry.id,
            by="Common Ground" if author is None else author.name,
            kind="bot" if author is None else kind_of(author),
            badge=self.chrome.say("town.role.bot")
            if author is None
            else self.chrome.words(role_words(author)),
            initials="CG" if author is None else author.initials,
            iso=entry.at.isoformat(),
            at=hour_words(entry.at, self.chrome.locale, self.chrome.zone),
            body=self._body(entry, own, level),
            language=self._look(entry).locale,
            is_card=isinstance(entry.said, Card),
            mine=entry.by == user,
            private=entry.only_for is not None,
            edited=entry.edits > 0,
            menu=self._menu(entry),
            thread=thread,
            thread_words=None if thread is None else self._thread_words(entry),
            thread_open=self.glance.side == entry.id,
        )

    def home(self) -> Line | None:
        """Draw the person's own panel."""
        entry = self.town.world.entries.get(f"home-{self.glance.user}")
        return None if entry is None else self.line(entry, level=2)

    def _look(self, entry: Entry) -> Look:
        own = entry.only_for is not None or entry.place.channel.startswith("@")
        if own or not entry.locale:
            return self.answers if own else self.public
        return replace(self.public, locale=entry.locale)

    def _body(self, entry: Entry, name: str, level: int) -> Markup:
        if not isinstance(entry.said, Card):
            return self.chrome.words(entry.said)

        def token(action: Action) -> str:
            return self.town.inbound.token(self.community, action)

        def picture(number: int, _: Picture) -> str:
            return self.glance.link(f"/picture/{entry.id}/{number}.png")

        drawn = Drawn(name=name, level=level, token=token, picture=picture)
        return self._look(entry).card(entry.said, drawn=drawn)

    def _menu(self, entry: Entry) -> tuple[tuple[str, Markup], ...]:
        if entry.only_for is not None or entry.id.startswith("home-"):
            return ()
        menus = self.town.inbound.dispatcher.routes.menus.values()
        return tuple((menu.name, self.chrome.words(menu.label)) for menu in menus)

    def _thread_words(self, entry: Entry) -> Markup:
        assert entry.thread is not None  # noqa: S101  (asked only of a message with a thread)
        answers = len(self.town.world.in_place(entry.thread, self.glance.user))
        if not answers:
            return self.chrome.say("town.thread.open")
        return self.chrome.say("town.thread.replies", n=answers)


def _by_day(entries: tuple[Entry, ...], zone: str) -> list[tuple[Entry, ...]]:
    days = groupby(entries, key=lambda entry: day_of(entry.at, zone))
    return [tuple(group) for _, group in days]
