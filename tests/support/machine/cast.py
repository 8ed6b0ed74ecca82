"""Who presses, and the front door at which they do.

The door is what the doors of all platforms share: roles read afresh, the token read under the
community of whoever presses, and the dispatcher over the real routes.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import msgspec

from bot.adapters.town.clock import TownClock
from bot.adapters.town.neighbours import PLATFORM, Neighbour
from bot.compose import App, opened
from bot.compose.wire import begin
from bot.core.actions import Action, act
from bot.core.dispatch import Reply
from bot.core.errors import StaleButton
from bot.core.forms import Answers
from bot.core.gestures import Called, Pointed, Press, Submitted
from bot.core.people import ADMINISTRATORS, Actor, Role
from bot.core.places import Place
from bot.core.text import Verbatim
from bot.settings import Settings, load
from tests.support.clock import A_TUESDAY

HOME: Final = "riverbend"
ELSEWHERE: Final = "hillside"

ROLES: Final[dict[str, frozenset[Role]]] = {
    "member": frozenset(),
    "liaison": frozenset({Role.LIAISON}),
    "panel": frozenset({Role.PANEL}),
    "organizer": frozenset({Role.ORGANIZER}),
    "verifier": frozenset({Role.VERIFIER}),
    "operator": frozenset(),  # administers the server, and holds no role of ours
    "outsider": frozenset({Role.LIAISON, Role.PANEL}),  # of another organization, in our groups
    "double": frozenset({Role.LIAISON, Role.ORGANIZER}),  # two roles that must not meet
}
"""The eight roles: the six of the product, and the two in which rights must not add up."""

CAST: Final = {
    "maya": "member",
    "ben": "liaison",
    "rosa": "liaison",
    "pia": "panel",
    "paul": "panel",
    "olga": "organizer",
    "otto": "organizer",
    "vera": "verifier",
    "oskar": "operator",
    "gus": "outsider",
    "dora": "double",
}
UNKNOWN: Final = act("machine.unknown")


@dataclass(frozen=True)
class Door:
    """The front door of one bot."""

    app: App

    def hires(self, who: str) -> None:
        """Give someone the groups of their role."""
        held = ROLES[CAST.get(who, "member")]
        self.app.town.world.settle(Neighbour(user=who, name=who.capitalize(), roles=held))

    def dismisses(self, who: str) -> None:
        """Take every group away."""
        self.app.town.world.settle(Neighbour(user=who, name=who.capitalize()))

    async def actor(self, who: str, *, community: str = HOME) -> Actor:
        """Return someone with the roles that the platform says they hold now."""
        world = self.app.town.world
        groups = world.groups_of(who)
        if CAST.get(who) == "operator":
            groups = (*groups, ADMINISTRATORS)
        roles = await self.app.directory.roles(community, PLATFORM, community, groups)
        return Actor(
            person=world.people[who].person,
            community=community,
            roles=roles,
            outsider=CAST.get(who) == "outsider",
        )

    def token(self, action: Action, *, community: str = HOME) -> str:
        """Sign an action as a card or form of this community carries it."""
        return self.app.signer.token(community, action)

    async def presses(self, actor: Actor, token: str, *, key: str, chosen: str = "") -> Reply:
        """Press a button, or take an option of a choice."""
        press = Press(**self._common(actor, key), action=self._read(actor, token), chosen=chosen)
        return await self.app.dispatcher.answer(press)

    async def submits(
        self, actor: Actor, token: str, answers: dict[str, str], *, key: str
    ) -> Reply:
        """Send a form."""
        action = self._read(actor, token)
        sent = Submitted(**self._common(actor, key), action=action, answers=Answers(answers))
        return await self.app.dispatcher.answer(sent)

    async def calls(self, actor: Actor, command: str, *, key: str, words: str = "") -> Reply:
        """Type a command."""
        given = {"words": words} if words else {}
        called = Called(**self._common(actor, key), command=command, given=given)
        return await self.app.dispatcher.answer(called)

    async def points(self, actor: Actor, menu: str, *, key: str, words: str) -> Reply:
        """Pick an entry of a message's menu."""
        pointed = Pointed(**self._common(actor, key), menu=menu, words=Verbatim(words))
        return await self.app.dispatcher.answer(pointed)

    def _read(self, actor: Actor, token: str) -> Action:
        try:
            return self.app.signer.read(actor.community, token)
        except StaleButton:
            return UNKNOWN  # as every platform does: no route answers it, and that is said

    def _common(self, actor: Actor, key: str) -> dict[str, Any]:
        place = Place(platform=PLATFORM, tenant=actor.community, channel="general")
        return {"key": key, "actor": actor, "place": place, "locale": "en"}


def two_communities(data: Path, *, second_reader: bool) -> Settings:
    """Return settings under which one bot serves two communities that know nothing of each other.

    A liaison holds three questions at most, so that the limit is met.
    """
    settings = load({"DATA_DIR": str(data)})
    at_home = settings.community
    desk = msgspec.structs.replace(at_home.questions, second_reader=second_reader, held_at_once=3)
    home = msgspec.structs.replace(at_home, questions=desk)
    about = msgspec.structs.replace(home.community, id=ELSEWHERE, name="Hillside")
    roles = tuple(msgspec.structs.replace(group, tenant=ELSEWHERE) for group in home.roles)
    there = msgspec.structs.replace(home, community=about, places=(), roles=roles)
    return replace(settings, communities=(home, there))


@asynccontextmanager
async def open_door(settings: Settings) -> AsyncGenerator[Door]:
    """Open the whole bot, with everyone in their place; time stands still."""
    clock = TownClock(still_at=A_TUESDAY)
    async with opened(settings, clock=clock, migrate=True) as app:
        await begin(app)
        door = Door(app)
        for who in CAST:
            door.hires(who)
        yield door
