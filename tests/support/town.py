"""The town in plain English: tests say what people do and look at what they see.

``tests/README.md`` shows how. A person acts in a place (``#general`` at first); whatever the bot
answers at once is there when the call returns, and ``town.settles()`` waits for what follows.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.adapters.town import town as the_town
from bot.adapters.town.clock import TownClock
from bot.adapters.town.in_front import Asking, OpenForm
from bot.adapters.town.neighbours import PLATFORM, Neighbour
from bot.adapters.town.world import GENERAL, Entry
from bot.compose import App, opened
from bot.core.cards import (
    Button,
    Card,
    Choice,
)
from bot.core.dispatch import Reply
from bot.core.forms import Corrections, Form
from bot.core.people import PersonRef, Role
from bot.core.places import Place
from bot.core.text import Message
from bot.settings import load
from tests.support.clock import A_TUESDAY
from tests.support.reading import read


@asynccontextmanager
async def open_town(data: Path, *, at: datetime = A_TUESDAY) -> AsyncGenerator[Town]:
    """Open the whole bot on a database in ``data``, with the example community; time stands still."""
    settings = load({"DATA_DIR": str(data)})
    async with opened(settings, clock=TownClock(still_at=at), migrate=True) as app:
        yield Town(app.town, app)


class Town:
    """The town as a test lives in it."""

    def __init__(self, town: the_town.Town, app: App | None = None) -> None:
        """Look at a running town; ``app`` is the whole bot behind it."""
        self._app = app
        self.inner = town
        self.world = town.world
        self.clock = Clock(town)

    @property
    def app(self) -> App:
        """The whole bot, for the few tests that look behind the counter."""
        assert self._app is not None, "this town has no bot behind it"
        return self._app

    def someone(
        self, user: str, *roles: Role, locale: str = "en", takes_messages: bool = True
    ) -> Someone:
        """Return a person of the town with exactly these roles; a stranger moves in first."""
        known = self.world.people.get(user, Neighbour(user=user, name=user.capitalize()))
        self.world.settle(replace(known, roles=frozenset(roles), closed=not takes_messages))
        return Someone(self, user, locale)

    def channel(self, name: str) -> Room:
        """Return a channel by its name or by what it is for (``queue``)."""
        return Room(self, self.world.place(name))

    async def settles(self) -> None:
        """Wait until the bot has done everything that is due."""
        await self.inner.settle()

    @property
    def pinged(self) -> list[PersonRef]:
        """Everyone whom a card made a sound for, in order."""
        return self.world.pinged


@dataclass(frozen=True)
class Clock:
    """The town's clock: ``await town.clock.move(days=1)``."""

    _town: the_town.Town

    def now(self) -> datetime:
        """Return the present instant."""
        return self._town.clock.now()

    async def move(
        self, *, weeks: float = 0, days: float = 0, hours: float = 0, minutes: float = 0
    ) -> None:
        """Move forward, stopping wherever something falls due; return when all of it is done."""
        await self._town.move(timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes))


@dataclass(frozen=True)
class Room:
    """A channel or a thread."""

    town: Town
    place: Place

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What everyone who may read here sees, oldest first."""
        return tuple(e for e in self.town.world.in_place(self.place) if e.only_for is None)

    @property
    def cards(self) -> tuple[Card, ...]:
        """The bot's cards here, oldest first."""
        return tuple(e.said for e in self.entries if isinstance(e.said, Card))

    @property
    def text(self) -> str:
        """All words here, in English."""
        return "\n".join(_words_of(e, "en") for e in self.entries)

    @property
    def threads(self) -> tuple[Room, ...]:
        """The threads that were opened here, oldest first."""
        return tuple(Room(self.town, e.thread) for e in self.entries if e.thread is not None)

    def delete(self, number: int = -1) -> None:
        """Delete a message by hand, as a moderator of the platform can."""
        self.town.world.remove(self.entries[number])


