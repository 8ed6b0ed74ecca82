"""Between rows and sign-ups: who comes, who waits for a seat, who was there.

Every change is made while the forum's row is locked (``Forums.lock``), so that seats are counted
and given in one go: never one too many, first come, first served. The counts stand beside the
forum and change with the rows, in the same transaction: a press costs the same however long the
list is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.core.ids import new_id
from bot.core.people import PersonRef
from bot.core.ports import Row, Tx
from bot.features.forums import tables
from bot.features.forums.model import Answer, Counts, Forum, Item, Seat, Side, SignUp
from bot.features.forums.store import item

NAMES: Final = 10


class Seats:
    """The sign-ups of forums."""

    async def counts(self, tx: Tx, community: str, forum: str) -> Counts:
        """Return how many answered what."""
        row = await tx.one(tables.COUNTS, community=community, forum=forum)
        if row is None:
            return Counts()
        return Counts(
            going=row["going"],
            waiting=row["waiting"],
            maybe=row["maybe"],
            declined=row["declined"],
        )

    async def of(self, tx: Tx, community: str, forum: str, person: PersonRef) -> SignUp | None:
        """Return a person's answer, if they gave one."""
        row = await tx.one(tables.SIGN_UP, community=community, forum=forum, person=person.key)
        return None if row is None else _sign_up(row)

    async def by_id(self, tx: Tx, community: str, sign_up: str) -> SignUp | None:
        """Return the sign-up with this id, if it is still there."""
        row = await tx.one(tables.SIGN_UP_BY_ID, community=community, id=sign_up)
        return None if row is None else _sign_up(row)

    async def answer(
        self, tx: Tx, forum: Forum, person: PersonRef, answer: Answer, *, turn: int
    ) -> SignUp:
        """Take an answer. Who already has a seat, or waits for one, keeps their turn."""
        before = await self.of(tx, forum.community, forum.id, person)
        if before is not None and before.answer is answer:
            return before
        seat = Seat.NONE
        if answer is Answer.GOING:
            counts = await self.counts(tx, forum.community, forum.id)
            capacity = forum.details.capacity
            free = not capacity or (counts.going < capacity and not counts.waiting)
            seat = Seat.TAKEN if free else Seat.WAITING
        fresh = SignUp(
            id=new_id(), forum=forum.id, person=person, answer=answer, seat=seat, turn=turn
        )
        after = fresh if before is None else replace(before, answer=answer, seat=seat, turn=turn)
        await tx.execute(
            tables.PUT_SIGN_UP,
            community=forum.community,
            forum=forum.id,
            id=after.id,
            person=person.key,
            answer=after.answer.value,
            seat=after.seat.value,
            turn=turn,
            named=int(after.named),
            direct=int(after.direct),
        )
        more = Counter([_count_of(after)])
        more.subtract([] if before is None else [_count_of(before)])
        await self._tally(tx, forum.community, forum.id, more)
        return after

    async def choose(self, tx: Tx, community: str, sign_up: SignUp) -> None:
        """Keep whether a person wishes to be named and told directly."""
        await tx.execute(
            tables.CHOOSE,
            community=community,
            forum=sign_up.forum,
            person=sign_up.person.key,
            named=int(sign_up.named),
            direct=int(sign_up.direct),
        )

    async def free(self, tx: Tx, forum: Forum) -> int:
        """Return how many of those who wait can have a seat now."""
        counts = await self.counts(tx, forum.community, forum.id)
        capacity = forum.details.capacity
        room = counts.waiting if not capacity else max(0, capacity - counts.going)
        return min(room, counts.waiting)

    async def move_up(self, tx: Tx, forum: Forum, *, news: str, at_most: int) -> Sequence[str]:
        """Give seats to those who waited longest; return the sign-ups to tell directly."""
        at = {"community": forum.community, "forum": forum.id}
        (up,) = await tx.all(tables.LAST_UP, at_most=at_most, **at)
        rows = await tx.all(tables.MOVE_UP, news=news, last=up["last"], **at)
        more = {"going": len(rows), "waiting": -len(rows)}
        await self._tally(tx, forum.community, forum.id, more)
        return [row["id"] for row in rows if row["direct"]]

    async def named(self, tx: Tx, community: str, forum: str, news: str) -> tuple[PersonRef, ...]:
        """Return those who moved up then, still have the seat, and wished to be named."""
        rows = await tx.all(
            tables.MOVED_UP, community=community, forum=forum, news=news, at_most=NAMES
        )
        return tuple(PersonRef.from_key(row["person"]) for row in rows)

    async def to_tell(self, tx: Tx, community: str, forum: str) -> Sequence[str]:
        """Return the sign-ups of those who may come and asked to be told directly."""
        rows = await tx.all(tables.TO_TELL, community=community, forum=forum)
        return [row["id"] for row in rows]

    async def of_person(self, tx: Tx, community: str, person: PersonRef) -> tuple[SignUp, ...]:
        """Return all answers of one person."""
        rows = await tx.all(tables.SIGN_UPS_OF, community=community, person=person.key)
        return tuple(_sign_up(row) for row in rows)

    async def forget(self, tx: Tx, community: str, forum: str, person: PersonRef) -> int:
        """Erase one person's answer and attendance; return how many rows went."""
        values = {"community": community, "forum": forum, "person": person.key}
        gone = [_sign_up(row) for row in await tx.all(tables.DROP_SIGN_UP, **values)]
        await self._tally(tx, community, forum, {_count_of(sign_up): -1 for sign_up in gone})
        return len(gone) + await tx.execute(tables.DROP_ATTENDANCE_OF, **values)

    async def attend(
        self, tx: Tx, community: str, forum: str, person: PersonRef, side: Side
    ) -> None:
        """Note that a person is there. Saying it twice is harmless."""
        await tx.execute(
            tables.ATTEND, community=community, forum=forum, person=person.key, side=side.value
        )

    async def attended(self, tx: Tx, community: str, forum: str) -> dict[Side, int]:
        """Count who came."""
        rows = await tx.all(tables.ATTENDED, community=community, forum=forum)
        return {Side(row["side"]): row["n"] for row in rows}

    async def attended_by(self, tx: Tx, community: str, person: PersonRef) -> tuple[str, ...]:
        """Return the forums at which a person was."""
        rows = await tx.all(tables.ATTENDED_BY, community=community, person=person.key)
        return tuple(row["forum"] for row in rows)

    async def forget_all(self, tx: Tx, community: str, forum: str) -> int:
        """Erase the lists of a forum; return how many rows went. The caller keeps the counts."""
        answers = await tx.execute(tables.DROP_SIGN_UPS, community=community, forum=forum)
        await tx.execute(tables.COUNT_NOBODY, community=community, forum=forum)
        there = await tx.execute(tables.DROP_ATTENDANCE, community=community, forum=forum)
        await tx.execute(tables.UNSIGN_ITEMS, community=community, forum=forum)
        return answers + there

    async def items_from(self, tx: Tx, community: str, forum: str, person: PersonRef) -> int:
        """Count the items that a person put on an agenda."""
        row = await tx.one(tables.ITEMS_FROM, community=community, forum=forum, person=person.key)
        return 0 if row is None else int(row["n"])

    async def items_of(self, tx: Tx, community: str, person: PersonRef) -> tuple[Item, ...]:
        """Return everything that a person put on any agenda."""
        rows = await tx.all(tables.ITEMS_OF, community=community, person=person.key)
        return tuple(item(row) for row in rows)

    async def add_item(
        self, tx: Tx, community: str, forum: str, added: Item, person: PersonRef, *, turn: int
    ) -> None:
        """Put an item on the agenda."""
        await tx.execute(
            tables.ADD_ITEM,
            community=community,
            id=added.id,
            forum=forum,
            side=added.side.value,
            words=added.words,
            person=person.key,
            place=turn,
        )

    async def take_back(
        self, tx: Tx, community: str, forum: str, added: str, person: PersonRef
    ) -> bool:
        """Remove an item that this very person put there; report whether it was so."""
        return (
            await tx.execute(
                tables.TAKE_BACK, community=community, forum=forum, id=added, person=person.key
            )
            == 1
        )

    async def unsign_items(self, tx: Tx, community: str, person: PersonRef) -> int:
        """Keep what a person put on agendas, without who it was."""
        return await tx.execute(tables.UNSIGN_ITEMS_OF, community=community, person=person.key)

    async def propose(
        self, tx: Tx, community: str, forum: str, question: str, *, turn: int
    ) -> None:
        """Put a question on an agenda; with an empty ``forum`` it waits for the next one."""
        await tx.execute(
            tables.PROPOSE,
            community=community,
            id=new_id(),
            forum=forum,
            question=question,
            place=turn,
        )

    async def take_proposed(self, tx: Tx, community: str, forum: str) -> int:
        """Put the questions that wait on this forum's agenda."""
        return await tx.execute(tables.TAKE_PROPOSED, community=community, forum=forum)

    async def leave_proposed(self, tx: Tx, community: str, forum: str) -> int:
        """Let this forum's questions wait for the next one."""
        return await tx.execute(tables.LEAVE_PROPOSED, community=community, forum=forum)

    async def _tally(self, tx: Tx, community: str, forum: str, more: Mapping[str, int]) -> None:
        """Keep the counts beside the forum equal to the rows."""
        none = {"going": 0, "waiting": 0, "maybe": 0, "declined": 0}
        await tx.execute(tables.TALLY, community=community, forum=forum, **{**none, **more})


def _count_of(sign_up: SignUp) -> str:
    """Name the one count in which an answer stands."""
    match sign_up.answer:
        case Answer.GOING:
            return "going" if sign_up.seat is Seat.TAKEN else "waiting"
        case Answer.MAYBE:
            return "maybe"
        case Answer.NOT:
            return "declined"


def _sign_up(row: Row) -> SignUp:
    return SignUp(
        id=row["id"],
        forum=row["forum"],
        person=PersonRef.from_key(row["person"]),
        answer=Answer(row["answer"]),
        seat=Seat(row["seat"]),
        turn=row["turn"],
        named=bool(row["named"]),
        direct=bool(row["direct"]),
    )
