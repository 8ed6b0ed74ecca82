"""Between rows and notes."""

from __future__ import annotations

from datetime import date

from bot.core.errors import MovedOn, NotFound
from bot.core.people import PersonRef
from bot.core.ports import Row, Tx
from bot.features.feedback import tables
from bot.features.feedback.model import About, Kind, Note, Reason, State


class FeedbackTable:
    """The rows of feedback, read and written within a transaction."""

    async def add(self, tx: Tx, note: Note, receipt: bytes) -> None:
        """Log a note under the keyed hash of its receipt."""
        await tx.execute(
            tables.ADD,
            **_values(note),
            receipt=receipt,
            kind=note.kind.value,
            about=note.about.value,
            about_ref=note.about_ref,
            rating=note.rating,
            logged_on=note.logged_on.isoformat(),
        )

    async def get(self, tx: Tx, community: str, note: str) -> Note:
        """Return one note. Raises ``NotFound``."""
        row = await tx.one(tables.GET, community=community, id=note)
        if row is None:
            raise NotFound
        return _note(community, row)

    async def by_receipt(self, tx: Tx, community: str, receipt: bytes) -> Note | None:
        """Return the note of a receipt's keyed hash, if there is one."""
        row = await tx.one(tables.BY_RECEIPT, community=community, receipt=receipt)
        return None if row is None else _note(community, row)

    async def swap(self, tx: Tx, before: Note, after: Note) -> None:
        """Write ``after`` if ``before`` is still current. Raises ``MovedOn``."""
        if await tx.execute(tables.SWAP, **_values(after), revision=before.revision) != 1:
            raise MovedOn

    async def in_state(
        self, tx: Tx, community: str, *states: State, at_most: int
    ) -> tuple[Note, ...]:
        """Return notes that stand in one of ``states``, the oldest first in each."""
        found: list[Note] = []
        for state in states:
            rows = await tx.all(
                tables.IN_STATE, community=community, state=state.value, at_most=at_most
            )
            found += [_note(community, row) for row in rows]
        return tuple(found[:at_most])

    async def said_by(self, tx: Tx, community: str, person: PersonRef) -> tuple[Note, ...]:
        """Return what a person said under their name."""
        rows = await tx.all(tables.SAID_BY, community=community, said_by=person.key)
        return tuple(_note(community, row) for row in rows)

    async def after(self, tx: Tx, community: str, note: str, at_most: int) -> tuple[Note, ...]:
        """Return a page of all notes, in the order of their random ids."""
        rows = await tx.all(tables.AFTER, community=community, after=note, at_most=at_most)
        return tuple(_note(community, row) for row in rows)

    async def counts(self, tx: Tx, community: str) -> dict[tuple[Kind, State | None], int]:
        """Return how many notes of each kind there are by outcome."""
        rows = await tx.all(tables.COUNT, community=community)
        return {(Kind(r["kind"]), _state(r["outcome"])): r["n"] for r in rows}

    async def expire(self, tx: Tx, community: str, before: date) -> tuple[str, ...]:
        """Take words and names out of notes of before a day; return their ids."""
        rows = await tx.all(tables.EXPIRE, community=community, before=before.isoformat())
        return tuple(row["id"] for row in rows)


def _values(note: Note) -> dict[str, str | int | None]:
    return {
        "community": note.community,
        "id": note.id,
        "words": note.words,
        "said_by": None if note.by is None else note.by.key,
        "state": note.state.value,
        "outcome": "" if note.outcome is None else note.outcome.value,
        "reason": "" if note.reason is None else note.reason.value,
        "reply": note.reply,
        "open_to_all": int(note.open_to_all),
    }


def _note(community: str, row: Row) -> Note:
    return Note(
        id=row["id"],
        community=community,
        kind=Kind(row["kind"]),
        about=About(row["about"]),
        about_ref=row["about_ref"],
        rating=row["rating"],
        words=row["words"],
        by=None if row["said_by"] is None else PersonRef.from_key(row["said_by"]),
        logged_on=date.fromisoformat(row["logged_on"]),
        state=State(row["state"]),
        outcome=_state(row["outcome"]),
        reason=Reason(row["reason"]) if row["reason"] else None,
        reply=row["reply"],
        open_to_all=bool(row["open_to_all"]),
        revision=row["revision"],
    )


def _state(written: str) -> State | None:
    return State(written) if written else None
