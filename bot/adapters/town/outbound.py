"""The bot's side of the town: the platform port over the world, as strict as a real platform."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.adapters.town.limits import check_card, check_event, check_thread_title
from bot.adapters.town.neighbours import PLATFORM
from bot.adapters.town.world import Entry, World
from bot.core.cards import Card
from bot.core.ids import new_id
from bot.core.people import PersonRef
from bot.core.places import Delivery, MessageRef, Place, Way
from bot.core.ports import Capabilities, Event, Undeliverable
from bot.core.text import Line


@dataclass(slots=True)
class TownPlatform:
    """Shows cards in the town. What a real platform refuses is refused here too."""

    world: World
    name: str = PLATFORM
    _shown: dict[str, MessageRef] = field(default_factory=dict)

    def capabilities(self) -> Capabilities:
        """Everything is native here."""
        return Capabilities(threads=True, whispers_outside_gestures=True, events=True)

    async def post(self, place: Place, card: Card, *, key: str) -> MessageRef:
        """Show ``card`` in ``place``. The same key shows once."""
        check_card(card)
        if not self.world.exists(place):
            raise Undeliverable("channel_gone")
        known = self._shown.get(key)
        if known is not None and known.message in self.world.entries and known.place == place:
            return known
        self._shown[key] = self.world.add(place, card, view=True).ref
        return self._shown[key]

    async def edit(self, message: MessageRef, card: Card, *, key: str) -> None:
        """Draw ``message`` again; drawing what stands there already changes nothing."""
        del key  # drawing the same card twice looks the same
        check_card(card)
        entry = self._entry(message)
        if entry.said != card:
            self.world.change(entry, said=card)

    async def retract(self, message: MessageRef, *, key: str) -> None:
        """Take ``message`` back."""
        del key  # gone is gone
        entry = self.world.entries.get(message.message)
        if entry is not None:
            self.world.remove(entry)

    async def whisper(self, place: Place, person: PersonRef, card: Card, *, key: str) -> Delivery:
        """Show ``card`` to one person where they are; where they are not, directly."""
        neighbour = self.world.people.get(person.user)
        if neighbour is None or not self.world.exists(place):
            raise Undeliverable("person_gone" if neighbour is None else "channel_gone")
        if not self.world.sees(person.user, place):
            return await self.direct(person, card, key=key)
        check_card(card)
        if key not in self._shown:
            self._shown[key] = self.world.add(place, card, only_for=person.user).ref
        return Delivery(message=self._shown[key], way=Way.WHISPER)

    async def direct(self, person: PersonRef, card: Card, *, key: str) -> Delivery:
        """Send ``card`` to one person, unless they take no direct messages."""
        neighbour = self.world.people.get(person.user)
        if neighbour is None or neighbour.closed:
            raise Undeliverable("person_gone" if neighbour is None else "cannot_message")
        message = await self.post(self.world.letters(person.user), card, key=key)
        return Delivery(message=message, way=Way.DIRECT)

    async def open_thread(self, message: MessageRef, title: Line, *, key: str) -> Place:
        """Open the thread of ``message``, or return the one that exists."""
        del key  # a message has one thread
        check_thread_title(title)
        if message.place.thread is not None:
            raise Undeliverable("no_thread_in_thread")
        return self.world.branch(self._entry(message), title)

    async def publish_home(self, person: PersonRef, card: Card, *, key: str) -> None:
        """Draw a person's own panel."""
        del key  # the newest drawing stands
        check_card(card)
        if person.user not in self.world.people:
            raise Undeliverable("person_gone")
        self.world.draw_home(person.user, card)
        self.world.touch()

    async def announce_event(
        self, place: Place, event: Event | None, *, known: str | None, key: str
    ) -> str | None:
        """Enter, change or remove a meeting in the town's calendar."""
        del key  # ``known`` says which one
        if not self.world.exists(place):
            raise Undeliverable("channel_gone")
        if event is None:
            self.world.events.pop(known or "", None)
            self.world.touch()
            return None
        check_event(event, self.world.clock.now(), known=known is not None)
        entered = known if known is not None and known in self.world.events else new_id()
        self.world.events[entered] = event
        self.world.touch()
        return entered

    def _entry(self, message: MessageRef) -> Entry:
        entry = self.world.entries.get(message.message)
        if entry is None or entry.place != message.place:
            raise Undeliverable("message_gone")
        return entry
