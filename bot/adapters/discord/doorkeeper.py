"""From what came in to a gesture of ours: who it is, in which community, and what they did."""

from __future__ import annotations

from dataclasses import dataclass

from bot.adapters.discord import payload
from bot.adapters.discord.commands import HOME, command_of, menu_name
from bot.adapters.discord.forms import answers_of
from bot.adapters.discord.payload import DIRECT, Incoming, Visitor
from bot.adapters.discord.render import token_of
from bot.adapters.discord.views import SURE, UNKNOWN
from bot.adapters.discord.voice import PLATFORM, Reader
from bot.core.actions import Action, Signer, act
from bot.core.communities import NOWHERE, Directory, id_at
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
from bot.core.places import MessageRef
from bot.core.routes import Routes
from bot.core.text import Verbatim


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Reads rights afresh at every gesture; a token opens nothing by itself."""

    routes: Routes
    signer: Signer
    directory: Directory

    async def gesture(self, came: Incoming) -> AnyGesture:
        """Return what ``came`` means. What is forged or of the past has no route."""
        match came.kind:
            case payload.COMMAND if came.data.get("type") == payload.MESSAGE_MENU:
                return await self._pointed(came)
            case payload.MODAL:
                token = str(came.data.get("custom_id", ""))
                community, action = await self._opened(came.visitor, token)
                answers = answers_of(came.data.get("components") or ())
                common = await self._common(came, community)
                return Submitted(**common, message=came.message, action=action, answers=answers)
            case payload.COMPONENT:
                token, _ = token_of(str(came.data.get("custom_id", "")).removeprefix(SURE))
                community, action = await self._opened(came.visitor, token)
                common = await self._common(came, community)
                chosen = "".join(str(v) for v in (came.data.get("values") or ())[:1])
                return Press(**common, message=came.message, action=action, chosen=chosen)
            case _:
                return await self._called(came)

    async def said(self, raw: payload.Json, words: str) -> Said:
        """Return what a message to the bot means."""
        guild = str(raw.get("guild_id") or "")
        member = {**(raw.get("member") or {}), "user": raw["author"]}
        visitor = payload.visitor({"member": member} if guild else {"user": raw["author"]}, guild)
        place = payload.place_of(guild, str(raw["channel_id"]), {})
        community = await self.community(visitor)
        actor = await self.actor(visitor, community)
        chosen = await self.directory.locale(actor.person)
        return Said(
            key=f"discord:message:{raw['id']}",
            actor=actor,
            place=place,
            locale=chosen or await self._locale_of(community),
            message=MessageRef(place=place, message=str(raw["id"])),
            words=Verbatim(words),
            guessed=not chosen,  # Discord sends no language along with a message
        )

    async def actor(self, visitor: Visitor, community: str) -> Actor:
        """Return the person with the roles held at this moment."""
        roles = await self.directory.roles(
            community, PLATFORM, visitor.guild or DIRECT, visitor.groups
        )
        return Actor(
            person=visitor.person, community=community, roles=roles, outsider=visitor.outsider
        )

    async def community(self, visitor: Visitor) -> str:
        """Return the community of the server; in direct messages the only one there is."""
        if not visitor.guild:
            served = await self.directory.communities()
            return served[0].id if len(served) == 1 else NOWHERE
        return await self.community_of(visitor.guild)

    async def community_of(self, guild: str) -> str:
        """Return the community of a server, or ``NOWHERE``."""
        return await id_at(self.directory, PLATFORM, guild)

    async def reader(self, community: str, locale: str) -> Reader:
        """Return for whom to draw."""
        try:
            about = await self.directory.community(community)
        except NotFound:
            return Reader(locale)
        return Reader(locale or about.locale, about.zone)

    async def _opened(self, visitor: Visitor, token: str) -> tuple[str, Action]:
        """Read a token. In a direct message the token itself tells the community."""
        community = await self.community(visitor)
        among = [community]
        if not visitor.guild:
            among = [served.id for served in await self.directory.communities()]
        for one in among:
            try:
                return one, self.signer.read(one, token)
            except (StaleButton, ValueError):
                continue
        return community, act(UNKNOWN)

    async def _called(self, came: Incoming) -> AnyGesture:
        name, given, _ = payload.called(came.data)
        common = await self._common(came, await self.community(came.visitor))
        if name == HOME and name not in self.routes.commands:
            return HomeOpened(**common)
        return Called(**common, command=command_of(self.routes, name), given=given)

    async def _pointed(self, came: Incoming) -> AnyGesture:
        name, target, words = payload.pointed(came.data)
        common = await self._common(came, await self.community(came.visitor))
        message = MessageRef(place=came.place, message=target)
        menu = next((k for k, m in self.routes.menus.items() if menu_name(m) == name), "")
        if not menu:
            return Called(**common, command=UNKNOWN)
        return Pointed(**common, message=message, menu=menu, words=Verbatim(words))

    async def _common(self, came: Incoming, community: str) -> Common:
        actor = await self.actor(came.visitor, community)
        return Common(
            key=f"discord:{came.id}",
            actor=actor,
            place=came.place,
            locale=await self._locale(actor, came.locale),
        )

    async def _locale(self, actor: Actor, sent: str) -> str:
        chosen = await self.directory.locale(actor.person)
        return chosen or sent or await self._locale_of(actor.community)

    async def _locale_of(self, community: str) -> str:
        return (await self.reader(community, "")).locale or "en"
