"""The archive: questions with their words, whether they stand in clear or under seal."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import msgspec

from bot.core.clock import day_of
from bot.core.errors import NotFound
from bot.core.ports import Clock, Community, Directory, Job, Tx
from bot.features.questions import tables
from bot.features.questions.hours import WorkingTime, holidays_of, is_loaded
from bot.features.questions.meanings import Meanings
from bot.features.questions.model import Answer, Parts, Question, Whole, Words
from bot.features.questions.ports import Anonymity, Meaning, Records, Vault
from bot.features.questions.rules import Rules
from bot.features.questions.sheets import AnswerRow, Sheet, Sheets
from bot.features.questions.store import Drafts, Questions
from bot.features.questions.tokens import Marks, Voices
from bot.storage.vault import Gone, Sealed

FORGET: Final = "questions.forget"
RELEASE: Final = "questions.release"
SWEEP: Final = "questions.sweep"
WIPE: Final = "questions.wipe"
TELL: Final = "questions.tell"
LEASE: Final = "questions.lease"
NUDGE: Final = "questions.nudge"
REOPEN: Final = "questions.reopen"
HOLDERS: Final = "questions.holders"
LEARN: Final = "questions.learn"

ASKED: Final = "words"
PROPOSAL: Final = "proposal"
ANSWER: Final = "answer"
NOTE: Final = "note"


class _Noted(msgspec.Struct):
    """What a correction says of itself: under seal it stands beside the parts."""

    note: str = ""


_parts = msgspec.json.Decoder(Parts)
_noted = msgspec.json.Decoder(_Noted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What every service about questions works with."""

    store: Records
    clock: Clock
    vault: Vault
    directory: Directory
    anonymity: Anonymity
    rules: Callable[[str], Rules]
    meaning: Meaning | None = None
    questions: Questions = field(default_factory=Questions)
    sheets: Sheets = field(default_factory=Sheets)
    drafts: Drafts = field(default_factory=Drafts)
    voices: Voices = field(default_factory=Voices)
    marks: Marks = field(default_factory=Marks)
    meanings: Meanings = field(default_factory=Meanings)

    async def community(self, name: str) -> Community:
        """Return the community: its zone, country and language."""
        return await self.directory.community(name)

    async def hours(self, name: str) -> WorkingTime:
        """Return the working time of a community."""
        community = await self.community(name)
        if not is_loaded(community.hours.holidays):
            await asyncio.to_thread(holidays_of, community.hours.holidays)
        return WorkingTime.of(community)

    async def today(self, name: str) -> date:
        """Return the day that it is in the community."""
        return day_of(self.clock.now(), (await self.community(name)).zone)

    def keyed(self, purpose: str, *parts: str) -> bytes:
        """Return a keyed hash that serves ``purpose`` alone."""
        return hmac.digest(self.vault.key(purpose), "\0".join(parts).encode(), hashlib.sha256)

    def seal(self, subject: str, purpose: str, words: str, *, dek: str | None = None) -> Sealed:
        """Seal words; without ``dek`` under a fresh key. Quick, also within a transaction."""
        return self.vault.seal(words.encode(), purpose=purpose, subject=subject, dek=dek)

    def open(self, sealed: Sealed, subject: str, purpose: str) -> str:
        """Return what was sealed; empty when its key is gone."""
        try:
            return self.vault.open(
                sealed.dek, sealed.blob, purpose=purpose, subject=subject
            ).decode()
        except Gone:
            return ""

    async def whole(self, community: str, question: str) -> Whole:
        """Return a question with all that was said. Raises ``NotFound``."""

        async def unit(tx: Tx) -> Whole:
            return await self.gathered(tx, await self.questions.get(tx, community, question))

        return await self.store.read(unit)

    async def numbered(self, community: str, number: int) -> Whole:
        """Return a question by its number. Raises ``NotFound``."""

        async def unit(tx: Tx) -> Whole:
            return await self.gathered(tx, await self.questions.numbered(tx, community, number))

        return await self.store.read(unit)

    async def gathered(self, tx: Tx, question: Question) -> Whole:
        """Gather all that was said, and open what is sealed of it."""
        community, key = question.community, question.id
        sheets = await self.sheets.of(tx, community, key)
        deks = {sheet.round: sheet.dek for sheet in sheets}
        answers = await self.sheets.answers(tx, community, key)
        return Whole(
            question=question,
            words=tuple(self._words(key, sheet) for sheet in sheets),
            answers=tuple(self._answer(key, row, deks.get(row.answer.round)) for row in answers),
            perspectives=tuple(await self.sheets.perspectives(tx, community, key)),
            ready=any(sheet.answer is not None for sheet in sheets),
            objected=question.published_at is not None
            and await self.questions.objected(tx, question),
        )

    async def root(self, tx: Tx, question: Question) -> Question:
        """Return the question that this one was joined to in the end; itself where it was not.

        The way leads on through a joined question that its own asker took back since.
        """
        while question.merged_into is not None:
            question = await self.questions.get(tx, question.community, question.merged_into)
        return question

    def prepared(self, question: Question, sheet: Sheet) -> Parts | None:
        """Return the answer that waits to be published, if there is one."""
        words = self._opened(question.id, sheet.dek, sheet.answer, ANSWER)
        return _parts.decode(words) if words else None

    def note(self, question: Question, sheet: Sheet) -> str:
        """Return what the liaison before left for the next one."""
        return self._opened(question.id, sheet.dek, sheet.note, NOTE)

    async def sheet(self, tx: Tx, question: Question) -> Sheet:
        """Return the sheet of the present round. Raises ``NotFound``."""
        for sheet in await self.sheets.of(tx, question.community, question.id):
            if sheet.round == question.round:
                return sheet
        raise NotFound

    async def deks(self) -> set[str]:
        """Return the id of every key that something here is sealed under, in all communities."""

        async def unit(tx: Tx) -> set[str]:
            return {row["dek"] for row in await tx.all(tables.DEKS)}

        return await self.store.read(unit)

    def _words(self, subject: str, sheet: Sheet) -> Words:
        sealed = self._opened(subject, sheet.dek, sheet.sealed, ASKED)
        return Words(
            round=sheet.round,
            words=sheet.words or sealed,
            proposal=self._opened(subject, sheet.dek, sheet.proposal, PROPOSAL) or None,
            published=sheet.words is not None,
        )

    def _answer(self, subject: str, row: AnswerRow, dek: str | None) -> Answer:
        words = self._opened(subject, dek, row.sealed, ANSWER)
        if not words:
            return row.answer
        return replace(
            row.answer,
            parts=_parts.decode(words),
            note=_noted.decode(words).note or row.answer.note,
        )

    def _opened(self, subject: str, dek: str | None, blob: bytes | None, purpose: str) -> str:
        return self.open(Sealed(dek, blob), subject, purpose) if dek and blob else ""


