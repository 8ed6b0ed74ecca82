"""The verbs of feedback: log, read, decide, tell, take back, count."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.core.allowances import Allowance, Allowances
from bot.core.clock import day_of
from bot.core.ids import new_id, new_receipt
from bot.core.people import Actor, Role
from bot.core.ports import Clock, Deed, Directory, Job, Store, Tx
from bot.delivery.display import show
from bot.delivery.facts import fact
from bot.features.feedback.export import HEAD, row
from bot.features.feedback.model import (
    OPEN,
    Draft,
    Kind,
    Note,
    Reason,
    State,
    at_least,
    released_at,
)
from bot.features.feedback.store import FeedbackTable

LOGGED: Final = "feedback.logged"
NOTE_VIEW: Final = "feedback.note"
ANSWER_VIEW: Final = "feedback.answer"
STEP: Final = 5
_OFTEN: Final = Allowance(what="feedback", an_hour=20, together=200)
_LISTED: Final = 25
_PAGE: Final = 500
_SPREAD_MICROS: Final = 60_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackDesk:
    """Where feedback is logged and worked off.

    ``release_every`` is the width of the window in which notes without a name are shown to
    organizers together, shuffled, so that the hour tells nothing about who was there.
    """

    store: Store
    clock: Clock
    directory: Directory
    allowances: Allowances
    receipt_key: bytes = field(repr=False)
    release_every: timedelta = timedelta(minutes=15)
    notes: FeedbackTable = field(default_factory=FeedbackTable)

    async def log(self, draft: Draft, *, actor: Actor, key: str) -> str:
        """Log what was said, durably, and return the receipt: it is shown once and not kept.

        Of a person who does not want to be named nothing is written, here or in the outbox.

        Raises:
            TooFast: too much in an hour, by this person or by all together; it does not say which.
        """
        actor.require(Role.MEMBER)
        self.allowances.take(_OFTEN, actor)
        now, receipt = self.clock.now(), new_receipt()
        note = Note(
            id=new_id(),
            community=actor.community,
            kind=draft.kind,
            about=draft.about,
            about_ref=draft.about_ref,
            words=draft.words,
            rating=draft.rating,
            by=actor.person if draft.named else None,
            logged_on=await self._day(actor.community, now),
        )
        shown = show(NOTE_VIEW, note.community, note.id)
        if note.by is None:
            moment = timedelta(microseconds=secrets.randbelow(_SPREAD_MICROS))
            shown = replace(shown, due_at=released_at(now, self.release_every) + moment)

        async def unit(tx: Tx) -> None:
            await tx.once(key)
            await self.notes.add(tx, note, self.hashed(note.community, receipt))
            await tx.record(_deed(note, "feedback.log", Role.MEMBER))
            await tx.send(fact(LOGGED, note.community, feedback=note.id), shown)

        await self.store.write(unit)
        return receipt

    def hashed(self, community: str, receipt: str) -> bytes:
        """Return under what a receipt is kept: blanks in it do not matter."""
        text = f"{community}\0{''.join(receipt.split())}"
        return hmac.digest(self.receipt_key, text.encode("utf-8", "surrogatepass"), hashlib.sha256)

    async def by_receipt(self, actor: Actor, digits: str) -> Note | None:
        """Return what a receipt stands for; reading a decision counts as being told."""
        receipt = self.hashed(actor.community, digits)

        async def look(tx: Tx) -> Note | None:
            return await self.notes.by_receipt(tx, actor.community, receipt)

        found = await self.store.read(look)
        if found is None or found.state not in {State.ACTED, State.NOT_NOW}:
            return found

        async def tell(tx: Tx) -> Note | None:
            note = await self.notes.by_receipt(tx, actor.community, receipt)
            if note is None or note.state not in {State.ACTED, State.NOT_NOW}:
                return note
            told = note.told()
            await self.notes.swap(tx, note, told)
            await tx.send(show(NOTE_VIEW, note.community, note.id))
            return told

        return await self.store.write(tell)

    async def read(self, note: str, *, actor: Actor, key: str) -> Note:
        """Say that an organizer has read it."""
        return await self._move(note, Note.read, "feedback.read", actor=actor, key=key)

    async def act(
        self, note: str, reply: str, *, open_to_all: bool, actor: Actor, key: str
    ) -> Note:
        """Say what was done about it, to the holder of the receipt or to everyone."""
        return await self._move(
            note,
            lambda n: n.act(reply, open_to_all=open_to_all),
            "feedback.act",
            actor=actor,
            key=key,
        )

    async def not_now(
        self,
        note: str,
        reason: Reason,
        reply: str,
        *,
        open_to_all: bool,
        actor: Actor,
        key: str,
    ) -> Note:
        """Say that nothing is done for now, and why."""
        return await self._move(
            note,
            lambda n: n.not_now(reason, reply, open_to_all=open_to_all),
            "feedback.not_now",
            actor=actor,
            key=key,
            reason=reason.value,
        )

    async def withdraw(self, note: str, *, actor: Actor, key: str) -> Note:
        """Delete the words of a note. Only the card of a receipt offers this."""

        async def unit(tx: Tx) -> Note:
            await tx.once(key)
            before = await self.notes.get(tx, actor.community, note)
            after = before.withdraw()
            await self.notes.swap(tx, before, after)
            await tx.record(_deed(after, "feedback.withdraw", Role.MEMBER))
            await tx.send(show(NOTE_VIEW, after.community, after.id))
            return after

        return await self.store.write(unit)

    async def get(self, actor: Actor, note: str) -> Note:
        """Return one note to an organizer."""
        actor.require(Role.ORGANIZER)
        return await self.store.read(lambda tx: self.notes.get(tx, actor.community, note))

    async def open(self, actor: Actor) -> tuple[Note, ...]:
        """Return to an organizer what has been released and waits to be worked off."""
        actor.require(Role.ORGANIZER)
        surely = self.clock.now() - self.release_every - timedelta(microseconds=_SPREAD_MICROS)
        released = await self._day(actor.community, surely)
        found = await self.store.read(
            lambda tx: self.notes.in_state(tx, actor.community, *OPEN, at_most=_PAGE)
        )
        # Without a name, a newer one could still be in the window that hides when it came.
        seen = [n for n in found if n.by or n.state is not State.NEW or n.logged_on < released]
        return tuple(seen[:_LISTED])

    async def _day(self, community: str, at: datetime) -> date:
        """Return the calendar day of an instant where the community is."""
        return day_of(at, (await self.directory.community(community)).zone)

    async def tallies(
        self, community: str
    ) -> tuple[Mapping[Kind, int | None], Mapping[State, int | None]]:
        """Return for everyone how much was said by kind, and how much was decided how.

        Each is "at least so many", in steps of five; ``None`` is fewer than five.
        """
        counts = await self.store.read(lambda tx: self.notes.counts(tx, community))
        kinds = {k: sum(n for (kind, _), n in counts.items() if kind is k) for k in Kind}
        decided = {
            s: sum(n for (_, outcome), n in counts.items() if outcome is s)
            for s in (State.ACTED, State.NOT_NOW)
        }
        return (
            {kind: at_least(count, STEP) for kind, count in kinds.items()},
            {state: at_least(count, STEP) for state, count in decided.items()},
        )

    async def export_rows(self, community: str) -> list[tuple[str, ...]]:
        """Return every note as a row of text under a head, safe to open in a spreadsheet."""
        rows: list[tuple[str, ...]] = [HEAD]
        page = await self._page(community, "")
        while page:
            rows += [row(note) for note in page]
            page = await self._page(community, page[-1].id)
        return rows

    async def _page(self, community: str, after: str) -> tuple[Note, ...]:
        return await self.store.read(lambda tx: self.notes.after(tx, community, after, _PAGE))

    async def _move(
        self,
        note: str,
        move: Callable[[Note], Note],
        verb: str,
        *,
        actor: Actor,
        key: str,
        reason: str = "",
    ) -> Note:
        actor.require(Role.ORGANIZER)

        async def unit(tx: Tx) -> Note:
            await tx.once(key)
            before = await self.notes.get(tx, actor.community, note)
            after = move(before)
            await self.notes.swap(tx, before, after)
            await tx.record(_deed(after, verb, Role.ORGANIZER, reason))
            await tx.send(*_drawn(after))
            return after

        return await self.store.write(unit)


def _drawn(note: Note) -> list[Job]:
    jobs = [show(NOTE_VIEW, note.community, note.id)]
    if note.open_to_all:
        jobs.append(show(ANSWER_VIEW, note.community, note.id))
    return jobs


def _deed(note: Note, verb: str, role: Role, reason: str = "") -> Deed:
    return Deed(
        community=note.community, verb=verb, object=note.id, role=role.value, reason=reason
    )
