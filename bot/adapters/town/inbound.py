"""People's side of the town: what they type and press becomes gestures, and is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.adapters.town.in_front import Asking, OpenForm
from bot.adapters.town.limits import LINE, NoPlatformTakesIt, check_card, check_form
from bot.adapters.town.neighbours import PLATFORM
from bot.adapters.town.world import Entry, World
from bot.core.actions import Action, Signer, act
from bot.core.cards import Button, Card
from bot.core.communities import NOWHERE, Community, Directory
from bot.core.dispatch import Dispatcher, Reply, refusal_card
from bot.core.errors import NotFound, NotSetUp, StaleButton, TooLong
from bot.core.forms import Answers, Corrections, Form, PickMany
from bot.core.gestures import (
    AnyGesture,
    Called,
    Common,
    HomeOpened,
    Pointed,
    Press,
    Said,
    Submitted,
)
from bot.core.ids import new_id
from bot.core.people import Actor
from bot.core.places import MessageRef, Place
from bot.core.routes import Responds
from bot.core.text import Verbatim
from bot.i18n.voice import plain_voice

MENTION: Final = "@commonground"
_UNKNOWN: Final = act("town.unknown")


@dataclass(frozen=True, slots=True)
class Inbound:
    """Carries out what people do, through the same dispatcher as every platform."""

    world: World
    dispatcher: Dispatcher
    signer: Signer
    directory: Directory

    async def home(self) -> Community | None:
        """Return the community that the town belongs to, once it is set up."""
        try:
            return await self.directory.community_at(PLATFORM, self.world.tenant)
        except NotSetUp:
            return None

    async def community(self) -> str:
        """Return the id under which people act here."""
        home = await self.home()
        return NOWHERE if home is None else home.id

    async def locale(self, user: str, locale: str) -> str:
        """Return the language in which a person is answered: the one chosen, else the client's."""
        return await self.directory.locale(self.world.people[user].person) or locale

    async def says(self, user: str, place: Place, line: str, locale: str) -> Reply | None:
        """Type a line: a command, words to the bot, or words to the neighbours."""
        if not line.strip():
            return None
        if len(line) > LINE:
            called = Called(**await self._common(user, place, locale), command="", words=line)
            refused = refusal_card(TooLong(at_most=LINE, length=len(line)), called)
            return self._show(called, Reply(Responds.PRIVATELY, refused, refused=True))
        if line.lstrip().startswith("/"):
            return await self._calls(user, place, line.strip(), locale)
        entry = self.world.add(place, Verbatim(line), by=user)
        if not place.channel.startswith("@") and MENTION not in line.lower():
            return None
        common = await self._common(user, place, locale)
        words = Verbatim(_without_mention(line))
        return await self._answer(Said(**common, message=entry.ref, words=words))

    async def presses(
        self,
        user: str,
        entry: Entry,
        token: str,
        locale: str,
        *,
        chosen: str = "",
        sure: bool = False,
    ) -> Reply | None:
        """Press a button of a card, or take an option of its choice.

        A button that asks first is carried out when ``sure``; before, it only asks.
        """
        button = await self._button(entry, token)
        if button is not None and button.confirm is not None and not sure:
            self._put_in_front(user, Asking(button=button, token=token, entry=entry.id))
            return None
        self.closes(user)
        common = await self._common(user, entry.place, locale)
        try:
            action = self.signer.read(common["actor"].community, token)
        except StaleButton:
            action = _UNKNOWN  # no route answers it, so the dispatcher says what is to be said
        return await self._answer(Press(**common, message=entry.ref, action=action, chosen=chosen))

    async def submits(
        self, user: str, form_id: str, values: Mapping[str, str | tuple[str, ...]], locale: str
    ) -> Reply | None:
        """Send the form in front of the person. One that is gone was sent already."""
        open_form = self.world.in_front.get(user)
        if not isinstance(open_form, OpenForm) or open_form.id != form_id:
            return None
        answers = Answers({n: v for n, v in values.items() if n in _names(open_form.form)})
        common = await self._common(user, open_form.place, locale)
        common["key"] = f"town:{form_id}:{open_form.tries}"  # sent twice, it counts once
        submitted = Submitted(
            **common, message=open_form.message, action=open_form.form.action, answers=answers
        )
        reply = await self.dispatcher.answer(submitted)
        if isinstance(reply.shown, Corrections):
            tries = open_form.tries + 1
            mended = replace(open_form, given=answers, wrong=reply.shown, tries=tries)
            self._put_in_front(user, mended)
            return reply
        if self.world.in_front.get(user) is open_form:
            self.closes(user)
        return self._show(submitted, reply)

    async def points(self, user: str, entry: Entry, menu: str, locale: str) -> Reply:
        """Pick an entry from the menu of a message."""
        common = await self._common(user, entry.place, locale)
        words = Verbatim(self.words_of(entry, locale))
        return await self._answer(Pointed(**common, message=entry.ref, menu=menu, words=words))

    async def opens_home(self, user: str, locale: str) -> Reply:
        """Open a person's own panel; it is drawn anew each time."""
        common = await self._common(user, self.world.home(user), locale)
        reply = await self.dispatcher.answer(HomeOpened(**common))
        if isinstance(reply.shown, Card):
            check_card(reply.shown)
            self.world.draw_home(user, reply.shown)
        return reply

    def gathered(
        self, user: str, given: Mapping[str, Sequence[str]]
    ) -> dict[str, str | tuple[str, ...]]:
        """Read the answers that a page sent, field by field of the form in front of the person."""
        open_form = self.world.in_front.get(user)
        if not isinstance(open_form, OpenForm):
            return {}
        return {
            field.name: tuple(given.get(field.name, ()))
            if isinstance(field, PickMany)
            else "".join(given.get(field.name, ())[-1:])
            for field in open_form.form.fields
        }

    async def suggests(self, user: str, line: str) -> Sequence[str]:
        """Complete what is being typed after a command, over public things only."""
        try:
            read = self.dispatcher.routes.parse(line)
        except NotFound:
            return ()
        for parameter in read.command.parameters:
            if parameter.suggest is not None and read.given.get(parameter.name, ""):
                return await parameter.suggest(await self.actor(user), read.given[parameter.name])
        return ()

    def closes(self, user: str) -> None:
        """Close what is in front of a person; nothing of it is kept."""
        if self.world.in_front.pop(user, None) is not None:
            self.world.touch()

    def words_of(self, entry: Entry, locale: str) -> str:
        """Return what stands in a message, as a platform hands it to its message menu."""
        if isinstance(entry.said, Verbatim):
            return entry.said.words
        return plain_voice(locale, "UTC")(entry.said.title)

    async def actor(self, user: str) -> Actor:
        """Return the person with the roles held at this moment."""
        community = await self.community()
        roles = await self.directory.roles(
            community, PLATFORM, self.world.tenant, self.world.groups_of(user)
        )
        person = self.world.people[user].person
        return Actor(person=person, community=community, roles=roles)

    async def _calls(self, user: str, place: Place, line: str, locale: str) -> Reply:
        common = await self._common(user, place, locale)
        try:
            read = self.dispatcher.routes.parse(line)
        except NotFound:
            return await self._answer(Called(**common, command="", words=line))
        return await self._answer(
            Called(**common, command=read.command.name, given=read.given, words=read.words)
        )

    async def _common(self, user: str, place: Place, locale: str) -> Common:
        actor = await self.actor(user)
        chosen = await self.directory.locale(actor.person)
        return Common(key=f"town:{new_id()}", actor=actor, place=place, locale=chosen or locale)

    async def _button(self, entry: Entry, token: str) -> Button | None:
        """Return the button of the card as it stands now that bears ``token``."""
        if not isinstance(entry.said, Card):
            return None
        community = await self.community()
        for control in entry.said.actions:
            if isinstance(control, Button) and self.token(community, control.action) == token:
                return control
        return None

    def token(self, community: str, action: Action) -> str:
        """Sign an action as the cards of this town carry it."""
        return self.signer.token(community, action)

    async def _answer(self, gesture: AnyGesture) -> Reply:
        return self._show(gesture, await self.dispatcher.answer(gesture))

    def _show(self, gesture: AnyGesture, reply: Reply) -> Reply:
        """Put an answer where it belongs. What no platform could show is an error."""
        user = gesture.actor.person.user
        match reply.shown, reply.responds:
            case Form() as form, Responds.FORM:
                check_form(form)
                self._put_in_front(user, _opened(form, gesture))
            case Form() as form, _:
                message = f"{form.action.name}: only a route that declares FORM opens a form"
                raise NoPlatformTakesIt(message)
            case Card() as card, _:
                check_card(card)
                self._show_card(gesture, card, reply)
            case _:
                pass
        return reply

    def _show_card(self, gesture: AnyGesture, card: Card, reply: Reply) -> None:
        pressed = self._pressed(gesture.message)
        if reply.responds is Responds.PUBLICLY:
            self.world.add(gesture.place, card, locale=gesture.locale)
        elif reply.responds is Responds.BY_UPDATING and pressed is not None:
            self.world.change(pressed, said=card)
        else:
            user = gesture.actor.person.user
            place = gesture.place
            if not self.world.exists(place):
                place = self.world.letters(user)
            self.world.add(place, card, only_for=user)

    def _pressed(self, message: MessageRef | None) -> Entry | None:
        entry = None if message is None else self.world.entries.get(message.message)
        return entry if entry is not None and entry.by is None else None

    def _put_in_front(self, user: str, thing: OpenForm | Asking) -> None:
        self.world.in_front[user] = thing
        self.world.touch()


def _opened(form: Form, gesture: AnyGesture) -> OpenForm:
    return OpenForm(id=new_id(), form=form, place=gesture.place, message=gesture.message)


def _names(form: Form) -> set[str]:
    return {field.name for field in form.fields}


def _without_mention(line: str) -> str:
    at = line.lower().find(MENTION)
    return line if at < 0 else f"{line[:at]}{line[at + len(MENTION) :]}".strip()
