"""Who people are in their workspace: groups, administration, language and zone. Never stored.

Slack sends none of it along with a gesture, so it is asked for, and believed for a minute at
most where rights depend on it. Where Slack does not answer nobody has rights: doubt opens no door.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.adapters.slack import limits
from bot.adapters.slack.payload import Visitor
from bot.adapters.slack.pieces import PLATFORM
from bot.adapters.slack.rest import Rest
from bot.core.communities import Directory
from bot.core.people import ADMINISTRATORS, Actor, PersonRef, Role
from bot.core.ports import Later, Undeliverable
from bot.core.recent import Recent

Groups = Mapping[str, tuple[str, ...]]

_PATIENCE: Final = 1.0
_AFTER_TROUBLE: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What Slack says about an account."""

    locale: str = ""
    zone: str = ""
    administers: bool = False
    stranger: bool = False


_NOBODY: Final = Profile()


class People:
    """Asks who people are, once a minute at most."""

    def __init__(self, rest: Rest, directory: Directory, now: Callable[[], float]) -> None:
        """``now`` is a clock that never jumps."""
        self._rest = rest
        self._directory = directory
        self._now = now
        self._groups: dict[str, tuple[float, Groups]] = {}
        self._silent: set[str] = set()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._profiles: Recent[tuple[float, Profile]] = Recent(20_000)

    async def actor(self, visitor: Visitor, team: str, community: str) -> Actor:
        """Return the person with the roles held now. Who belongs elsewhere is an outsider."""
        person = visitor.person
        if person.tenant != team:
            return Actor(person=person, community=community, outsider=True)
        roles, stranger = await self._roles(person, team, community)
        return Actor(person=person, community=community, roles=roles, outsider=stranger)

    async def profile(self, person: PersonRef, team: str, *, fresh: timedelta) -> Profile:
        """Return what Slack said about a person, at most ``fresh`` ago."""
        name = f"{team}:{person.user}"
        at, known = self._profiles.get(name) or (float("-inf"), _NOBODY)
        if self._now() - at < fresh.total_seconds():
            return known
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await self._rest.call(
                    team, "users.info", user=person.user, include_locale=True
                )
        except (Later, Undeliverable, TimeoutError):
            self._profiles.put(name, (self._believed(fresh), _NOBODY))
            return _NOBODY
        user = answer.get("user") or {}
        found = Profile(
            locale=str(user.get("locale") or ""),
            zone=str(user.get("tz") or ""),
            administers=bool(user.get("is_admin") or user.get("is_owner")),
            stranger=bool(user.get("is_stranger") or user.get("deleted")),
        )
        self._profiles.put(name, (self._now(), found))
        return found

    async def of(self, tenant: str, user: str) -> Sequence[str] | None:
        """Return someone's user groups now, none where they left; ``None`` where Slack is silent."""
        groups = await self._groups_of(tenant)
        if tenant in self._silent:
            return None
        about = await self.profile(
            PersonRef(platform=PLATFORM, tenant=tenant, user=user),
            tenant,
            fresh=limits.GROUPS_FRESH,
        )
        return () if about.stranger else groups.get(user, ())

    def groups_changed(self, *teams: str) -> None:
        """Forget who is in which group: it has just changed."""
        for team in teams:
            self._groups.pop(team, None)

    async def _roles(
        self, person: PersonRef, team: str, community: str
    ) -> tuple[frozenset[Role], bool]:
        groups = (await self._groups_of(team)).get(person.user, ())
        held = await self._directory.roles(community, PLATFORM, team, groups)
        if not held and held == await self._directory.roles(
            community, PLATFORM, team, (*groups, ADMINISTRATORS)
        ):
            # Whether a resident administers the workspace changes nothing: Slack is not asked.
            return held, False
        about = await self.profile(person, team, fresh=limits.GROUPS_FRESH)
        if about.stranger:
            return frozenset(), True
        if about.administers:
            groups = (*groups, ADMINISTRATORS)
            held = await self._directory.roles(community, PLATFORM, team, groups)
        return held, False

    async def _groups_of(self, team: str) -> Groups:
        known = self._fresh_groups(team)
        if known is not None:
            return known
        async with self._turns[team]:
            known = self._fresh_groups(team)  # somebody may have asked meanwhile
            if known is not None:
                return known
            try:
                async with asyncio.timeout(_PATIENCE):
                    answer = await self._rest.call(team, "usergroups.list", include_users=True)
            except (Later, Undeliverable, TimeoutError):
                self._groups[team] = (self._believed(limits.GROUPS_FRESH), {})
                self._silent.add(team)
                return {}
            found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
            for group in answer.get("usergroups") or ():
                for user in group.get("users") or ():
                    found[str(user)] += (str(group["id"]),)
            self._groups[team] = (self._now(), dict(found))
            self._silent.discard(team)
            return self._groups[team][1]

    def _fresh_groups(self, team: str) -> Groups | None:
        at, known = self._groups.get(team, (float("-inf"), {}))
        fresh = self._now() - at < limits.GROUPS_FRESH.total_seconds()
        return known if fresh else None

    def _believed(self, fresh: timedelta) -> float:
        """Return the instant to note for an answer that did not come: it is asked for soon."""
        return self._now() - (fresh - _AFTER_TROUBLE).total_seconds()
