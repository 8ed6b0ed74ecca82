"""Questions as rows. Everything here runs inside a transaction and awaits nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.clock import from_micros, to_micros
from bot.core.errors import MovedOn, NotFound
from bot.core.people import PersonRef
from bot.core.ports import Row, Tx
from bot.features.questions import tables
from bot.features.questions.model import Naming, Question, State, Topic
from bot.features.questions.rows import question_of, row_of
from bot.storage.vault import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A draft as it is kept: all but its words in clear."""

    community: str
    id: str
    question: str
    topic: Topic
    naming: Naming
    public: bool
    sealed: Sealed
    until: datetime


class Drafts:
    """What is about to be asked: sealed rows that belong to nobody."""

    async def put(self, tx: Tx, draft: DraftRow) -> None:
        """Keep a draft until its hour is over."""
        await tx.execute(
            tables.PUT_DRAFT,
            community=draft.community,
            id=draft.id,
            question=draft.question,
            topic=draft.topic.value,
            naming=draft.naming.value,
            public=int(draft.public),
            dek=draft.sealed.dek,
            sealed=draft.sealed.blob,
            until=to_micros(draft.until),
        )

    async def get(self, tx: Tx, community: str, draft: str) -> DraftRow | None:
        """Return a draft that is still there."""
        row = await tx.one(tables.GET_DRAFT, community=community, id=draft)
        return None if row is None else _draft(community, row)

    async def take(self, tx: Tx, community: str, draft: str) -> DraftRow | None:
        """Remove a draft and return it; ``None`` when somebody was quicker."""
        row = await tx.one(tables.TAKE_DRAFT, community=community, id=draft)
        return None if row is None else _draft(community, row)

    async def drop(self, tx: Tx, community: str, draft: str) -> str | None:
        """Remove a draft; return its key's id, or ``None`` when it was gone already."""
        row = await tx.one(tables.DROP_DRAFT, community=community, id=draft)
        return None if row is None else str(row["dek"])

    async def drop_old(self, tx: Tx, community: str, now: datetime) -> list[str]:
        """Remove what nobody sent; return the ids of the keys."""
        rows = await tx.all(tables.OLD_DRAFTS, community=community, now=to_micros(now))
        return [row["dek"] for row in rows]


