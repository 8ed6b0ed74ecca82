"""The forums' services on real stores, SQLite in a file and PostgreSQL in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.core.people import Actor, PersonRef, Role
from bot.delivery.courier import Courier
from bot.delivery.display import Display
from bot.delivery.facts import Facts
from bot.features.forums import jobs
from bot.features.forums.closing import Closing
from bot.features.forums.handlers import House
from bot.features.forums.model import Answer, Counts, Forum, Seat
from bot.features.forums.personal_data import ForumData
from bot.features.forums.reading import Board
from bot.features.forums.service import ForumDesk
from bot.features.forums.sheets import What, Where
from bot.features.forums.signups import SignUps
from bot.storage.engine import Database
from bot.storage.outbox import Outbox
from bot.storage.sql import sql
from tests.support.gallery.samples.forums import FORMATS
from tests.support.riverbend import RiverbendDirectory
from tests.support.stores import StillClock, database, empty_database, still, store

__all__ = ["database", "empty_database", "still", "store"]

_ROWS = sql("""
    SELECT person, answer, seat FROM forum_sign_up
     WHERE community = 'riverbend' AND forum = :forum ORDER BY turn
""")


@dataclass
class Asked:
    """The questions that are public, by id."""

    words_of: dict[str, str] = field(default_factory=dict)

    async def words(self, community: str, question: str) -> str | None:
        return self.words_of.get(question)


@dataclass
class Bench:
    """Everything that a forum needs, on one store."""

    store: Database
    clock: StillClock
    desk: ForumDesk
    sign_ups: SignUps
    closing: Closing
    board: Board
    data: ForumData
    asked: Asked
    courier: Courier
    facts: Facts
    reported: list[BaseException]

    async def announced(
        self, *, capacity: str = "", when: str = "7 December 7 pm", mark: str = ""
    ) -> Forum:
        """Plan and announce a forum; another ``mark`` makes another of the same."""
        draft = await self.desk.schedule(
            What(title="Night calls", aim="Learn.", when=when),
            actor=CLAIRE,
            locale="en",
            key=f"schedule {when} {capacity} {mark}",
        )
        where = Where(
            place="Library",
            format="ask-me",
            capacity=capacity,
            resident_host="Ruth",
            police_host="Sgt. Cole",
        )
        ready = await self.desk.edit_where(
            draft.forum.id, 0, where, actor=CLAIRE, key=f"where {draft.forum.id}"
        )
        return await self.desk.announce(
            ready.forum.id, 1, actor=CLAIRE, key=f"announce {draft.forum.id}"
        )

    async def rows(self, forum: str) -> list[tuple[str, Answer, Seat]]:
        """Return who answered what and what seat they have, in the order of asking."""
        found = await self.store.read(lambda tx: tx.all(_ROWS, forum=forum))
        return [(r["person"], Answer(r["answer"]), Seat(r["seat"])) for r in found]


def counted(rows: Sequence[tuple[str, Answer, Seat]]) -> Counts:
    """Count the rows of a list themselves."""
    return Counts(
        going=sum(seat is Seat.TAKEN for _, _, seat in rows),
        waiting=sum(seat is Seat.WAITING for _, _, seat in rows),
        maybe=sum(answer is Answer.MAYBE for _, answer, _ in rows),
        declined=sum(answer is Answer.NOT for _, answer, _ in rows),
    )


def person(name: str, *roles: Role) -> Actor:
    """Return somebody with these roles."""
    ref = PersonRef(platform="town", user=name)
    return Actor(person=ref, community="riverbend", roles=frozenset(roles))


CLAIRE = person("claire", Role.ORGANIZER)


@pytest.fixture
def bench(store: Database, still: StillClock) -> Bench:
    """The services, on each engine in turn."""
    return on(store, still)


def on(store: Database, still: StillClock) -> Bench:
    """Put the services on a store."""
    asked, street = Asked(), RiverbendDirectory("town")
    reported: list[BaseException] = []

    def report(error: BaseException, where: str) -> str:
        reported.append(error)
        return where

    desk = ForumDesk(store=store, clock=still, directory=street)
    sign_ups = SignUps(store=store, clock=still)
    closing = Closing(store=store, clock=still)
    board = Board(store=store, clock=still, directory=street, questions=asked, formats=FORMATS)
    house = House(
        desk=desk, sign_ups=sign_ups, closing=closing, board=board, formats=FORMATS, sites={}
    )
    courier = Courier(outbox=Outbox(store, still), clock=still, report=report)
    facts = Facts(store=store, courier=courier)
    display = Display(store=store, directory=street, platforms={}, courier=courier, clock=still)
    jobs.register(courier, facts, display, house, store=store, clock=still)
    return Bench(
        store=store,
        clock=still,
        desk=desk,
        sign_ups=sign_ups,
        closing=closing,
        board=board,
        data=ForumData(store=store, sign_ups=sign_ups),
        asked=asked,
        courier=courier,
        facts=facts,
        reported=reported,
    )
