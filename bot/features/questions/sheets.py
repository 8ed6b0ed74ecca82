"""What was said about a question, as rows: each round's words, each version of each answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.core.clock import from_micros, to_micros
from bot.core.people import PersonRef
from bot.core.ports import Row, Tx
from bot.features.questions import tables
from bot.features.questions.model import Answer, Parts, Perspective, Question
from bot.features.questions.rows import person_of
from bot.storage.vault import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The words of one round as they are kept: sealed under ``dek``, or published in clear.

    ``proposal`` (another wording) and ``answer`` (not yet published) are sealed likewise.
    """

    round: int
    dek: str | None
    sealed: bytes | None = field(repr=False)
    proposal: bytes | None = field(repr=False)
    note: bytes | None = field(repr=False)
    answer: bytes | None = field(repr=False)
    words: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """A version of an answer as it is kept. ``sealed`` holds the parts of a private one."""

    answer: Answer
    sealed: bytes | None = field(default=None, repr=False)


class Sheets:
    """Where what was said is kept."""

    async def start(
        self, tx: Tx, community: str, question: str, round_: int, sealed: Sealed
    ) -> None:
        """Keep the sealed words of a round."""
        await tx.execute(
            tables.PUT_TEXT,
            community=community,
            question=question,
            round=round_,
            dek=sealed.dek,
            sealed=sealed.blob,
        )

    async def of(self, tx: Tx, community: str, question: str) -> list[Sheet]:
        """Return the words of all rounds."""
        return [
            Sheet(
                round=row["round"],
                dek=row["dek"],
                sealed=_bytes(row["sealed"]),
                proposal=_bytes(row["proposal"]),
                note=_bytes(row["note"]),
                answer=_bytes(row["answer"]),
                words=row["words"],
            )
            for row in await tx.all(tables.TEXTS, community=community, question=question)
        ]

    async def reword(
        self, tx: Tx, community: str, question: str, round_: int, sealed: Sealed
    ) -> bool:
        """Replace the words of a round under the key they had; drop the proposal."""
        changed = await tx.execute(
            tables.RESEAL,
            community=community,
            question=question,
            round=round_,
            dek=sealed.dek,
            sealed=sealed.blob,
        )
        return changed == 1

    async def propose(
        self, tx: Tx, question: Question, *, dek: str, proposal: bytes | None
    ) -> None:
        """Keep another wording beside the words, or drop it."""
        await tx.execute(
            tables.PROPOSE,
            community=question.community,
            question=question.id,
            round=question.round,
            dek=dek,
            proposal=proposal,
        )

    async def prepare(self, tx: Tx, question: Question, *, dek: str, answer: bytes | None) -> None:
        """Keep an answer that is not published yet, or drop it."""
        await tx.execute(
            tables.DRAFT_ANSWER,
            community=question.community,
            question=question.id,
            round=question.round,
            dek=dek,
            answer=answer,
        )

    async def hand_over(self, tx: Tx, question: Question, *, dek: str, note: bytes | None) -> None:
        """Keep a note for the liaison who takes it next."""
        await tx.execute(
            tables.HAND_OVER,
            community=question.community,
            question=question.id,
            round=question.round,
            dek=dek,
            note=note,
        )

    async def publish(
        self, tx: Tx, community: str, question: str, round_: int, words: str
    ) -> None:
        """Put the approved words where the sealed ones were."""
        await tx.execute(
            tables.PUBLISH_TEXT, community=community, question=question, round=round_, words=words
        )

    async def erase(self, tx: Tx, community: str, question: str, *, from_round: int = 0) -> None:
        """Remove the words of a round and all after it. Their keys are erased after the commit."""
        await tx.execute(
            tables.ERASE_TEXT, community=community, question=question, from_round=from_round
        )

    async def drop(self, tx: Tx, community: str, question: str, *, round_: int) -> None:
        """Remove a round that was never answered, so that another may take its place."""
        await tx.execute(tables.DROP_TEXT, community=community, question=question, round=round_)

    async def answer(self, tx: Tx, community: str, question: str, row: AnswerRow) -> None:
        """Keep a version of an answer; what is sealed of it is not kept in clear."""
        answer = row.answer
        clear = answer.parts if row.sealed is None else None
        await tx.execute(
            tables.PUT_ANSWER,
            community=community,
            question=question,
            round=answer.round,
            version=answer.version,
            said_by=None if answer.by is None else answer.by.key,
            at=to_micros(answer.at),
            sealed=row.sealed,
            acknowledge="" if clear is None else clear.acknowledge,
            answer="" if clear is None else clear.answer,
            next="" if clear is None else clear.next,
            reason=answer.parts.reason,
            review_on=_iso(answer.parts.review_on),
            note="" if clear is None else answer.note,
        )

    async def answers(self, tx: Tx, community: str, question: str) -> list[AnswerRow]:
        """Return every version of every answer."""
        rows = await tx.all(tables.ANSWERS, community=community, question=question)
        return [
            AnswerRow(
                answer=Answer(
                    round=row["round"],
                    version=row["version"],
                    parts=Parts(
                        acknowledge=row["acknowledge"],
                        answer=row["answer"],
                        next=row["next"],
                        reason=row["reason"],
                        review_on=None
                        if row["review_on"] is None
                        else date.fromisoformat(row["review_on"]),
                    ),
                    by=person_of(row["said_by"]),
                    at=from_micros(row["at"]),
                    note=row["note"],
                ),
                sealed=_bytes(row["sealed"]),
            )
            for row in rows
        ]

    async def perspectives(self, tx: Tx, community: str, question: str) -> list[Perspective]:
        """Return what the panel added, in an order that favours nobody."""
        rows = await tx.all(tables.PERSPECTIVES, community=community, question=question)
        return [perspective_of(row) for row in rows]

    async def drop_perspective(
        self, tx: Tx, community: str, perspective: str, said_by: PersonRef
    ) -> str | None:
        """Remove a person's own perspective; return the question it stood below."""
        key = {"community": community, "id": perspective}
        row = await tx.one(tables.DROP_PERSPECTIVE, **key, said_by=said_by.key)
        return None if row is None else str(row["question"])

    async def answered_by(
        self, tx: Tx, community: str, liaison: PersonRef, *, at_most: int
    ) -> list[str]:
        """Return the questions that a liaison answered, the newest first, each once."""
        rows = await tx.all(
            tables.LATEST_BY, community=community, said_by=liaison.key, at_most=at_most
        )
        return list(dict.fromkeys(row["question"] for row in rows))

    async def add_perspective(
        self, tx: Tx, community: str, question: str, perspective: Perspective
    ) -> None:
        """Keep a perspective."""
        await tx.execute(
            tables.PUT_PERSPECTIVE,
            community=community,
            id=perspective.id,
            question=question,
            label=perspective.label,
            view=perspective.view,
            source=perspective.source,
            conflict=perspective.conflict,
            said_by=None if perspective.by is None else perspective.by.key,
            at=to_micros(perspective.at),
        )


def perspective_of(row: Row) -> Perspective:
    """Read a row."""
    return Perspective(
        id=row["id"],
        label=row["label"],
        view=row["view"],
        source=row["source"],
        conflict=row["conflict"],
        by=person_of(row["said_by"]),
        at=from_micros(row["at"]),
    )


def _bytes(value: object) -> bytes | None:
    return bytes(value) if isinstance(value, bytes | bytearray | memoryview) else None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
