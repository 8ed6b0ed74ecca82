"""The world of the town, all of it in memory: people, channels, messages, private replies.

It knows what any chat platform knows and nothing of dialogue. Only :mod:`.outbound` puts the
bot's cards here and only :mod:`.inbound` reads what people do. Nothing is ever written to a disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.adapters.town.in_front import Asking, OpenForm
from bot.adapters.town.neighbours import CAST, PLATFORM, Neighbour
from bot.core.cards import Card
from bot.core.ids import new_id
from bot.core.people import PersonRef, Role
from bot.core.places import MessageRef, Place, Purpose
from bot.core.ports import Clock, Event
from bot.core.text import Line, Verbatim

GENERAL: Final = "general"
_STAFF: Final = {
    Purpose.QUEUE: frozenset({Role.LIAISON, Role.ORGANIZER}),
    Purpose.TRIAGE: frozenset({Role.ORGANIZER}),
    Purpose.FEEDBACK: frozenset({Role.ORGANIZER}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel and what it is for. One that serves only staff is seen by that staff alone."""

    name: str
    purposes: tuple[Purpose, ...] = ()

    @property
    def readers(self) -> frozenset[Role] | None:
        """Who sees it; ``None`` is everyone."""
        if not self.purposes or any(p not in _STAFF for p in self.purposes):
            return None
        return frozenset[Role]().union(*(_STAFF[p] for p in self.purposes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message. ``by`` is ``None`` when the bot speaks; ``only_for`` marks a private reply.

    ``view`` says that it shows something the bot keeps, and that only the bot takes it down.
    ``locale`` is the language of the person whom it answers in front of all, if it answers one.
    """

    id: str
    place: Place
    said: Card | Verbatim = field(repr=False)
    at: datetime
    by: str | None = None
    only_for: str | None = None
    view: bool = False
    thread: Place | None = None
    title: Line | None = None
    edits: int = 0
    locale: str = ""

    @property
    def ref(self) -> MessageRef:
        """How the bot finds it again."""
        return MessageRef(place=self.place, message=self.id)


class World:
    """Who is here and what has been said. ``version`` grows with every change."""

    def __init__(
        self,
        *,
        tenant: str,
        channels: Sequence[Channel],
        groups: Mapping[str, Role],
        clock: Clock,
        cast: Iterable[Neighbour] = CAST,
    ) -> None:
        """Found the town. ``groups`` are its staff groups and the role that each means."""
        self.tenant = tenant
        self.clock = clock
        self._groups = dict(groups)
        self.people = {neighbour.user: neighbour for neighbour in cast}
        self.channels = {c.name: c for c in (Channel(name=GENERAL), *channels)}
        self.entries: dict[str, Entry] = {}
        self.events: dict[str, Event] = {}
        self.in_front: dict[str, OpenForm | Asking] = {}
        self.pinged: list[PersonRef] = []
        self.version = 0
        self._epoch = new_id()[:8]
        self._change = asyncio.Event()
        self._places: dict[str, list[str]] = {}
        self._seen: dict[tuple[str, str], int] = {}

    def start_over(self) -> None:
        """Clear away what people said and what was said to them; what the bot shows stays."""
        for entry in tuple(self.entries.values()):
            if not entry.view:
                self.remove(entry)
        self.in_front.clear()
        self.touch()

    # ---- change ------------------------------------------------------------------------------

    def touch(self) -> None:
        """Say that something changed."""
        self.version += 1
        changed, self._change = self._change, asyncio.Event()
        changed.set()

    @property
    def stamp(self) -> str:
        """What tells one state of the world from any other, of this start or another."""
        return f"{self._epoch}.{self.version}"

    async def changed(self, since: int) -> int:
        """Wait until the world is newer than ``since``; return its version."""
        while self.version <= since:
            await self._change.wait()
        return self.version

    # ---- people ------------------------------------------------------------------------------

    def settle(self, neighbour: Neighbour) -> None:
        """Have someone move in, or change who they are."""
        self.people[neighbour.user] = neighbour
        self.touch()

    async def of(self, tenant: str, user: str) -> Sequence[str]:
        """Return the staff groups of a person, for work that no press of theirs begins."""
        del tenant
        return self.groups_of(user)

    def groups_of(self, user: str) -> tuple[str, ...]:
        """Return the staff groups of a person, as the platform knows them."""
        roles = self.people[user].roles
        return tuple(group for group, role in self._groups.items() if role in roles)

    # ---- places ------------------------------------------------------------------------------

    def place(self, channel: str) -> Place:
        """Return a channel, by its name or by what it is for."""
        for found in self.channels.values():
            if channel == found.name or channel in found.purposes:
                return Place(platform=PLATFORM, tenant=self.tenant, channel=found.name)
        raise KeyError(channel)

    def letters(self, user: str) -> Place:
        """Return where a person and the bot write to each other directly."""
        return Place(platform=PLATFORM, tenant=self.tenant, channel=f"@{user}")

    def home(self, user: str) -> Place:
        """Return the place of a person's own panel and of the private replies to it."""
        return replace(self.letters(user), thread=f"home-{user}")

    def exists(self, place: Place) -> bool:
        """Whether something can be said there."""
        if place.platform != PLATFORM or place.tenant != self.tenant:
            return False
        if place.thread is not None and place.thread not in self.entries:
            return False
        return place.channel in self.channels or place.channel.removeprefix("@") in self.people

    def sees(self, user: str, place: Place) -> bool:
        """Whether a person can read a place."""
        if place.channel.startswith("@"):
            return place.channel == f"@{user}"
        channel = self.channels.get(place.channel)
        if channel is None:
            return False
        return channel.readers is None or not channel.readers.isdisjoint(self.people[user].roles)

    # ---- messages ----------------------------------------------------------------------------

    def add(
        self,
        place: Place,
        said: Card | Verbatim,
        *,
        by: str | None = None,
        only_for: str | None = None,
        view: bool = False,
        locale: str = "",
    ) -> Entry:
        """Put a message into a place, below the others."""
        entry = Entry(
            id=new_id(),
            place=place,
            said=said,
            at=self.clock.now(),
            by=by,
            only_for=only_for,
            view=view,
            locale=locale,
        )
        self.entries[entry.id] = entry
        self._places.setdefault(place.key, []).append(entry.id)
        if isinstance(said, Card):
            self.pinged.extend(said.notify)
        self.touch()
        return entry

    def draw_home(self, user: str, card: Card) -> Entry:
        """Draw a person's own panel: one message, in a place of its own, that nobody else sees.

        It is drawn whenever it is looked at, so drawing it is no news.
        """
        place = self.home(user)
        entry = Entry(id=f"home-{user}", place=place, said=card, at=self.clock.now())
        self.entries[entry.id] = entry
        return entry

    def change(self, entry: Entry, *, said: Card) -> Entry:
        """Draw a message of the bot again. A new drawing pings nobody."""
        changed = replace(entry, said=said, edits=entry.edits + 1)
        self.entries[entry.id] = changed
        self.touch()
        return changed

    def branch(self, entry: Entry, title: Line) -> Place:
        """Open the thread of a message, or return the one that it has."""
        if entry.thread is not None:
            return entry.thread
        thread = replace(entry.place, thread=entry.id)
        self.entries[entry.id] = replace(entry, thread=thread, title=title)
        self.touch()
        return thread

    def remove(self, entry: Entry) -> None:
        """Take a message away. Its thread, if it has one, goes with it."""
        self.entries.pop(entry.id, None)
        ids = self._places.get(entry.place.key, [])
        if entry.id in ids:
            ids.remove(entry.id)
        self.touch()

    def in_place(self, place: Place, user: str | None = None) -> tuple[Entry, ...]:
        """Return what stands in a place, oldest first: for everyone, or as ``user`` sees it."""
        if user is not None and not self.sees(user, place):
            return ()
        found = (self.entries[i] for i in self._places.get(place.key, ()))
        return tuple(e for e in found if e.only_for is None or e.only_for == user)

    def on_screen(self, user: str) -> tuple[Entry, ...]:
        """Return everything that a person can see anywhere, oldest first."""
        return tuple(
            e
            for e in self.entries.values()
            if e.only_for in {None, user} and self.sees(user, e.place)
        )

    # ---- what is new -------------------------------------------------------------------------

    def mark_seen(self, user: str, place: Place) -> None:
        """Note that a person has looked at a place."""
        self._seen[user, place.key] = len(self._places.get(place.key, ()))

    def unseen(self, user: str, place: Place) -> int:
        """Count what came to a place since the person looked."""
        seen = self._seen.get((user, place.key), 0)
        fresh = self._places.get(place.key, [])[seen:]
        return sum(self.entries[i].only_for in {None, user} for i in fresh)
