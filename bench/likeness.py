"""Similar questions by meaning: what a text costs, and comparing it with all that is kept."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from bench.timing import Line, Once, Spread, milliseconds, spread
from bot.adapters.meaning.english import EnglishMeaning, installed
from bot.core.ids import new_id
from bot.core.ports import Tx
from bot.features.questions.content import FaqFile
from bot.features.questions.faq import Faq
from bot.features.questions.meanings import AMONG
from bot.features.questions.model import Naming, Question, State, Topic
from bot.features.questions.service.likeness import PATIENCE, Likeness
from bot.features.questions.service.reading import Reading
from bot.storage.search import Search
from tests.support.desk import COMMUNITY, Counter, open_counter

_TIMES: Final = 100
_AT_ONCE: Final = 500
_SHORT: Final = "Does anybody look at the footage of body cameras afterwards?"
_LONG: Final = " ".join([_SHORT] * 20)


async def measure(folder: Path) -> list[Line]:
    """Take the figures of one asker among as many published questions as are ever compared."""
    meaning = installed()
    if meaning is None:
        return [Line("the sentence model (`make install-semantic`)", "not installed")]
    before = _megabytes()
    short = await _spent(lambda: meaning.vector(_SHORT))
    longest = await _spent(lambda: meaning.vector(_LONG))
    after = _megabytes()
    async with open_counter(folder / "data") as counter:
        await _publish(counter, meaning)
        archive = replace(counter.archive, meaning=meaning)
        reading = Reading(archive=archive, search=Search(archive.store))
        faq = Faq(counter.app.settings.load_content("faq.yaml", FaqFile))
        likeness = Likeness(archive=archive, reading=reading, faq=lambda _: faq)
        await faq.meant(meaning)
        asked = await _spent(lambda: likeness.offered(COMMUNITY, _SHORT, "en"))
    worst = PATIENCE * 1_000
    return [
        Line("reading a question of ten words, p50 / p99", milliseconds(short)),
        Line("reading the longest text that is read, p50 / p99", milliseconds(longest)),
        Line(f"the offer among {AMONG:,} questions, p50 / p99", milliseconds(asked)),
        Line("of it at worst", f"{asked.worst:.0f} ms", f"≤ {worst:.0f} ms", asked.worst <= worst),
        Line("memory once a text was read", f"{after - before:.0f} MB"),
    ]


async def _spent(once: Once) -> Spread:
    """Return the processor time of this process, in all its threads, for one call and the next."""
    taken = []
    for _ in range(_TIMES):
        began = time.process_time()
        await once()
        taken.append(time.process_time() - began)
    return spread(taken)


async def _publish(counter: Counter, meaning: EnglishMeaning) -> None:
    """Keep as many questions as are compared, each with the same vector."""
    archive, vector = counter.archive, await meaning.vector(_LONG)
    now = counter.app.clock.now()

    async def unit(tx: Tx) -> None:
        for n in range(_AT_ONCE):
            question = Question(
                community=COMMUNITY,
                id=new_id(),
                topic=Topic.OTHER,
                naming=Naming.ANONYMOUS,
                asked_by=None,
                alias=1,
                public=True,
                asked_on=now.date(),
                batch=None,
                state=State.ANSWERED,
                published_at=now - timedelta(minutes=n),
            )
            await archive.questions.add(tx, question, receipt=question.id.encode(), address=None)
            await archive.meanings.keep(tx, COMMUNITY, question.id, meaning.model, vector)

    for _ in range(AMONG // _AT_ONCE):
        await archive.store.write(unit)


def _megabytes() -> float:
    """Return the memory that is this process's own, without pages of files."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("RssAnon:")[1].split()[0]) / 1_024
