"""A person of the town, in tests: what they do, and what they see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.adapters.town.in_front import Asking, OpenForm
from bot.adapters.town.neighbours import PLATFORM
from bot.adapters.town.town import Town
from bot.adapters.town.world import GENERAL, Entry
from bot.core.cards import Button, Card, Choice
from bot.core.dispatch import Reply
from bot.core.forms import Corrections, Form
from bot.core.people import PersonRef, Role
from bot.core.places import Place
from bot.core.text import Message
from tests.support.reading import read


class Somewhere(Protocol):
    """A channel or thread, as ``town.channel(…)`` gives it."""

    @property
    def place(self) -> Place:
        """Where it is."""
        ...


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

    def goes_to(self, room: str | Somewhere) -> Someone:
        """Go to a channel (by name or purpose) or into a thread; what is typed is typed there."""
        self.in_ = self.town.world.place(room) if isinstance(room, str) else room.place
        return self

    async def says(self, line: str) -> Card | Form | Corrections | None:
        """Type a line here: ``/ask``, ``@commonground …``, or words to the neighbours."""
        return _shown(await self.town.inbound.says(self.user, self.in_, line, self.locale))

    async def writes_directly(self, line: str) -> Card | Form | Corrections | None:
        """Write to the bot in a direct message."""
        place = self.town.world.letters(self.user)
        return _shown(await self.town.inbound.says(self.user, place, line, self.locale))

    async def presses(
        self, button: str, *, on: Card | None = None, sure: bool = True
    ) -> Card | Form | Corrections | None:
        """Press the newest button in sight, by its label or by its action's name.

        A button that asks once more is answered with yes unless ``sure`` is false.
        """
        entry, action = self._find(button, on)
        inbound = self.town.inbound
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
                            inbound = self.town.inbound
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
        menus = self.town.inbound.dispatcher.routes.menus.values()
        name = next(m.name for m in menus if menu in {m.name, read(m.label, self.locale)})
        entry = next(e for e in self._entries() if words in words_of(e, self.locale))
        return _shown(await self.town.inbound.points(self.user, entry, name, self.locale))

    async def opens_home(self) -> Card:
        """Open their own panel."""
        shown = _shown(await self.town.inbound.opens_home(self.user, self.locale))
        assert isinstance(shown, Card)
        return shown

    def closes_form(self) -> None:
        """Close the form without sending it."""
        self.town.inbound.closes(self.user)

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
        return "\n".join(words_of(e, self.locale) for e in self.town.world.on_screen(self.user))

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
        inbound = who.town.inbound
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


def words_of(entry: Entry, locale: str) -> str:
    locale = entry.locale or locale
    title = "" if entry.title is None else f"\n{read(entry.title, locale)}"
    return read(entry.said, locale) + title
