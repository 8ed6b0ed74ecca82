"""Asking: from words to a draft, and from a draft to a question with a receipt.

For an anonymous question nothing in here is ever given an account: callers pass an
:class:`~bot.features.questions.edge.Asker`, whose tokens are never stored.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from bot.core.errors import SeenBefore, TooFast
from bot.core.ids import new_id
from bot.core.people import Actor, PersonRef, Role
from bot.core.ports import Deed, Job, Tx
from bot.core.text import Message
from bot.features.questions.archive import (
    ASKED,
    SWEEP,
    Archive,
    forget,
    quietly,
    released,
)
from bot.features.questions.edge import Asker, Edge
from bot.features.questions.model import Draft, Naming, Question, Topic
from bot.features.questions.receipts import receipt_hash, receipt_of
from bot.features.questions.refusals import DraftedBefore, DraftGone, NotOffered
from bot.features.questions.rules import grid
from bot.features.questions.store import DraftRow
from bot.storage.vault import ADDRESS

ALIASES: Final = 48
_CROWD: Final = 3
_DRAFTS: Final = timedelta(minutes=15)
_DRAFT_LIFE: Final = timedelta(minutes=45)  # and up to a window more: an hour at most
_DRAFTS_AN_HOUR: Final = 8


@dataclass(frozen=True, slots=True)
class Sent:
    """What the asker is shown once: the digits that find the question again."""

    receipt: str = field(repr=False)
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What sending a draft brings with it."""

    draft: str
    gesture: str
    receipt: bytes
    mute: bytes
    today: date
    asked_by: PersonRef | None
    address: PersonRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Where a question begins."""

    archive: Archive
    edge: Edge

    async def draft(
        self,
        asker: Asker,
        *,
        words: str,
        topic: Topic,
        naming: Naming,
        public: bool,
        gesture: str,
        instead_of: str = "",
    ) -> Draft:
        """Keep a sealed draft for at most an hour, instead of an earlier one.

        Raises:
            DraftedBefore: this very form made a draft already.
            NotOffered: this community does not offer to ask anonymously.
            TooFast: too many drafts in a short time.
        """
        desk = self.archive
        rules = desk.rules(asker.community)
        if naming is not Naming.NAMED and await self.why_named_only(asker.community):
            raise NotOffered
        per_hour = _DRAFTS_AN_HOUR + rules.asks_an_hour
        self.edge.spend("draft", asker, an_hour=per_hour, together=4 * rules.asks_an_hour_together)
        draft = Draft(
            community=asker.community,
            id=new_id(),
            question=new_id(),
            words=words,
            topic=topic,
            naming=naming,
            public=public,
            until=grid(desk.clock.now() + _DRAFT_LIFE, _DRAFTS),
        )
        row = DraftRow(
            community=draft.community,
            id=draft.id,
            question=draft.question,
            topic=topic,
            naming=naming,
            public=public,
            sealed=desk.seal(draft.question, ASKED, words),
            until=draft.until,
        )

        async def unit(tx: Tx) -> None:
            try:
                await tx.once(gesture)
            except SeenBefore:
                raise DraftedBefore from None
            old = await desk.drafts.drop(tx, asker.community, instead_of) if instead_of else None
            await desk.drafts.put(tx, row)
            await tx.send(
                Job(
                    kind=SWEEP,
                    community=asker.community,
                    lane=SWEEP,
                    due_at=draft.until,
                    key=f"{SWEEP}:{draft.until:%Y%m%d%H%M}",
                ),
                *quietly(forget(asker.community, [old]), rules, desk.clock),
            )

        await desk.store.write(unit)
        return draft

    async def why_named_only(self, community: str) -> Message | None:
        """Say why nobody may ask without a name here; ``None`` when everyone may."""
        return await self.archive.anonymity.anonymous_allowed(community)

    async def opened(self, community: str, draft: str) -> Draft:
        """Return a draft. Raises ``DraftGone``."""
        row = await self._row(community, draft)
        return Draft(
            community=community,
            id=row.id,
            question=row.question,
            words=self.archive.open(row.sealed, row.question, ASKED),
            topic=row.topic,
            naming=row.naming,
            public=row.public,
            until=row.until,
        )

    async def naming(self, community: str, draft: str) -> Naming | None:
        """Return how a draft is to be named; ``None`` once it is gone, perhaps sent."""
        desk = self.archive
        row = await desk.store.read(lambda tx: desk.drafts.get(tx, community, draft))
        return None if row is None else row.naming

    async def drop(self, community: str, draft: str) -> None:
        """Throw a draft away: the answer was there already."""
        desk = self.archive

        async def unit(tx: Tx) -> None:
            dek = await desk.drafts.drop(tx, community, draft)
            await tx.send(*quietly(forget(community, [dek]), desk.rules(community), desk.clock))

        await desk.store.write(unit)

    async def alone(self, community: str) -> bool:
        """Whether so few wait in this batch that the time alone could tell who asked."""
        desk = self.archive
        return await desk.store.read(lambda tx: desk.questions.waiting(tx, community)) < _CROWD

    async def send(self, asker: Asker, draft: str, *, gesture: str) -> Sent:
        """Send a draft anonymously. Sending it again shows the same receipt.

        Raises:
            DraftGone: it was changed meanwhile, or is older than an hour.
            TooFast: a limit was reached; it does not say which.
        """
        return await self._send(asker, draft, gesture=gesture)

    async def send_to_be_told(
        self, asker: Asker, draft: str, *, gesture: str, address: PersonRef
    ) -> Sent:
        """Send a draft without a name, with a sealed address to tell the asker the news."""
        return await self._send(asker, draft, gesture=gesture, address=address)

    async def send_named(self, actor: Actor, asker: Asker, draft: str, *, gesture: str) -> Sent:
        """Send a draft under the asker's own name."""
        actor.require(Role.MEMBER)
        return await self._send(asker, draft, gesture=gesture, asked_by=actor.person)

    async def _send(
        self,
        asker: Asker,
        draft: str,
        *,
        gesture: str,
        asked_by: PersonRef | None = None,
        address: PersonRef | None = None,
    ) -> Sent:
        limits = self.archive.rules(asker.community)
        bounds = {"an_hour": limits.asks_an_hour, "together": limits.asks_an_hour_together}
        receipt = receipt_of(self.archive, asker.community, draft)
        try:
            self.edge.check("ask", asker, **bounds)
        except TooFast:
            earlier = await self._earlier(asker.community, receipt)
            if earlier is None:
                raise
            return Sent(receipt, earlier)
        asking = _Asked(
            draft=draft,
            gesture=gesture,
            receipt=receipt_hash(self.archive, asker.community, receipt),
            mute=asker.mute,
            today=await self.archive.today(asker.community),
            asked_by=asked_by,
            address=address,
        )
        question, fresh = await self.archive.store.write(
            lambda tx: self._keep(tx, asker.community, asking)
        )
        if fresh:
            self.edge.count("ask", asker, **bounds)
            self.edge.remember(question, asker)
        return Sent(receipt, question)

    async def _keep(self, tx: Tx, community: str, asked: _Asked) -> tuple[str, bool]:
        """Turn the draft into a question; return its id, and whether it is a new one.

        Everything happens in this one transaction: an acknowledgement costs one commit.
        """
        desk = self.archive
        row = await desk.drafts.take(tx, community, asked.draft)
        if row is None:
            return await self._earlier_in(tx, community, asked), False
        if row.until <= desk.clock.now():
            raise DraftGone
        if await desk.marks.muted(tx, community, asked.mute, asked.today):
            raise TooFast
        await tx.once(asked.gesture)
        question = self._question(row, asked)
        address = None
        if asked.address is not None and row.naming is Naming.NOTIFY:
            address = desk.seal(question.id, ADDRESS, asked.address.key)
        await desk.questions.add(tx, question, receipt=asked.receipt, address=address)
        await desk.sheets.start(tx, community, question.id, 0, row.sealed)
        await tx.record(
            Deed(community=community, verb="questions.ask", object=question.id, role="asker")
        )
        await tx.send(released(question))
        return question.id, True

    async def _earlier_in(self, tx: Tx, community: str, asked: _Asked) -> str:
        earlier = await self.archive.questions.by_receipt(tx, community, asked.receipt)
        if earlier is None:
            raise DraftGone
        return earlier.id

    def _question(self, row: DraftRow, asked: _Asked) -> Question:
        desk = self.archive
        return Question(
            community=row.community,
            id=row.question,
            topic=row.topic,
            naming=row.naming,
            asked_by=asked.asked_by if row.naming is Naming.NAMED else None,
            alias=secrets.randbelow(ALIASES),
            public=row.public,
            asked_on=asked.today,
            batch=desk.rules(row.community).batch(desk.clock.now()),
        )

    async def _earlier(self, community: str, receipt: str) -> str | None:
        desk = self.archive
        hashed = receipt_hash(desk, community, receipt)
        question = await desk.store.read(
            lambda tx: desk.questions.by_receipt(tx, community, hashed)
        )
        return None if question is None else question.id

    async def _row(self, community: str, draft: str) -> DraftRow:
        desk = self.archive
        row = await desk.store.read(lambda tx: desk.drafts.get(tx, community, draft))
        if row is None or row.until <= desk.clock.now():
            raise DraftGone
        return row