@dataclass
class Someone:
    """A person: what they do, and what they see."""

    town: Town
    user: str
    locale: str = "en"
    in_: Place = field(init=False)

    def __post_init__(self) -> None:
        """Start in #general."""
        self.in_ = self.town.world.place(GENERAL)

    @property
    def person(self) -> PersonRef:
        """The account, as the core knows it."""
        return PersonRef(platform=PLATFORM, user=self.user)

    # ---- what they do ------------------------------------------------------------------------

    def goes_to(self, room: str | Room) -> Someone:
        """Go to a channel (by name or purpose) or into a thread; what is typed is typed there."""
        self.in_ = room.place if isinstance(room, Room) else self.town.world.place(room)
        return self

    async def says(self, line: str) -> Card | Form | Corrections | None:
        """Type a line here: ``/ask``, ``@commonground …``, or words to the neighbours."""
        return _shown(await self.town.inner.inbound.says(self.user, self.in_, line, self.locale))

    async def writes_directly(self, line: str) -> Card | Form | Corrections | None:
        """Write to the bot in a direct message."""
        place = self.town.world.letters(self.user)
        return _shown(await self.town.inner.inbound.says(self.user, place, line, self.locale))

    async def presses(
        self, button: str, *, on: Card | None = None, sure: bool = True
    ) -> Card | Form | Corrections | None:
        """Press the newest button in sight, by its label or by its action's name.

        A button that asks once more is answered with yes unless ``sure`` is false.
        """
        entry, action = self._find(button, on)
        inbound = self.town.inner.inbound
        token = inbound.token(await inbound.community(), action.action)
        return _shown(await inbound.presses(self.user, entry, token, self.locale, sure=sure))

    async def chooses(
        self, option: str, *, of: str = "", on: Card | None = None
    ) -> Card | Form | Corrections | None:
        """Take an option, by its label or value, of the newest choice in sight that has it.

        ``of`` narrows it to a choice with that label or action name.
        """
        for entry in self._cards(on):
            for control in _card(entry).actions:
                if isinstance(control, Choice) and (not of or self._named(control, of)):
                    for offered in control.options:
                        if option in {offered.value, read(offered.label, self.locale)}:
                            inbound = self.town.inner.inbound
                            token = inbound.token(await inbound.community(), control.action)
                            return _shown(
                                await inbound.presses(
                                    self.user, entry, token, self.locale, chosen=offered.value
                                )
                            )
        raise AssertionError(f"{self.user} sees no option {option!r}; only:\n{self.screen}")

    def fills(self, **answers: str | Sequence[str] | bool) -> Filled:
        """Fill the open form by field name; ``True`` ticks a consent. Then ``await ….sends()``."""
        return Filled(self, dict(answers))

    async def points_at(self, words: str, menu: str) -> Card | Form | Corrections | None:
        """Pick an entry (by label or name) of the menu of the newest message with ``words``."""
        menus = self.town.inner.inbound.dispatcher.routes.menus.values()
        name = next(m.name for m in menus if menu in {m.name, read(m.label, self.locale)})
        entry = next(e for e in self._entries() if words in _words_of(e, self.locale))
        return _shown(await self.town.inner.inbound.points(self.user, entry, name, self.locale))

    async def opens_home(self) -> Card:
        """Open their own panel."""
        shown = _shown(await self.town.inner.inbound.opens_home(self.user, self.locale))
        assert isinstance(shown, Card)
        return shown

    def closes_form(self) -> None:
        """Close the form without sending it."""
        self.town.inner.inbound.closes(self.user)

    def becomes(self, *roles: Role) -> Someone:
        """Hold these roles from now on, and no others."""
        known = self.town.world.people[self.user]
        self.town.world.settle(replace(known, roles=frozenset(roles)))
        return self

    # ---- what they see -----------------------------------------------------------------------

    @property
    def form(self) -> Form:
        """The form in front of them."""
        return self._open().form

    @property
    def has_form(self) -> bool:
        """Whether a form is in front of them."""
        return isinstance(self.town.world.in_front.get(self.user), OpenForm)

    @property
    def typed(self) -> Mapping[str, str | tuple[str, ...]]:
        """What stands in the form after it came back with corrections."""
        given = self._open().given
        return {} if given is None else given.values

    @property
    def wrong(self) -> dict[str, str]:
        """What must be mended in the form: field name to sentence."""
        found = self._open().wrong
        return {} if found is None else {n: read(m, self.locale) for n, m in found.fields}

    @property
    def asked(self) -> str:
        """The question that a button asks before it acts."""
        asking = self.town.world.in_front.get(self.user)
        assert isinstance(asking, Asking), f"nothing asks {self.user}"
        assert asking.button.confirm is not None
        return read(asking.button.confirm, self.locale)

    @property
    def private(self) -> tuple[Card, ...]:
        """The private replies that only they see, oldest first."""
        entries = self.town.world.on_screen(self.user)
        return tuple(_card(e) for e in entries if e.only_for == self.user)

    @property
    def direct(self) -> tuple[Card, ...]:
        """The bot's direct messages to them, oldest first."""
        entries = self.town.world.in_place(self.town.world.letters(self.user), self.user)
        return tuple(e.said for e in entries if isinstance(e.said, Card) and e.only_for is None)

    @property
    def screen(self) -> str:
        """All words they can see anywhere, in their language."""
        return "\n".join(_words_of(e, self.locale) for e in self.town.world.on_screen(self.user))

    def sees(self, words: str) -> bool:
        """Whether these words stand anywhere they can see."""
        return words in self.screen

    def sees_button(self, button: str) -> bool:
        """Whether a button or choice of this label or action name is in sight."""
        return any(
            self._named(control, button)
            for entry in self._cards(None)
            for control in _card(entry).actions
            if isinstance(control, Button | Choice)
        )

    def reads(self, thing: Card | Form | Message) -> str:
        """Read something in their own language."""
        return read(thing, self.locale)

    # ---- how it is found ---------------------------------------------------------------------

    def _open(self) -> OpenForm:
        found = self.town.world.in_front.get(self.user)
        assert isinstance(found, OpenForm), f"no form is in front of {self.user}"
        return found

    def _entries(self) -> Iterator[Entry]:
        return reversed(self.town.world.on_screen(self.user))

    def _cards(self, on: Card | None) -> Iterator[Entry]:
        for entry in self._entries():
            if isinstance(entry.said, Card) and (on is None or on == entry.said):
                yield entry

    def _named(self, control: Button | Choice, name: str) -> bool:
        return name in {control.action.name, read(control.label, self.locale)}

    def _find(self, button: str, on: Card | None) -> tuple[Entry, Button]:
        for entry in self._cards(on):
            for control in _card(entry).actions:
                if isinstance(control, Button) and self._named(control, button):
                    return entry, control
        raise AssertionError(f"{self.user} sees no button {button!r}; only:\n{self.screen}")


@dataclass
class Filled:
    """A form filled in, not sent yet."""

    someone: Someone
    answers: dict[str, str | Sequence[str] | bool]

    async def sends(self) -> Card | Form | Corrections | None:
        """Send it. What was not filled keeps what stands in the form."""
        who = self.someone
        form = who._open()
        names = {f.name for f in form.form.fields}
        unknown = set(self.answers) - names
        assert not unknown, f"the form has no {unknown}, only {names}"
        values = {**form.standing, **{n: _value(v) for n, v in self.answers.items()}}
        inbound = who.town.inner.inbound
        return _shown(await inbound.submits(who.user, form.id, values, who.locale))


def _value(given: str | Sequence[str] | bool) -> str | tuple[str, ...]:
    match given:
        case bool():
            return "yes" if given else ""
        case str():
            return given
        case _:
            return tuple(given)


def _shown(reply: Reply | None) -> Card | Form | Corrections | None:
    return None if reply is None else reply.shown


def _card(entry: Entry) -> Card:
    assert isinstance(entry.said, Card)
    return entry.said


def _words_of(entry: Entry, locale: str) -> str:
    title = "" if entry.title is None else f"\n{read(entry.title, locale)}"
    return read(entry.said, locale) + title
