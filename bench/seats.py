"""What one answer to a forum costs to carry out, with nobody on the list and with ten thousand.

Processor time of the whole process, SQLite's thread with it. The lists stand in one database and
take turns, round by round; who presses changes their mind each time, so that no list grows.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from bench.timing import Line, Once
from bot.cli.run import settle
from bot.core.when import Plan
from bot.features.forums.model import Answer, Details, Forum, State
from bot.features.forums.signups import SignUps
from bot.features.forums.store import Forums
from bot.features.forums.views.lines import Look
from bot.features.forums.views.public import forum_card
from tests.support.desk import COMMUNITY, Counter, open_counter

LISTS: Final = (0, 1_000, 10_000)
SEATS: Final = 500
_AT_ONCE: Final = 500
_TIMES: Final = 60
_ROUNDS: Final = 9
_AIM: Final = 1.25


async def measure(folder: Path) -> list[Line]:
    """Answer, draw the card after it, and leave a seat that the next takes."""
    async with open_counter(folder / "data") as counter:
        doors = [await _door(counter, many) for many in LISTS]
        settle()  # as the program does when it has started
        answers = await _in_turn([door.answers for door in doors])
        cards = await _in_turn([door.draws for door in doors])
        leaves = await _in_turn([door.leaves for door in doors[1:]])
    lists = " / ".join(f"{many:,}" for many in LISTS)
    return [
        Line(f"an answer, processor time with {lists} on the list", _written(answers)),
        _steady(f"an answer with {LISTS[-1]:,} on the list ÷ with nobody", answers),
        Line("the card after it, as above", _written(cards)),
        _steady("the card, as above", cards),
        Line(
            f"a seat given up and taken by the next, with {LISTS[1]:,} / {LISTS[2]:,}",
            _written(leaves),
        ),
        _steady("the same with the longer list ÷ with the shorter", leaves),
    ]


@dataclass(kw_only=True)
class Door:
    """One forum, and people who press at it."""

    counter: Counter
    forum: str
    sign_ups: SignUps
    keys: itertools.count[int] = field(default_factory=itertools.count)
    minds: itertools.cycle[Answer] = field(
        default_factory=lambda: itertools.cycle((Answer.GOING, Answer.MAYBE))
    )
    leaving: itertools.count[int] = field(default_factory=itertools.count)

    async def press(self, name: str, answer: Answer) -> None:
        """Answer as somebody would."""
        key = f"{self.forum} {next(self.keys)}"
        actor = self.counter.member(name)
        await self.sign_ups.answer(self.forum, answer, actor=actor, key=key)

    async def answers(self) -> None:
        """Say yes, or, the next time, perhaps."""
        await self.press("somebody", next(self.minds))

    async def draws(self) -> None:
        """Read the forum and build its card."""
        board = self.counter.app.features.board
        sight = await board.glance(COMMUNITY, self.forum)
        now = self.counter.app.clock.now()
        forum_card(sight, Look(locale="en", formats={}, sites={}, now=now))

    async def leaves(self) -> None:
        """Give up a seat for which others wait: those who came first have them."""
        await self.press(f"p{next(self.leaving)}", Answer.NOT)


async def _door(counter: Counter, many: int) -> Door:
    app = counter.app
    starts = (app.clock.now() + timedelta(days=3)).replace(tzinfo=None, second=0, microsecond=0)
    details = Details(
        title="Stops", aim="Agree on stops", plan=Plan(wall=starts, zone="UTC"), capacity=SEATS
    )
    forum = Forum(
        id=f"with{many}",
        community=COMMUNITY,
        number=many,
        details=details,
        state=State.COLLECTING,
        touched_at=app.clock.now(),
    )
    await app.store.write(lambda tx: Forums().add(tx, forum))
    door = Door(
        counter=counter, forum=forum.id, sign_ups=SignUps(store=app.store, clock=app.clock)
    )
    for first in range(0, many, _AT_ONCE):
        names = (f"p{number}" for number in range(first, min(many, first + _AT_ONCE)))
        await asyncio.gather(*(door.press(name, Answer.GOING) for name in names))
    return door


async def _in_turn(rivals: list[Once]) -> list[float]:
    """Return the median round of each, in milliseconds of processor time for one."""
    taken: list[list[float]] = [[] for _ in rivals]
    for number in range(_ROUNDS + 1):
        for once, rounds in zip(rivals, taken, strict=True):
            began = time.process_time()
            for _ in range(_TIMES):
                await once()
            if number:  # the first warms up
                rounds.append((time.process_time() - began) / _TIMES * 1_000)
    return [statistics.median(rounds) for rounds in taken]


def _written(figures: list[float]) -> str:
    return " / ".join(f"{figure:.2f}" for figure in figures) + " ms"


def _steady(what: str, figures: list[float]) -> Line:
    ratio = figures[-1] / figures[0]
    return Line(what, f"{ratio:.2f} ×", f"≤ {_AIM:g} ×", ratio <= _AIM)