class Questions:
    """Where questions are kept and how they are found."""

    async def add(
        self, tx: Tx, question: Question, *, receipt: bytes, address: Sealed | None
    ) -> None:
        """Keep a new question."""
        await tx.execute(
            tables.ADD,
            **row_of(question),
            topic=question.topic.value,
            naming=question.naming.value,
            alias=question.alias,
            public=int(question.public),
            asked_on=question.asked_on.isoformat(),
            votes=question.votes,
            receipt=receipt,
            address_dek=None if address is None else address.dek,
            address=None if address is None else address.blob,
        )

    async def get(self, tx: Tx, community: str, question: str) -> Question:
        """Return a question. Raises ``NotFound``."""
        return _found(await tx.one(tables.GET, community=community, id=question))

    async def numbered(self, tx: Tx, community: str, number: int) -> Question:
        """Return a question by the number it was given at opening. Raises ``NotFound``."""
        return _found(await tx.one(tables.BY_NUMBER, community=community, number=number))

    async def by_receipt(self, tx: Tx, community: str, receipt: bytes) -> Question | None:
        """Return the question that a receipt's keyed hash belongs to."""
        row = await tx.one(tables.BY_RECEIPT, community=community, receipt=receipt)
        return None if row is None else question_of(row)

    async def swap(self, tx: Tx, before: Question, after: Question) -> Question:
        """Write ``after`` where ``before`` is still the truth. Raises ``MovedOn`` where not."""
        row = row_of(after) | {"revision": before.revision}
        if await tx.execute(tables.SWAP, **row) != 1:
            raise MovedOn
        return await self.get(tx, before.community, before.id)

    async def next_number(self, tx: Tx, community: str) -> int:
        """Take the next number of this community."""
        row = await tx.one(tables.NEXT_NUMBER, community=community)
        if row is None:
            raise NotFound
        return int(row["number"])

    async def in_state(
        self, tx: Tx, community: str, state: State, *, at_most: int, after: Question | None = None
    ) -> list[Question]:
        """Return questions in a state, the most urgent first, from the one after ``after``."""
        if after is None or after.due_at is None:
            rows = await tx.all(
                tables.IN_STATE, community=community, state=state.value, at_most=at_most
            )
        else:
            rows = await tx.all(
                tables.AFTER_IN_STATE,
                community=community,
                state=state.value,
                due_at=to_micros(after.due_at),
                id=after.id,
                at_most=at_most,
            )
        return _all(rows)

    async def how_many(self, tx: Tx, community: str, state: State) -> int:
        """Count the questions in a state."""
        row = await tx.one(tables.HOW_MANY, community=community, state=state.value)
        return 0 if row is None else int(row["n"])

    async def ready(self, tx: Tx, community: str, now: datetime) -> list[Question]:
        """Return what waits for a batch that is over."""
        return _all(await tx.all(tables.IN_BATCH, community=community, now=to_micros(now)))

    async def waiting(self, tx: Tx, community: str) -> int:
        """Count what waits for the next batch."""
        row = await tx.one(tables.WAITING, community=community)
        return 0 if row is None else int(row["n"])

    async def held_by(
        self, tx: Tx, community: str, liaison: PersonRef, *, at_most: int
    ) -> list[Question]:
        """Return what one liaison holds."""
        rows = await tx.all(
            tables.HELD_BY, community=community, held_by=liaison.key, at_most=at_most
        )
        return _all(rows)

    async def load(self, tx: Tx, community: str, liaison: PersonRef) -> int:
        """Count what one liaison holds."""
        row = await tx.one(tables.LOAD, community=community, held_by=liaison.key)
        return 0 if row is None else int(row["n"])

    async def asked_by(
        self, tx: Tx, community: str, person: PersonRef, *, at_most: int
    ) -> list[Question]:
        """Return what a person asked under their name."""
        rows = await tx.all(
            tables.ASKED_BY, community=community, asked_by=person.key, at_most=at_most
        )
        return _all(rows)

    async def newest(self, tx: Tx, community: str, *, at_most: int, skip: int) -> list[Question]:
        """Return published questions, the newest answers and corrections first."""
        rows = await tx.all(tables.NEWEST, community=community, at_most=at_most, skip=skip)
        return _all(rows)

    async def open_ones(self, tx: Tx, community: str, *, at_most: int) -> list[Question]:
        """Return what waits for an answer in public, most votes first."""
        return _all(await tx.all(tables.TOP_OPEN, community=community, at_most=at_most))

    async def counts(self, tx: Tx, community: str) -> dict[State, int]:
        """Count the questions in each state."""
        rows = await tx.all(tables.COUNTED, community=community)
        return {State(row["state"]): int(row["n"]) for row in rows}

    async def late(self, tx: Tx, community: str, now: datetime) -> int:
        """Count what should have been answered by now."""
        row = await tx.one(tables.LATE, community=community, now=to_micros(now))
        return 0 if row is None else int(row["n"])

    async def address(self, tx: Tx, community: str, question: str) -> Sealed | None:
        """Return the sealed address of an asker who wanted to be told."""
        row = await tx.one(tables.ADDRESS, community=community, id=question)
        if row is None or row["address"] is None:
            return None
        return Sealed(row["address_dek"], bytes(row["address"]))

    async def objected(self, tx: Tx, question: Question) -> bool:
        """Whether somebody whose question was joined to this one says "not quite" to its answer."""
        key = {"community": question.community, "id": question.id}
        return await tx.one(tables.NOT_QUITE, **key, round=question.round) is not None

    async def drop_address(self, tx: Tx, community: str, question: str) -> str | None:
        """Remove the sealed address of who asked; return its key's id, which is to be erased."""
        own = await self.address(tx, community, question)
        if own is None:
            return None
        await tx.execute(tables.DROP_ADDRESS, community=community, id=question, dek=own.dek)
        return own.dek

    async def add_votes(self, tx: Tx, community: str, question: str, votes: int) -> None:
        """Count votes, whatever else happens to the question meanwhile."""
        await tx.execute(tables.ADD_VOTES, community=community, id=question, votes=votes)


def _draft(community: str, row: Row) -> DraftRow:
    return DraftRow(
        community=community,
        id=row["id"],
        question=row["question"],
        topic=Topic(row["topic"]),
        naming=Naming(row["naming"]),
        public=bool(row["public"]),
        sealed=Sealed(row["dek"], bytes(row["sealed"])),
        until=from_micros(row["until"]),
    )


def _found(row: Row | None) -> Question:
    if row is None:
        raise NotFound
    return question_of(row)


def _all(rows: Sequence[Row]) -> list[Question]:
    return [question_of(row) for row in rows]
