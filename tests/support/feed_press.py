"""A press that writes feeds, and the town that reads them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.adapters.town.clock import TownClock
from bot.compose import opened
from bot.core.people import Role
from bot.settings import load
from tests.support.clock import A_TUESDAY
from tests.support.reading import read
from tests.support.someone import Someone
from tests.support.town import Town
from tests.unit.worker.feeds import item, rss

SHIPPED = Path(__file__).parents[2] / "config"
OLD = item("Old news", guid="1", link="https://a.example/1", date="Mon, 02 Nov 2026 10:00:00 GMT")
FIRST = item("First", guid="2", link="https://a.example/2", date="Tue, 03 Nov 2026 10:00:00 GMT")
SECOND = item("Second", guid="3", link="https://a.example/3", date="Wed, 04 Nov 2026 10:00:00 GMT")


@dataclass
class Press:
    """A publisher with one feed, and a town that may follow it."""

    town: Town
    folder: Path
    olga: Someone

    def publishes(self, *items: str, body: bytes | None = None) -> None:
        """Write the feed file anew."""
        (self.folder / "news.xml").write_bytes(rss(*items) if body is None else body)

    async def follows(self, *items: str) -> None:
        """Follow a feed that holds ``items`` at first."""
        self.publishes(*items)
        await self.olga.says("/feed add news.xml")
        await self.town.settles()

    async def next_reading(self) -> None:
        """Let a quarter of an hour go by."""
        await self.town.clock.move(minutes=15)

    @property
    def offered(self) -> list[str]:
        """Titles of what waits for review, in the order in which it came."""
        cards = self.town.channel("triage").cards
        return [read(c.title) for c in cards if "Came from: a feed" in read(c)]


def config(folder: Path) -> Path:
    """Copy the configuration, without feeds."""
    folder.mkdir()
    for name in ("community.toml", "retention.toml"):
        (folder / name).write_bytes((SHIPPED / name).read_bytes())
    (folder / "content").symlink_to(SHIPPED / "content")
    (folder / "feeds").mkdir()
    return folder


def opened_press(tmp_path: Path, *, fresh: bool = False, at: TownClock | None = None) -> Opened:
    return Opened(tmp_path, fresh=fresh, at=at)


class Opened:
    def __init__(self, tmp_path: Path, *, fresh: bool, at: TownClock | None) -> None:
        folder = config(tmp_path / "config") if fresh else tmp_path / "config"
        settings = load({"DATA_DIR": str(tmp_path / "data"), "CONFIG_DIR": str(folder)})
        clock = TownClock(still_at=A_TUESDAY) if at is None else at
        self._feeds = folder / "feeds"
        self._opening = opened(settings, clock=clock, migrate=True)

    async def __aenter__(self) -> Press:
        app = await self._opening.__aenter__()
        town = Town(app.town, app)
        olga = town.someone("olga", Role.ORGANIZER).goes_to("triage")
        return Press(town, self._feeds, olga)

    async def __aexit__(self, *error: object) -> None:
        await self._opening.__aexit__(None, None, None)
