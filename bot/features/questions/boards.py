"""The boards: what each view of a question looks like now, drawn from what is true now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.communities import Gate
from bot.core.places import Purpose
from bot.core.ports import Tx
from bot.delivery.display import Display, Drawn
from bot.features.questions import tables
from bot.features.questions.archive import Archive
from bot.features.questions.model import Digest, State
from bot.features.questions.rules import NUDGE_BEFORE
from bot.features.questions.service.moving import DIGEST, PAGE, QUEUE, REMINDER, TRIAGE, VIEW
from bot.features.questions.service.reading import is_out, public
from bot.features.questions.sheets import perspective_of
from bot.features.questions.timing import timing
from bot.features.questions.views.desk import digest_card, queue_card, reminder_card
from bot.features.questions.views.page import page_card, thread_title
from bot.features.questions.views.panel import view_card
from bot.features.questions.views.triage import triage_card


def register(display: Display, archive: Archive, gate: Gate) -> None:
    """Answer for the views of questions."""
    boards = Boards(archive=archive, gate=gate)
    display.view(TRIAGE, boards.triage)
    display.view(QUEUE, boards.queue)
    display.view(PAGE, boards.page)
    display.view(VIEW, boards.view)
    display.view(REMINDER, boards.reminder)
    display.view(DIGEST, boards.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Boards:
    """Draws."""

    archive: Archive
    gate: Gate

    async def triage(self, community: str, question: str) -> Drawn | None:
        """Show it to organizers while it waits for them."""
        whole = await self.archive.whole(community, question)
        known = whole.question
        if known.state not in {State.IN_TRIAGE, State.FOLLOW_UP} or known.batch is not None:
            return None
        place = await self.archive.community(community)
        seen = self.gate.concerns(whole.latest, country=place.country, locale=place.locale)
        # What points to a person is named to whoever decides; all else was for the author alone.
        told = tuple(b for one in seen if one.route == "personal_data" for b in one.blocks)
        card = triage_card(whole, await timing(self.archive, known), concerns=told)
        return Drawn(card=card, purpose=Purpose.TRIAGE)

    async def queue(self, community: str, question: str) -> Drawn | None:
        """Show it to liaisons until it is answered."""
        whole = await self.archive.whole(community, question)
        if not whole.question.in_queue:
            return None
        how = await timing(self.archive, whole.question)
        second = self.archive.rules(community).second_reader
        return Drawn(card=queue_card(whole, how, second=second), purpose=Purpose.QUEUE)

    async def page(self, community: str, question: str) -> Drawn | None:
        """Show it to everyone once it is published."""
        whole = await self.archive.whole(community, question)
        if not is_out(whole.question):
            return None
        card = page_card(public(whole), await timing(self.archive, whole.question))
        return Drawn(card=card, purpose=Purpose.QUESTIONS, thread=thread_title(whole))

    async def view(self, community: str, perspective: str) -> Drawn | None:
        """Show a perspective in the thread of its question."""
        desk = self.archive

        async def unit(tx: Tx) -> Drawn | None:
            row = await tx.one(tables.PERSPECTIVE, community=community, id=perspective)
            if row is None:
                return None
            question = await desk.questions.get(tx, community, row["question"])
            if not is_out(question):
                return None
            card = view_card(perspective_of(row))
            return Drawn(card=card, under=(PAGE, question.id))

        return await desk.store.read(unit)

    async def reminder(self, community: str, question: str) -> Drawn | None:
        """Nudge the liaison who holds it, once, until it is answered or goes back."""
        desk = self.archive
        known = await desk.store.read(lambda tx: desk.questions.get(tx, community, question))
        until = known.held_until
        if known.state is not State.CLAIMED or until is None:
            return None
        if until - desk.clock.now() > NUDGE_BEFORE:
            return None
        return Drawn(card=reminder_card(known), purpose=Purpose.QUEUE)

    async def digest(self, community: str, day: str) -> Drawn | None:
        """Say today how the queue stands; yesterday's saying goes."""
        if day != (await self.archive.today(community)).isoformat():
            return None
        counts = await count(self.archive, community)
        if counts.quiet:
            return None
        return Drawn(card=digest_card(date.fromisoformat(day), counts), purpose=Purpose.QUEUE)


async def count(archive: Archive, community: str) -> Digest:
    """Count what waits, and what of it is late."""
    now = archive.clock.now()

    async def unit(tx: Tx) -> tuple[dict[State, int], int]:
        counts = await archive.questions.counts(tx, community)
        return counts, await archive.questions.late(tx, community, now)

    counts, late = await archive.store.read(unit)
    return Digest(
        open=counts.get(State.OPEN, 0),
        claimed=counts.get(State.CLAIMED, 0),
        late=late,
        on_hold=counts.get(State.ON_HOLD, 0),
        triage=counts.get(State.IN_TRIAGE, 0) + counts.get(State.FOLLOW_UP, 0),
    )
