"""The directory: every lookup answered from memory, never waiting on the database.

Memory is loaded at start, set anew with each change made in this process, and compared with the
database every half minute for changes made in another. So rights end with the change that ends
them, and the way to help stays open while the database is locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.core.errors import NotFound, NotSetUp
from bot.core.people import ADMINISTRATORS, PersonRef, Role
from bot.core.places import Place, Purpose
from bot.core.ports import NOWHERE, Clock, Community, Store, Tx
from bot.core.text import Message
from bot.delivery.observe import report
from bot.features.team.model import House, Known, Stored, Written
from bot.features.team.store import LANGUAGE, SETUP, TeamTables

REFRESH: Final = timedelta(seconds=30)


class Team:
    """Which community a house belongs to, what its groups and channels mean, who speaks what."""

    def __init__(self, *, store: Store, clock: Clock, written: Sequence[Written]) -> None:
        """Know what the configuration says; :meth:`refresh` adds what was stored."""
        self._store = store
        self._clock = clock
        self._tables = TeamTables()
        self._known = {w.community.id: Known(written=w) for w in written}
        self._home: dict[House, str] = {}
        self._stamps: dict[tuple[str, str], int] = {}
        self._languages: dict[str, tuple[str, str]] = {}
        self._alarms: set[tuple[str, House]] = set()
        self._find_homes()

    async def communities(self) -> Sequence[Community]:
        """Return every community that this deployment serves."""
        return tuple(known.community for known in self._known.values())

    async def community(self, name: str) -> Community:
        """Return a community by its id. Raises ``NotFound``."""
        return self.known(name).community

    async def community_at(self, platform: str, tenant: str) -> Community:
        """Return the community of a server or workspace. Raises ``NotSetUp``."""
        home = self.home(House(platform, tenant))
        if home is None:
            raise NotSetUp
        return self._known[home].community

    async def roles(
        self, community: str, platform: str, tenant: str, groups: Sequence[str]
    ) -> frozenset[Role]:
        """Translate a person's groups into roles. Administrators organize a house being set up."""
        if community == NOWHERE:
            return frozenset({Role.ORGANIZER} if ADMINISTRATORS in groups else ())
        house = House(platform, tenant)
        if self.home(house) != community:
            return frozenset()
        known = self._known[community]
        found = known.roles(house, groups)
        if ADMINISTRATORS in groups and Role.LIAISON in found:
            self._raise_alarm(known, house)
        return found

    async def places(self, community: str, purpose: Purpose) -> Sequence[Place]:
        """Return the channels of every platform that serve ``purpose``."""
        places = self.known(community).places(purpose)
        return tuple(p for p in places if self.home(House(p.platform, p.tenant)) == community)

    async def locale(self, person: PersonRef) -> str | None:
        """Return the language that a person chose with ``/language``, if any."""
        return self._languages.get(person.key, (None, None))[1]

    async def anonymous_allowed(self, community: str) -> Message | None:
        """Say why nobody may ask without a name here; ``None`` when everyone may."""
        return self.known(community).no_anonymous()

    def known(self, community: str) -> Known:
        """Return all that is known about a community. Raises ``NotFound``."""
        if community not in self._known:
            raise NotFound
        return self._known[community]

    def home(self, house: House) -> str | None:
        """Return the id of the community that ``house`` belongs to."""
        return self._home.get(house)

    def first_home(self) -> str | None:
        """Return the community that the first house may join without a code.

        There is one only while this deployment serves a single community that has no house.
        """
        if len(self._known) == 1:
            community, known = next(iter(self._known.items()))
            if not known.houses:
                return community
        return None

    def adopt(self, community: str, stored: Stored) -> None:
        """Take over what was just stored, unless something newer is known already."""
        known = self._known.get(community)
        if known is None or stored.stamp < known.stored.stamp:
            return
        self._known[community] = replace(known, stored=stored)
        self._stamps[community, SETUP] = stored.stamp
        self._find_homes()

    def adopt_language(self, community: str, person: PersonRef, locale: str | None) -> None:
        """Take over the language that a person just chose, or that nothing is kept any more.

        The count of changes is forgotten, so that the next refresh reads what is true.
        """
        self._stamps.pop((community, LANGUAGE), None)
        if locale is None:
            self._languages.pop(person.key, None)
        else:
            self._languages[person.key] = (community, locale)

    async def refresh(self) -> None:
        """Read what another process changed, and write down what was noticed meanwhile."""
        await self._write_alarms()
        stamps = await self._store.read(self._tables.stamps)
        for at, stamp in stamps.items():
            community, subject = at
            if community not in self._known or self._stamps.get(at) == stamp:
                continue
            if subject == SETUP:
                await self._read_setup(community)
            else:
                await self._read_languages(community, stamp)

    async def keep_fresh(self) -> None:
        """Refresh for as long as the program runs. What cannot be read now is read next time."""
        while True:
            await self._clock.sleep(REFRESH)
            try:
                await self.refresh()
            except Exception as error:  # noqa: BLE001  (a locked database must not end this)
                report(error, "team.refresh")

    async def _read_setup(self, community: str) -> None:
        self.adopt(
            community, await self._store.read(lambda tx: self._tables.stored(tx, community))
        )

    async def _read_languages(self, community: str, stamp: int) -> None:
        chosen = await self._store.read(lambda tx: self._tables.languages(tx, community))
        others = {p: kept for p, kept in self._languages.items() if kept[0] != community}
        self._languages = others | {p: (community, locale) for p, locale in chosen.items()}
        self._stamps[community, LANGUAGE] = stamp

    def _find_homes(self) -> None:
        """The configuration decides first: the operator may move a house."""
        homes: dict[House, str] = {}
        for community, known in self._known.items():
            homes.update(dict.fromkeys((s.house for s in known.stored.houses), community))
        for community, known in self._known.items():
            homes.update(dict.fromkeys(Known(written=known.written).houses, community))
        self._home = homes

    def _raise_alarm(self, known: Known, house: House) -> None:
        """Stop anonymous asking at once; the next refresh makes that last."""
        community = known.community.id
        if known.state(house).liaison_administers or (community, house) in self._alarms:
            return
        self._alarms.add((community, house))
        others = tuple(s for s in known.stored.houses if s.house != house)
        state = replace(known.state(house), liaison_administers=True)
        stored = replace(known.stored, houses=(*others, state))
        self._known[community] = replace(known, stored=stored)

    async def _write_alarms(self) -> None:
        for community, house in tuple(self._alarms):

            async def unit(tx: Tx, community: str = community, house: House = house) -> Stored:
                if await self._tables.alarm(tx, community, house, seen=True):
                    await self._tables.bump(tx, community, SETUP)
                return await self._tables.stored(tx, community)

            self.adopt(community, await self._store.write(unit))
            self._alarms.discard((community, house))
