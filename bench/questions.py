"""Questions by the million: searching, the queue, what it costs to seal, memory when idle."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from typing_extensions import override

from bench.corpus import Passage, passages
from bench.loading import load_open, load_postgres, load_published
from bench.program import start
from bench.searches import commonest, searches
from bench.timing import Line, Once, against, milliseconds, ratio, serial, spread
from bot.compose import App
from bot.compose.house import DATABASE
from bot.compose.reading import Published
from bot.core.clock import SystemClock
from bot.core.gestures import Called
from bot.core.ids import new_id
from bot.core.people import Actor, PersonRef, Role
from bot.core.places import Place
from bot.core.ports import Tx
from bot.features.questions.ports import Vault as Keys
from bot.features.questions.service.asking import Asking
from bot.features.questions.service.desk import Desk
from bot.features.questions.service.reading import SEARCHED
from bot.storage.engine import Database
from bot.storage.open import open_store
from bot.storage.search import Search
from bot.storage.vault import Sealed
from tests.support import desk
from tests.support.desk import COMMUNITY, open_counter
from tests.support.stores import FixedKeys, Server

_PUBLISHED: Final = 1_000_000
_ON_POSTGRES: Final = 200_000
_OPEN: Final = 100_000
_ONE_BY_ONE: Final = 200
_TIMES: Final = 200
_SERIAL: Final = 300
_FOUND_MS: Final = 50
_FOUND_AT_BEST_MS: Final = 10
_PAGE_MS: Final = 20
_IDLE_MB: Final = 110
_ON_A_PAGE: Final = 20
_TOP: Final = 10
_ASKED: Final = "What happens to body camera footage after a stop? " * 4


async def measure(folder: Path) -> list[Line]:
    """Search, read the queue, start the program on a full database; then seal and not seal."""
    data = folder / "data"
    lines, counts = await _filled(data)
    async with open_counter(data) as counter:
        lines += await _found(Search(counter.app.store), counts, "")
        lines += await _at_the_doors(counter.app, counts)
        lines += await _queue(counter)
    lines += await asyncio.to_thread(_idle, data)
    lines += await _sealing(folder)
    return lines + await _on_postgres()


async def _filled(data: Path) -> tuple[list[Line], Counter[str]]:
    """Publish a million questions, the last few one at a time, and let others wait."""
    async with open_counter(data) as counter:
        now = counter.app.clock.now()
    path = data / DATABASE
    began = time.perf_counter()
    counts = await asyncio.to_thread(load_published, path, COMMUNITY, _PUBLISHED, now)
    await asyncio.to_thread(load_open, path, COMMUNITY, _OPEN, now, first=_PUBLISHED + 1)
    async with open_counter(data) as counter:
        await _corrected(counter.app.store)
    taken, size = time.perf_counter() - began, path.stat().st_size / 1e6
    what = f"{_PUBLISHED:,} published and {_OPEN:,} open questions, made in"
    return [Line(what, f"{taken:.0f} s, {size:,.0f} MB")], counts


async def _corrected(store: Database) -> None:
    """Correct some, each in a commit of its own: the index gets the many small parts of life."""
    search = Search(store)
    for passage in passages(0, _ONE_BY_ONE):

        async def unit(tx: Tx, passage: Passage = passage) -> None:
            text = f"{passage.asked}\n{passage.answer}"
            await search.put(
                tx,
                SEARCHED,
                COMMUNITY,
                passage.id,
                title=passage.asked,
                gist=passage.answer,
                text=text,
            )

        await store.write(unit)


async def _found(search: Search, counts: Counter[str], where: str) -> list[Line]:
    """Time the top ten for one to eight words of each kind."""
    word = commonest(counts)
    kinds = {f"the commonest word ({word})": [word] * _TIMES, **searches(counts)}
    lines, together = [], []

    def find(words: str) -> Awaitable[object]:
        return search.find(SEARCHED, COMMUNITY, words, at_most=_TOP)

    for kind, asked in kinds.items():
        taken = await _each(find, asked)
        together += taken
        lines.append(_line(f"search{where}: {kind}", taken, _FOUND_MS, _FOUND_AT_BEST_MS))
    return [*lines, _line(f"search{where}: all of these", together, _FOUND_MS, _FOUND_AT_BEST_MS)]


async def _at_the_doors(app: App, counts: Counter[str]) -> list[Line]:
    """Time the same search where people meet it: command, page of the site, offer."""
    asked = [words for kind in searches(counts).values() for words in kind[::4]]
    reading, site = app.features.questions, Published(app, COMMUNITY)
    faq, member = app.routes.command_named("faq"), _actor("maya")
    doors: dict[str, Callable[[str], Awaitable[object]]] = {
        "/faq, to its card": lambda words: faq.handle(_called("faq", member, words=words)),
        "page of the site": lambda words: site.questions(words, skip=0, at_most=_ON_A_PAGE + 1),
        "similar questions": lambda words: reading.similar(COMMUNITY, words),
    }
    return [
        _line(f"search: {door}", await _each(once, asked), _FOUND_MS, _FOUND_AT_BEST_MS)
        for door, once in doors.items()
    ]


async def _each(find: Callable[[str], Awaitable[object]], asked: Sequence[str]) -> list[float]:
    words = iter(asked)
    return await serial(lambda: find(next(words)), len(asked))


async def _queue(counter: desk.Counter) -> list[Line]:
    """Time what a liaison sees of the queue: the first page, and one page after another."""
    app, liaison = counter.app, _actor("ben", Role.LIAISON)
    command, work = app.routes.command_named("queue"), Desk(archive=counter.archive)
    first = await serial(lambda: command.handle(_called("queue", liaison)), _TIMES)
    after = ""
    leafed = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        after = (await work.queue(actor=liaison, after=after)).page[-1].id
        leafed.append(time.perf_counter() - began)
    return [
        _line(f"/queue, to its card, {_OPEN:,} open", first, _PAGE_MS),
        _line(f"the next {_TIMES} pages of the queue", leafed, _PAGE_MS),
    ]


def _idle(data: Path) -> list[Line]:
    seconds, megabytes = start(data)
    return [
        Line("start to ready on all this", f"{seconds:.2f} s", "≤ 1.5 s", seconds <= 1.5),
        Line(
            "resident memory when idle on all this",
            f"{megabytes:.0f} MB",
            f"≤ {_IDLE_MB} MB",
            megabytes <= _IDLE_MB,
        ),
    ]


class _InClear(Keys):
    """A vault that seals nothing: the same rows, with the words as they are."""

    def __init__(self, vault: Keys) -> None:
        self._vault = vault

    @override
    def seal(
        self, plaintext: bytes, *, purpose: str, subject: str, dek: str | None = None
    ) -> Sealed:
        """Leave the words as they are."""
        return Sealed(new_id() if dek is None else dek, plaintext)

    @override
    def open(self, dek: str, blob: bytes, *, purpose: str, subject: str) -> bytes:
        """Return the words."""
        return blob

    @override
    async def erase(self, *deks: str) -> None:
        """Erase nothing: there is no key."""

    @override
    def key(self, purpose: str, /) -> bytes:
        """Return the key of a keyed hash: receipts are none the plainer."""
        return self._vault.key(purpose)


async def _sealing(folder: Path) -> list[Line]:
    """Ask with and without sealing, in turn, each on a database of its own."""
    numbers = itertools.count()

    def asking(counter: desk.Counter) -> Once:
        return lambda: counter.asks(_ASKED, by=f"r{next(numbers)}")

    async with open_counter(folder / "sealed") as ours, open_counter(folder / "clear") as theirs:
        archive = replace(theirs.archive, vault=_InClear(theirs.app.vault))
        plain = replace(theirs, archive=archive, asking=Asking(archive=archive, edge=theirs.edge))
        sealed, clear = await against(asking(ours), asking(plain), _SERIAL)
    return [
        Line("ask (form and sending), words in clear, p50 / p99", milliseconds(clear)),
        Line("ask (form and sending), sealed, p50 / p99", milliseconds(sealed)),
        ratio("sealed ask ÷ plain ask, p50", sealed.p50 / clear.p50, 1.3, 1.05),
    ]


async def _on_postgres() -> list[Line]:
    """Search as many as PostgreSQL takes in within a minute or two."""
    with tempfile.TemporaryDirectory(prefix="cg-pg-") as folder:
        server = await asyncio.to_thread(Server, Path(folder) / "data")
        try:
            address = await asyncio.to_thread(server.empty)
            clock = SystemClock()
            async with open_store(address, vault=FixedKeys(), clock=clock, migrate=True) as store:
                began = time.perf_counter()
                counts = await load_postgres(address, COMMUNITY, _ON_POSTGRES)
                taken = time.perf_counter() - began
                found = await _found(Search(store), counts, " (PostgreSQL)")
        finally:
            await asyncio.to_thread(server.stop)
    return [Line(f"{_ON_POSTGRES:,} questions in PostgreSQL, made in", f"{taken:.0f} s"), *found]


def _line(what: str, taken: list[float], aim: float, at_best: float | None = None) -> Line:
    seen = spread(taken)
    best = "" if at_best is None else f" (moonshot {at_best:g})"
    figure = f"{seen.p50:.1f} / {seen.p99:.1f} / {seen.worst:.1f} ms"
    return Line(what, figure, f"p99 ≤ {aim:g} ms{best}", seen.p99 <= aim)


def _actor(name: str, *roles: Role) -> Actor:
    person = PersonRef(platform="town", user=name)
    return Actor(person=person, community=COMMUNITY, roles=frozenset(roles))


def _called(command: str, actor: Actor, **given: str) -> Called:
    place = Place(platform="town", tenant=COMMUNITY, channel="square")
    return Called(
        key=new_id(), actor=actor, place=place, locale="en", command=command, given=given
    )
