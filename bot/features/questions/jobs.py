"""What the clock and the outbox do with questions: views, batches, erased keys, news."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from bot.core.cards import Card
from bot.core.people import PersonRef
from bot.core.places import Purpose
from bot.core.ports import Platform, Tx, Undeliverable
from bot.delivery.courier import Courier
from bot.delivery.display import Display, Drawn
from bot.delivery.leased import Leased
from bot.features.questions import moves, tables
from bot.features.questions.archive import (
    ADDRESS,
    FORGET,
    LEASE,
    RELEASE,
    SWEEP,
    TELL,
    Archive,
    forget,
)
from bot.features.questions.handlers.front import timing
from bot.features.questions.model import (
    IN_THE_QUEUE,
    PUBLISHED,
    Question,
    State,
    Whole,
)
from bot.features.questions.service.moving import PAGE, QUEUE, TRIAGE, Move, carry_out_in
from bot.features.questions.service.reading import public
from bot.features.questions.store import Sealed
from bot.features.questions.views.desk import queue_card
from bot.features.questions.views.news import news_card
from bot.features.questions.views.page import page_card, thread_title
from bot.features.questions.views.triage import triage_card


def register(
    courier: Courier, display: Display, archive: Archive, platforms: Mapping[str, Platform]
) -> None:
    """Answer for the jobs and the views of questions."""
    clockwork = Clockwork(archive=archive, platforms=platforms)
    courier.on(RELEASE, clockwork.release)
    courier.on(SWEEP, clockwork.sweep)
    courier.on(FORGET, clockwork.forget)
    courier.on(TELL, clockwork.tell)
    courier.on(LEASE, clockwork.end_lease)
    boards = Boards(archive=archive)
    display.view(TRIAGE, boards.triage)
    display.view(QUEUE, boards.queue)
    display.view(PAGE, boards.page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Boards:
    """What each view of a question looks like now."""

    archive: Archive

    async def triage(self, community: str, question: str) -> Drawn | None:
        """Show it to organizers while it waits for them."""
        whole = await self.archive.whole(community, question)
        known = whole.question
        if known.state not in {State.IN_TRIAGE, State.FOLLOW_UP} or known.batch is not None:
            return None
        card = triage_card(whole, await timing(self.archive, known))
        return Drawn(card=card, purpose=Purpose.TRIAGE)

    async def queue(self, community: str, question: str) -> Drawn | None:
        """Show it to liaisons until it is answered."""
        whole = await self.archive.whole(community, question)
        if whole.question.state not in IN_THE_QUEUE:
            return None
        card = queue_card(whole, await timing(self.archive, whole.question))
        return Drawn(card=card, purpose=Purpose.QUEUE)

    async def page(self, community: str, question: str) -> Drawn | None:
        """Show it to everyone once it is published."""
        whole = await self.archive.whole(community, question)
        if not _out(whole):
            return None
        card = page_card(public(whole), await timing(self.archive, whole.question))
        return Drawn(card=card, purpose=Purpose.QUESTIONS, thread=thread_title(whole))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clockwork:
    """What happens by itself."""

    archive: Archive
    platforms: Mapping[str, Platform]

    async def release(self, leased: Leased) -> None:
        """Release a batch to the organizers, shuffled: its order says nothing."""
        desk, community = self.archive, leased.community
        hours = await desk.hours(community)
        target = desk.rules(community).target
        now = desk.clock.now()

        def step(before: Question) -> Question:
            due_at = hours.after(now, before.left if before.left is not None else target)
            if before.state is State.FOLLOW_UP:
                return moves.release_follow_up(before, due_at=due_at)
            return moves.release(before, due_at=due_at)

        async def unit(tx: Tx) -> None:
            ready = await desk.questions.ready(tx, community, now)
            secrets.SystemRandom().shuffle(ready)
            for question in ready:
                move = Move(verb="release", role="clock", step=step)
                await carry_out_in(tx, desk, community, question.id, move)
            await leased.finish(tx)

        await desk.store.write(unit)

    async def sweep(self, leased: Leased) -> None:
        """Throw away drafts that nobody sent within the hour."""
        desk = self.archive

        async def unit(tx: Tx) -> None:
            deks = await desk.drafts.drop_old(tx, leased.community, desk.clock.now())
            await tx.send(*forget(leased.community, deks))
            await leased.finish(tx)

        await desk.store.write(unit)

    async def forget(self, leased: Leased) -> None:
        """Erase a key. The job stays until it is erased, whatever happens meanwhile."""
        await self.archive.vault.erase(str(leased.payload["dek"]))
        await self.archive.store.write(leased.finish)

    async def end_lease(self, leased: Leased) -> None:
        """Put a question back into the queue whose liaison did not come back to it."""
        desk, community = self.archive, leased.community
        question = str(leased.payload["question"])
        now = desk.clock.now()

        async def unit(tx: Tx) -> None:
            known = await desk.questions.get(tx, community, question)
            if known.state is State.CLAIMED and known.held_until and known.held_until <= now:
                move = Move(verb="lease", role="clock", step=moves.back_to_queue)
                await carry_out_in(tx, desk, community, question, move)
            await leased.finish(tx)

        await desk.store.write(unit)

    async def tell(self, leased: Leased) -> None:
        """Tell those who left a sealed address. The address is opened here and nowhere else."""
        desk, community = self.archive, leased.community
        question = str(leased.payload["question"])
        whole = await desk.whole(community, question)

        async def unit(tx: Tx) -> list[Sealed]:
            own = await desk.questions.address(tx, community, question)
            rows = await tx.all(tables.FOLLOWERS, community=community, question=question)
            followers = [Sealed(dek=r["dek"], bytes=bytes(r["address"])) for r in rows]
            return [*([own] if own else []), *followers]

        card = news_card(whole.question, State(str(leased.payload["news"])))
        for sealed in await desk.store.read(unit):
            await self._direct(question, sealed, card, key=f"{leased.key}:{sealed.dek[:12]}")
        await desk.store.write(leased.finish)

    async def _direct(self, question: str, sealed: Sealed, card: Card, *, key: str) -> None:
        address = await self.archive.open(sealed, question, ADDRESS)
        if not address:
            return
        person = PersonRef.from_key(address)
        platform = self.platforms.get(person.platform)
        if platform is not None:
            with suppress(Undeliverable):  # the answer can still be read by receipt
                await platform.direct(person, card, key=key)


def _out(whole: Whole) -> bool:
    question = whole.question
    state = question.state in PUBLISHED | IN_THE_QUEUE
    return question.public and question.published_at is not None and state
