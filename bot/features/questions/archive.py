"""The archive: questions with their words, whether they stand in clear or under seal."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from bot.core.errors import NotFound
from bot.core.ports import Clock, Community, Directory, Job, Store, Tx
from bot.features.questions.hours import WorkingTime
from bot.features.questions.model import Answer, Parts, Perspective, Question, Whole, Words
from bot.features.questions.ports import Anonymity, Vault
from bot.features.questions.rules import Rules, grid
from bot.features.questions.sheets import AnswerRow, Sheet, Sheets
from bot.features.questions.store import Drafts, Questions, Sealed
from bot.storage.errors import Gone

FORGET: Final = "questions.forget"
RELEASE: Final = "questions.release"
SWEEP: Final = "questions.sweep"
TELL: Final = "questions.tell"
LEASE: Final = "questions.lease"

ASKED: Final = "words"
PROPOSAL: Final = "proposal"
ANSWER: Final = "answer"
ADDRESS: Final = "address"

_parts = msgspec.json.Decoder(Parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What every service about questions works with."""

    store: Store
    clock: Clock
    vault: Vault
    directory: Directory
    anonymity: Anonymity
    rules: Callable[[str], Rules]
    questions: Questions = field(default_factory=Questions)
    sheets: Sheets = field(default_factory=Sheets)
    drafts: Drafts = field(default_factory=Drafts)

    async def community(self, name: str) -> Community:
        """Return the community: its zone, country and language."""
        return await self.directory.community(name)

    async def hours(self, name: str) -> WorkingTime:
        """Return the working time of a community."""
        return WorkingTime.of(await self.community(name))

    async def today(self, name: str) -> date:
        """Return the day that it is in the community."""
        community = await self.community(name)
        return self.clock.now().astimezone(ZoneInfo(community.zone)).date()

    def keyed(self, purpose: str, *parts: str) -> bytes:
        """Return a keyed hash that serves ``purpose`` alone."""
        return hmac.digest(self.vault.key(purpose), "\0".join(parts).encode(), hashlib.sha256)

    async def seal(self, subject: str, purpose: str, words: str) -> Sealed:
        """Seal words under a fresh key."""
        dek = await self.vault.new_dek()
        return await self.seal_again(dek, subject, purpose, words)

    async def seal_again(self, dek: str, subject: str, purpose: str, words: str) -> Sealed:
        """Seal words under a key that seals other words of the same question."""
        sealed = await self.vault.seal(dek, words.encode(), subject=subject, purpose=purpose)
        return Sealed(dek=dek, bytes=sealed)

    async def open(self, sealed: Sealed, subject: str, purpose: str) -> str:
        """Return what was sealed; empty when its key is gone."""
        try:
            words = await self.vault.open(
                sealed.dek, sealed.bytes, subject=subject, purpose=purpose
            )
        except Gone:
            return ""
        return words.decode()

    async def whole(self, community: str, question: str) -> Whole:
        """Return a question with all that was said. Raises ``NotFound``."""

        async def unit(tx: Tx) -> _Rows:
            return await self.rows(tx, await self.questions.get(tx, community, question))

        return await self.opened(await self.store.read(unit))

    async def numbered(self, community: str, number: int) -> Whole:
        """Return a question by its number. Raises ``NotFound``."""

        async def unit(tx: Tx) -> _Rows:
            return await self.rows(tx, await self.questions.numbered(tx, community, number))

        return await self.opened(await self.store.read(unit))

    async def rows(self, tx: Tx, question: Question) -> _Rows:
        """Gather what is kept about a question, still sealed."""
        community, key = question.community, question.id
        return _Rows(
            question=question,
            sheets=tuple(await self.sheets.of(tx, community, key)),
            answers=tuple(await self.sheets.answers(tx, community, key)),
            perspectives=tuple(await self.sheets.perspectives(tx, community, key)),
        )

    async def opened(self, rows: _Rows) -> Whole:
        """Open what is sealed."""
        subject = rows.question.id
        deks = {sheet.round: sheet.dek for sheet in rows.sheets}
        words = tuple([await self._words(subject, sheet) for sheet in rows.sheets])
        answers = tuple([await self._answer(subject, row, deks) for row in rows.answers])
        return Whole(
            question=rows.question,
            words=words,
            answers=answers,
            perspectives=rows.perspectives,
        )

    async def prepared(self, question: Question, sheet: Sheet) -> Parts | None:
        """Return the answer that waits to be published, if there is one."""
        if sheet.answer is None or sheet.dek is None:
            return None
        sealed = Sealed(dek=sheet.dek, bytes=sheet.answer)
        words = await self.open(sealed, question.id, ANSWER)
        return _parts.decode(words) if words else None

    async def sheet(self, tx: Tx, question: Question) -> Sheet:
        """Return the sheet of the present round. Raises ``NotFound``."""
        for sheet in await self.sheets.of(tx, question.community, question.id):
            if sheet.round == question.round:
                return sheet
        raise NotFound

    async def _words(self, subject: str, sheet: Sheet) -> Words:
        words = sheet.words or ""
        proposal = None
        if sheet.dek is not None and sheet.sealed is not None:
            words = await self.open(Sealed(dek=sheet.dek, bytes=sheet.sealed), subject, ASKED)
        if sheet.dek is not None and sheet.proposal is not None:
            other = Sealed(dek=sheet.dek, bytes=sheet.proposal)
            proposal = await self.open(other, subject, PROPOSAL)
        return Words(
            round=sheet.round,
            words=words,
            proposal=proposal,
            published=sheet.words is not None,
        )

    async def _answer(self, subject: str, row: AnswerRow, deks: dict[int, str | None]) -> Answer:
        dek = deks.get(row.answer.round)
        if row.sealed is None or dek is None:
            return row.answer
        words = await self.open(Sealed(dek=dek, bytes=row.sealed), subject, ANSWER)
        return replace(row.answer, parts=_parts.decode(words)) if words else row.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    question: Question
    sheets: tuple[Sheet, ...]
    answers: tuple[AnswerRow, ...]
    perspectives: tuple[Perspective, ...]


def written(parts: Parts) -> str:
    """Write the parts of an answer so that they can be sealed as one."""
    return msgspec.json.encode(parts).decode()


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


def quietly(jobs: Iterable[Job], rules: Rules, clock: Clock) -> tuple[Job, ...]:
    """Have jobs done at once without keeping the instant at which a resident caused them."""
    began = grid(clock.now(), rules.release_every) - rules.release_every
    return tuple(replace(job, due_at=began) if job.due_at is None else job for job in jobs)
