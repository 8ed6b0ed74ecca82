"""From what came in to a gesture of ours: who it is, in which community, and what they did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.adapters.slack import forms, limits
from bot.adapters.slack.commands import command_of, started
from bot.adapters.slack.installs import Installs
from bot.adapters.slack.origin import Origin
from bot.adapters.slack.payload import Did, Incoming
from bot.adapters.slack.people import People
from bot.adapters.slack.pieces import PLATFORM, Reader
from bot.adapters.slack.render import token_of
from bot.adapters.slack.views import UNKNOWN
from bot.core.actions import Action, Signer, act
from bot.core.communities import Directory, id_at
from bot.core.errors import NotFound, StaleButton
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
from bot.core.people import Actor
from bot.core.routes import Routes
from bot.core.text import Verbatim

_UTC: Final = "UTC"


class NotInstalled(Exception):
    """The request comes from a workspace that has us no more, or never had."""


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Reads rights afresh at every gesture; a token opens nothing by itself."""

    routes: Routes
    signer: Signer
    directory: Directory
    installs: Installs
    people: People

    async def tenant(self, came: Incoming) -> tuple[str, str]:
        """Return the workspace in which it happened, and who we are there.

        Raises:
            NotInstalled: we are nobody there.
        """
        found = await self.installs.find(*came.visitor.homes)
        if found is None:
            raise NotInstalled
        return found.team, found.bot_user

    async def gesture(self, came: Incoming, tenant: str) -> tuple[AnyGesture, Origin]:
        """Return what ``came`` means, and where the form or sheet under it was asked for.

        What is forged or of the past has no route; what we did not write came from nowhere.
        """
        community = await self.community(tenant)
        common = await self._common(came, tenant, community)
        origin = Origin.read(self.signer, community, came.origin)
        gesture = self._read(came, common, tenant, origin)
        return (gesture if common["locale"] else await self._in_theirs(gesture)), origin

    async def community(self, tenant: str) -> str:
        """Return the community of a workspace, or ``NOWHERE``."""
        return await id_at(self.directory, PLATFORM, tenant)

    async def reader(self, gesture: AnyGesture) -> Reader:
        """Return for whom to draw what one person sees."""
        try:
            zone = (await self.directory.community(gesture.actor.community)).zone
        except NotFound:
            zone = _UTC
        return Reader(gesture.locale, zone)

    def _read(self, came: Incoming, common: Common, tenant: str, origin: Origin) -> AnyGesture:
        match came.did:
            case Did.CALLED | Did.STARTED:
                return self._called(came, common)
            case Did.PRESSED:
                return self._pressed(came, common, tenant, origin)
            case Did.SENT:
                return self._sent(came, common, tenant, origin)
            case Did.POINTED:
                return self._pointed(came, common, tenant)
            case Did.SAID:
                words = Verbatim(came.text)
                return Said(**common, message=came.message(tenant), words=words)
            case Did.OPENED_HOME:
                return HomeOpened(**common)

    def _called(self, came: Incoming, common: Common) -> AnyGesture:
        if came.did is Did.STARTED:
            return Called(**common, command=started(came.name))
        try:
            line = command_of(self.routes, came.name, came.text)
        except NotFound:
            return Called(**common, command=came.name, words=came.text)
        if line is None:
            return HomeOpened(**common)
        return Called(**common, command=line.command.name, given=line.given, words=line.words)

    def _pressed(self, came: Incoming, common: Common, tenant: str, origin: Origin) -> AnyGesture:
        action = self._action(common["actor"].community, token_of(came.name))
        if not came.channel and origin.ours:
            common["place"] = origin.place(tenant)
        message = came.message(tenant) or origin.message(tenant)
        return Press(**common, message=message, action=action, chosen=came.text)

    def _sent(self, came: Incoming, common: Common, tenant: str, origin: Origin) -> AnyGesture:
        community = common["actor"].community
        action = self._action(community, came.name) if origin.ours else act(UNKNOWN)
        common["place"] = origin.place(tenant)
        answers = forms.answers(came.values)
        return Submitted(**common, message=origin.message(tenant), action=action, answers=answers)

    def _pointed(self, came: Incoming, common: Common, tenant: str) -> AnyGesture:
        if came.name not in self.routes.menus:
            return Called(**common, command=UNKNOWN)
        words = Verbatim(came.text)
        return Pointed(**common, message=came.message(tenant), menu=came.name, words=words)

    def _action(self, community: str, token: str) -> Action:
        try:
            return self.signer.read(community, token)
        except (StaleButton, ValueError):
            return act(UNKNOWN)

    async def _common(self, came: Incoming, tenant: str, community: str) -> Common:
        actor = await self.people.actor(came.visitor, tenant, community)
        return Common(
            key=came.key,
            actor=actor,
            place=came.place(tenant),
            locale=await self._locale(actor, tenant),
        )

    async def _locale(self, actor: Actor, tenant: str) -> str:
        """Return the person's language, or nothing when neither we nor Slack can tell it."""
        chosen = await self.directory.locale(actor.person)
        if chosen:
            return chosen
        about = await self.people.profile(actor.person, tenant, fresh=limits.MANNERS_FRESH)
        return about.locale

    async def _in_theirs(self, gesture: AnyGesture) -> AnyGesture:
        """Have a gesture speak the community's language, where a person's own is not known."""
        try:
            locale = (await self.directory.community(gesture.actor.community)).locale
        except NotFound:
            locale = "en"
        if isinstance(gesture, Said):
            return replace(gesture, locale=locale, guessed=True)
        return replace(gesture, locale=locale)