def written(parts: Parts, *, note: str = "") -> str:
    """Write the parts of an answer, and what it corrects, so that they can be sealed as one."""
    return msgspec.json.encode({**msgspec.to_builtins(parts), "note": note}).decode()


def forget(community: str, deks: Iterable[str | None]) -> tuple[Job, ...]:
    """Have keys erased after the commit, tried again until it is done."""
    return tuple(
        Job(
            kind=FORGET,
            community=community,
            lane=f"{FORGET}:{dek}",
            payload={"dek": dek},
            key=f"{FORGET}:{dek}",
        )
        for dek in deks
        if dek is not None
    )


def wipe(community: str) -> Job:
    """Have what was published and taken back cut out of the files as well."""
    return Job(kind=WIPE, community=community, lane=WIPE, key=WIPE)


def learning(community: str, *, because_of: Question | None = None) -> Job:
    """Have what is published and was not read for its meaning be read."""
    why = "" if because_of is None else f":{because_of.id}:{because_of.revision}"
    return Job(kind=LEARN, community=community, lane=LEARN, key=f"{LEARN}{why}")


def released(question: Question) -> Job:
    """Have a batch released when its window is over; one job serves all that wait in it."""
    batch = question.batch
    return Job(
        kind=RELEASE,
        community=question.community,
        lane=RELEASE,
        due_at=batch,
        key=f"{RELEASE}:{batch:%Y%m%d%H%M%S}",
    )


def quietly(jobs: Iterable[Job], rules: Rules, clock: Clock) -> tuple[Job, ...]:
    """Have jobs done at once without keeping the instant at which a resident caused them."""
    began = rules.batch(clock.now()) - rules.release_every
    return tuple(replace(job, due_at=began) if job.due_at is None else job for job in jobs)


def with_the_batch(jobs: Iterable[Job], rules: Rules, clock: Clock) -> tuple[Job, ...]:
    """Have jobs done when this window is over: what is seen then does not tell who was here when.

    They have names of their own, so that the same wish of somebody else need not wait with them.
    """
    over = rules.batch(clock.now())
    return tuple(replace(job, due_at=over, key=f"{job.key}:batch") for job in jobs)
