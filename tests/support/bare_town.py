"""A town around a few routes, without a database: for tests of the town itself."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.adapters.town.clock import TownClock
from bot.adapters.town.inbound import Inbound
from bot.adapters.town.neighbours import PLATFORM
from bot.adapters.town.town import Town
from bot.adapters.town.world import Channel, World
from bot.core.actions import Signer
from bot.core.dispatch import Dispatcher
from bot.core.people import Role
from bot.core.places import Place, Purpose
from bot.core.routes import Routes
from tests.support.clock import A_TUESDAY
from tests.support.riverbend import RiverbendDirectory

TENANT = "riverbend"
CHANNELS = (
    Channel(name="posts", purposes=(Purpose.POSTS,)),
    Channel(name="questions", purposes=(Purpose.QUESTIONS,)),
    Channel(name="forums", purposes=(Purpose.FORUMS,)),
    Channel(name="liaisons", purposes=(Purpose.QUEUE,)),
    Channel(name="organizers", purposes=(Purpose.TRIAGE, Purpose.FEEDBACK)),
)
GROUPS = {
    "liaisons": Role.LIAISON,
    "organizers": Role.ORGANIZER,
    "panel": Role.PANEL,
    "verifiers": Role.VERIFIER,
}


def street() -> RiverbendDirectory:
    """Return a directory that knows the one community of the town."""
    channels = {
        purpose: [Place(platform=PLATFORM, tenant=TENANT, channel=c.name)]
        for c in CHANNELS
        for purpose in c.purposes
    }
    return RiverbendDirectory(PLATFORM, {TENANT}, GROUPS, channels=channels)


@dataclass
class NoTimers:
    """Nothing ever falls due, unless a test puts an instant into ``due``."""

    due: list[datetime] = field(default_factory=list)
    settled: int = 0

    async def next_due(self) -> datetime | None:
        return min(self.due, default=None)

    async def settle(self) -> None:
        self.settled += 1


def report_42(error: BaseException, where: str) -> str:
    """Give every error of ours the same number."""
    return "42"


def bare_town(routes: Routes, *, timers: NoTimers | None = None) -> Town:
    """Build a town whose bot knows ``routes`` and nothing else."""
    clock = TownClock(still_at=A_TUESDAY)
    world = World(tenant=TENANT, channels=CHANNELS, groups=GROUPS, clock=clock)
    inbound = Inbound(
        world=world,
        dispatcher=Dispatcher(routes, report_42),
        signer=Signer(b"k" * 32),
        directory=street(),
    )
    return Town(world=world, clock=clock, inbound=inbound, timers=timers or NoTimers())
