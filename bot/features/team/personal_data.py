"""What the team holds about a person: the language that they chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.people import PersonRef
from bot.core.ports import Erased, Held, Tx
from bot.core.text import say
from bot.features.team.directory import Team
from bot.features.team.store import LANGUAGE, TeamTables


@dataclass(frozen=True, slots=True)
class TeamData:
    """Shows and forgets the language. An account has one, whatever the community."""

    team: Team
    tables: TeamTables = field(default_factory=TeamTables)

    async def export(self, community: str, person: PersonRef) -> Sequence[Held]:
        """Return the language that ``person`` chose, if any. It is the same in any community."""
        _ = community
        locale = await self.team.locale(person)
        if locale is None:
            return ()
        value = say(f"team.language.{locale}")
        return (
            Held(what=say("team.held.language"), values=((say("team.held.language"), value),)),
        )

    async def erase(self, tx: Tx, community: str, person: PersonRef) -> Sequence[Erased]:
        """Forget the language, in the database and in memory."""
        count = await self.tables.forget_language(tx, person)
        await self.tables.bump(tx, community, LANGUAGE)
        self.team.adopt_language(community, person, None)
        return (Erased(what=say("team.erased.language", n=count), count=count),)
