"""A community being set up, on a real store and without a platform."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.adapters.town.clock import TownClock
from bot.core.communities import NOWHERE
from bot.core.errors import NotSetUp
from bot.core.people import ADMINISTRATORS, Actor, PersonRef
from bot.core.places import Place
from bot.features.team.directory import Team
from bot.features.team.model import (
    Written,
)
from bot.features.team.service import SetUp
from bot.storage.engine import Database
from bot.storage.open import open_store
from tests.support.clock import A_TUESDAY

SERVER = Place(platform="discord", tenant="1", channel="10")
WORKSPACE = Place(platform="slack", tenant="T1", channel="C1")
CLAIRE = PersonRef(platform="discord", user="7")


class FixedKeys:
    def key(self, purpose: str, /) -> bytes:
        return purpose.encode().ljust(32, b".")


class Listed:
    def __init__(self, *things: tuple[str, str]) -> None:
        self.things = things

    async def list(self, place: Place) -> Sequence[tuple[str, str]]:
        return self.things


@dataclass
class Hall:
    store: Database
    clock: TownClock
    team: Team
    desk: SetUp
    written: list[Written]
    gestures: int = field(default=0)

    def key(self) -> str:
        self.gestures += 1
        return f"gesture {self.gestures}"

    async def actor(self, place: Place, *groups: str, person: PersonRef = CLAIRE) -> Actor:
        """Build an actor just as an adapter does."""
        try:
            community = (await self.team.community_at(place.platform, place.tenant)).id
        except NotSetUp:
            community = NOWHERE
        roles = await self.team.roles(community, place.platform, place.tenant, groups)
        return Actor(person=person, community=community, roles=roles)

    async def another_process(self) -> Team:
        team = Team(store=self.store, clock=self.clock, written=self.written)
        await team.refresh()
        return team


@asynccontextmanager
async def a_hall(folder: Path, *written: Written) -> AsyncGenerator[Hall]:
    clock = TownClock(still_at=A_TUESDAY)
    path = folder / "data" / "db.sqlite"
    async with open_store(path, vault=FixedKeys(), clock=clock, migrate=True) as store:
        team = Team(store=store, clock=clock, written=written)
        await team.refresh()
        desk = SetUp(
            store=store,
            clock=clock,
            team=team,
            key=b"second",
            channels={"discord": Listed(("10", "general"), ("11", "posts"))},
            groups={"discord": Listed(("20", "Liaisons"), ("30", "Organizers"))},
        )
        yield Hall(store, clock, team, desk, list(written))


async def joined(hall: Hall) -> Actor:
    actor = await hall.actor(SERVER, ADMINISTRATORS)
    await hall.desk.found(actor, SERVER, key=hall.key())
    return await hall.actor(SERVER, ADMINISTRATORS)
