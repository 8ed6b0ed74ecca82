"""Set-up: how a house joins a community, and who may do what there. Organizers only."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.core.people import ADMINISTRATORS, Actor, Role
from bot.core.places import Place, Purpose
from bot.core.ports import NOWHERE, Clock, Deed, Store, Tx
from bot.delivery.facts import fact
from bot.features.team.directory import Team
from bot.features.team.model import (
    LANGUAGES,
    AlreadyAtHome,
    Channel,
    Grant,
    House,
    Known,
    NoOrganizerYet,
    Stored,
    Tuned,
    UnknownChannel,
    UnknownGroup,
    UnknownLink,
)
from bot.features.team.ports import Channels, Groups
from bot.features.team.store import CALM, LANGUAGE, SETUP, TeamTables
from bot.features.team.typed import code_hash, new_code, pick

LINK_LIFE: Final = timedelta(minutes=15)
SECOND_LIFE: Final = timedelta(days=1)
CHANGED: Final = "team.changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What an organizer at set-up stands before: a house, its community, the names of things.

    ``calm_until`` is until when a second organizer may say what one has said already.
    """

    known: Known
    house: House
    calm_until: datetime | None = None
    channels: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """The verbs of ``/setup`` and ``/language``.

    ``key`` makes the hashes that tell one organizer from another where two are needed.
    """

    store: Store
    clock: Clock
    team: Team
    key: bytes = field(repr=False)
    channels: Mapping[str, Channels] = field(default_factory=dict)
    groups: Mapping[str, Groups] = field(default_factory=dict)
    tables: TeamTables = field(default_factory=TeamTables)

    async def desk(self, actor: Actor, place: Place) -> Desk:
        """Show where set-up stands."""
        actor.require(Role.ORGANIZER)
        channels, groups = self.channels.get(place.platform), self.groups.get(place.platform)
        known = self.team.known(actor.community)
        until = known.stored.calm_until
        return Desk(
            known=known,
            house=_house(place),
            calm_until=until if until is not None and until > self.clock.now() else None,
            channels=() if channels is None else tuple(await channels.list(place)),
            groups=() if groups is None else tuple(await groups.list(place)),
        )

    async def roster(self, actor: Actor, place: Place) -> Desk:
        """Show which groups hold which role: roles, never people."""
        return await self.desk(actor, place)

    def may_found(self, actor: Actor) -> bool:
        """Say whether a house may join without a code: the very first one of a deployment."""
        actor.require(Role.ORGANIZER)
        return self.team.first_home() is not None

    async def found(self, actor: Actor, place: Place, *, key: str) -> str:
        """Make the first house a home of the only community; return the community's id."""
        actor.require(Role.ORGANIZER)
        community = self.team.first_home()
        if community is None or actor.community != NOWHERE:
            raise AlreadyAtHome
        await self._bind(community, _house(place), key=key, code=None)
        return community

    async def join(self, actor: Actor, place: Place, code: str, *, key: str) -> str:
        """Make a house one of the community that made ``code``; return that community's id."""
        actor.require(Role.ORGANIZER)
        if actor.community != NOWHERE or self.team.home(_house(place)) is not None:
            raise AlreadyAtHome
        return await self._bind(None, _house(place), key=key, code=code)

    async def link(self, actor: Actor, *, key: str) -> str:
        """Make a code that lets one more house join, once, within 15 minutes."""
        actor.require(Role.ORGANIZER)
        code, now = new_code(), self.clock.now()

        async def unit(tx: Tx) -> None:
            await tx.once(key)
            await self.tables.keep_link(
                tx, actor.community, code_hash(code), now=now, expires_at=now + LINK_LIFE
            )
            await tx.record(_deed(actor.community, "team.link", "link"))

        await self.store.write(unit)
        return code

    async def set_channel(
        self, actor: Actor, place: Place, purpose: Purpose, channel: str, *, key: str
    ) -> None:
        """Have the channel meant by a name or id serve ``purpose``; an empty one ends it."""
        desk = await self.desk(actor, place)
        found = pick(channel, desk.channels) if channel else ""
        if found is None:
            raise UnknownChannel
        serves = Channel(desk.house, purpose, found)
        await self._change(
            actor,
            "team.channel",
            purpose.value,
            lambda tx: self.tables.put_channel(tx, actor.community, serves),
            house=desk.house,
            key=key,
        )

    async def give(self, actor: Actor, place: Place, role: Role, group: str, *, key: str) -> None:
        """Have everyone in the group meant by a name or id hold ``role``."""
        desk = await self.desk(actor, place)
        found = pick(group, desk.groups)
        if found is None or group == ADMINISTRATORS:
            raise UnknownGroup
        grant = Grant(desk.house, found, role)
        await self._change(
            actor,
            "team.give",
            role.value,
            lambda tx: self.tables.give(tx, actor.community, grant),
            house=desk.house,
            key=key,
        )

    async def take(self, actor: Actor, place: Place, role: Role, group: str, *, key: str) -> None:
        """Take ``role`` from a group, at once. What the configuration gave stays."""
        actor.require(Role.ORGANIZER)
        grant = Grant(_house(place), group, role)
        await self._change(
            actor,
            "team.take",
            role.value,
            lambda tx: self.tables.take(tx, actor.community, grant),
            house=grant.house,
            key=key,
        )

    async def tune(self, actor: Actor, place: Place, tuned: Tuned, *, key: str) -> None:
        """Set the community's language, zone and hours."""
        actor.require(Role.ORGANIZER)
        await self._change(
            actor,
            "team.tune",
            "community",
            lambda tx: self.tables.tune(tx, actor.community, tuned),
            house=_house(place),
            key=key,
        )

    async def finish(self, actor: Actor, place: Place, *, key: str) -> None:
        """Call set-up finished: administrators organize no longer, groups with the role do."""
        actor.require(Role.ORGANIZER)
        grants = self.team.known(actor.community).grants
        if not any(g.role is Role.ORGANIZER for g in grants):
            raise NoOrganizerYet
        house = _house(place)
        await self._change(
            actor,
            "team.finish",
            "house",
            lambda tx: self.tables.finish(tx, actor.community, house),
            house=house,
            key=key,
        )

    async def calm(self, actor: Actor, *, key: str) -> None:
        """Say that no liaison administers a house any more; it holds when two organizers say so.

        Until then nobody can ask without a name. The next one seen undoes it.

        Raises:
            SecondNeeded: this organizer said so already; another one has to.
        """
        actor.require(Role.ORGANIZER)
        community, now = actor.community, self.clock.now()
        known = self.team.known(community)
        seen = [s.house for s in known.stored.houses if s.liaison_administers]
        house = next(iter(seen), House("", ""))
        organizer = hmac.digest(self.key, actor.person.key.encode(), hashlib.sha256)

        async def unit(tx: Tx) -> Stored:
            await tx.once(key)
            both = await self.tables.second(
                tx, community, CALM, organizer, now=now, until=now + SECOND_LIFE
            )
            for each in seen if both else ():
                await self.tables.alarm(tx, community, each, seen=False)
            verb = "team.calm" if both else "team.calm_asked"
            return await self._told(tx, community, verb, "house", house)

        self.team.adopt(community, await self.store.write(unit))

    async def speak(self, actor: Actor, locale: str, *, key: str) -> None:
        """Keep the language that a person chose; anything else than ours forgets the choice."""
        chosen = locale if locale in LANGUAGES else None

        async def unit(tx: Tx) -> None:
            await tx.once(key)
            if chosen is None:
                await self.tables.forget_language(tx, actor.person)
            else:
                await self.tables.speak(tx, actor.community, actor.person, chosen)
            await self.tables.bump(tx, actor.community, LANGUAGE)

        await self.store.write(unit)
        self.team.adopt_language(actor.community, actor.person, chosen)

    async def _bind(
        self, community: str | None, house: House, *, key: str, code: str | None
    ) -> str:
        now = self.clock.now()

        async def unit(tx: Tx) -> tuple[str, Stored]:
            await tx.once(key)
            home = community
            if code is not None:
                home = await self.tables.use_link(tx, code_hash(code), now=now)
            if home is None:
                raise UnknownLink
            if not await self.tables.bind(tx, home, house):
                raise AlreadyAtHome
            return home, await self._told(tx, home, "team.join", "house", house)

        home, stored = await self.store.write(unit)
        self.team.adopt(home, stored)
        return home

    async def _change(
        self,
        actor: Actor,
        verb: str,
        thing: str,
        effect: Callable[[Tx], Awaitable[object]],
        *,
        house: House,
        key: str,
    ) -> None:
        async def unit(tx: Tx) -> Stored:
            await tx.once(key)
            await effect(tx)
            return await self._told(tx, actor.community, verb, thing, house)

        self.team.adopt(actor.community, await self.store.write(unit))

    async def _told(self, tx: Tx, community: str, verb: str, thing: str, house: House) -> Stored:
        """Count the change, record it, tell the other features; return what stands now."""
        await self.tables.bump(tx, community, SETUP)
        await tx.record(_deed(community, verb, thing))
        await tx.send(fact(CHANGED, community, what=verb, tenant=house.tenant))
        return await self.tables.stored(tx, community)


def _house(place: Place) -> House:
    return House(place.platform, place.tenant)


def _deed(community: str, verb: str, thing: str) -> Deed:
    return Deed(community=community, verb=verb, object=thing, role=Role.ORGANIZER.value)
