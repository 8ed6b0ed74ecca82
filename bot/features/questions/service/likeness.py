"""Likeness: what was answered already and may answer what somebody is about to ask.

Found by words; where something that reads the language is installed, by meaning, which then
decides alone for whatever it has read. It reads what is published, and of the asker's words it
keeps nothing. Whatever goes wrong with it, or takes too long, leaves the search by words.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.actions import act
from bot.core.errors import NotFound
from bot.core.ports import Tx
from bot.core.routes import Found
from bot.core.text import Verbatim
from bot.features.questions.archive import Archive
from bot.features.questions.faq import Faq
from bot.features.questions.model import Answer, Whole
from bot.features.questions.ports import Meaning
from bot.features.questions.service.reading import Reading, gist_of, is_out, title_of
from bot.i18n.catalogue import language_of
from bot.storage.search import Hit

_OFFERED: Final = 3
_PAGE_IS_ALIKE: Final = 0.45
ALIKE: Final = 0.46
"""From here on two texts are alike: chosen on tests/unit/questions/paraphrases.py, where it offers
something to 8 decoys of 30, as words do to 7. docs/performance.md says what it finds elsewhere."""

PATIENCE: Final = 1.0
"""Seconds: what is left of the three that a platform waits belongs to everything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Offers what is like a text."""

    archive: Archive
    reading: Reading
    faq: Callable[[str], Faq]

    async def offered(
        self, community: str, words: str, locale: str, *, at_most: int = _OFFERED
    ) -> Sequence[Found]:
        """Return published questions and pages of the FAQ that may answer ``words``, closest first.

        Pages are offered in the reader's language, whichever the words are in.
        """
        hits = await self.reading.similar(community, words, at_most=at_most)
        faq, near = self.faq(community), await self._near(community, words)
        if near is None:
            pages = faq.find(words, language_of(locale), at_most=at_most, closeness=_PAGE_IS_ALIKE)
            return _closest([*map(_asked, hits), *pages], at_most)
        unread = [_asked(hit) for hit in hits if hit.thing not in near.questions]
        alike = await self._gathered(community, _alike(near.questions, at_most))
        pages = [
            faq.found(page, close, language_of(locale))
            for page, close in _alike(near.pages, at_most).items()
        ]
        return _closest([*unread, *alike, *pages], at_most)

    async def _near(self, community: str, words: str) -> _Near | None:
        """Say how close everything is by meaning; ``None`` when nothing can tell, or not in time."""
        meaning = self.archive.meaning
        if meaning is None or not meaning.reads(words):
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._compared(meaning, community, words)
        except Exception:  # noqa: BLE001  (asking goes on without; and a line would tell when)
            return None

    async def _compared(self, meaning: Meaning, community: str, words: str) -> _Near:
        desk = self.archive
        questions = await desk.store.read(
            lambda tx: desk.meanings.meant(tx, community, meaning.model)
        )
        pages = await self.faq(community).meant(meaning)
        close = await meaning.closeness(words, [*questions.values(), *pages.values()])
        return _Near(
            dict(zip(questions, close, strict=False)),
            dict(zip(pages, close[len(questions) :], strict=True)),
        )

    async def _gathered(self, community: str, alike: Mapping[str, float]) -> list[Found]:
        desk = self.archive

        async def unit(tx: Tx) -> list[Found]:
            found = []
            for question, closeness in alike.items():
                try:
                    whole = await desk.gathered(
                        tx, await desk.questions.get(tx, community, question)
                    )
                except NotFound:
                    continue
                answer = whole.newest
                if is_out(whole.question) and answer is not None:
                    found.append(_asked(_hit(whole, answer, closeness)))
            return found

        return await desk.store.read(unit)


@dataclass(frozen=True, slots=True)
class _Near:
    """How close what is published is to what somebody asks."""

    questions: Mapping[str, float]
    pages: Mapping[str, float]


def _alike(near: Mapping[str, float], at_most: int) -> dict[str, float]:
    best = sorted(near.items(), key=lambda one: -one[1])[:at_most]
    return {thing: closeness for thing, closeness in best if closeness >= ALIKE}


def _closest(found: Sequence[Found], at_most: int) -> Sequence[Found]:
    return sorted(found, key=lambda thing: -thing.closeness)[:at_most]


def _asked(hit: Hit) -> Found:
    return Found(
        title=Verbatim(hit.title),
        gist=Verbatim(hit.gist),
        closeness=hit.closeness,
        read=act("questions.read", hit.thing),
    )


def _hit(whole: Whole, answer: Answer, closeness: float) -> Hit:
    return Hit(
        thing=whole.question.id,
        title=title_of(whole),
        gist=gist_of(answer),
        closeness=closeness,
    )
