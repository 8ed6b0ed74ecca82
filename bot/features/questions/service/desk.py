"""The desk: where liaisons find questions and take them on. They never see who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.errors import NotFound
from bot.core.people import Actor, PersonRef, Role
from bot.core.ports import Job, Tx
from bot.features.questions import desk_moves as moves
from bot.features.questions.archive import HOLDERS, LEASE, NOTE, NUDGE, REOPEN, Archive
from bot.features.questions.model import IN_THE_QUEUE, PUBLISHED, Hold, Question, State, Whole
from bot.features.questions.refusals import NotYours
from bot.features.questions.rules import NUDGE_BEFORE, grid
from bot.features.questions.service.moving import Also, Move, Step, carry_out, carry_out_in

_PAGE = 10
_ALL = 1_000
_LOOKED_AFTER = timedelta(minutes=15)
_THE_NEXT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of the queue: ``many`` are open in all, and ``more`` come behind these."""

    page: tuple[Question, ...]
    many: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What liaisons do. Rights are checked here, at every press."""

    archive: Archive

    async def queue(self, *, actor: Actor, after: str = "") -> Waiting:
        """Return open questions, the most urgent first, a page at a time.

        The page begins behind the question ``after``, whatever became of it since; a question
        that has no place in the queue any more leads back to the first page.

        Raises:
            NotFound: there is no question ``after``.
        """
        await self.require(actor, Role.LIAISON, Role.ORGANIZER)
        questions = self.archive.questions

        async def unit(tx: Tx) -> Waiting:
            behind = await questions.get(tx, actor.community, after) if after else None
            page = await questions.in_state(
                tx, actor.community, State.OPEN, at_most=_PAGE + 1, after=behind
            )
            many = await questions.how_many(tx, actor.community, State.OPEN)
            return Waiting(tuple(page[:_PAGE]), many=many, more=len(page) > _PAGE)

        return await self.archive.store.read(unit)

    async def mine(self, *, actor: Actor) -> Sequence[Question]:
        """Return what this liaison holds."""
        await self.require(actor, Role.LIAISON)
        desk = self.archive
        return await desk.store.read(
            lambda tx: desk.questions.held_by(tx, actor.community, actor.person, at_most=_PAGE)
        )

    async def read(self, question: str, *, actor: Actor) -> Whole:
        """Return a question of the queue with its words."""
        await self.require(actor, Role.LIAISON, Role.ORGANIZER)
        whole = await self.archive.whole(actor.community, question)
        known = whole.question
        if known.number is None or known.state not in IN_THE_QUEUE | PUBLISHED:
            raise NotFound
        if known.state is State.FOLLOW_UP:  # no organizer has read the last round yet
            whole = replace(whole, words=tuple(w for w in whole.words if w.round < known.round))
        return whole

    async def held(self, question: str, *, actor: Actor) -> Whole:
        """Return a question that this liaison holds. Raises ``NotYours``."""
        await self.require(actor, Role.LIAISON)
        whole = await self.read(question, actor=actor)
        if whole.question.state is not State.CLAIMED or whole.question.held_by != actor.person:
            raise NotYours
        return whole

    async def claim(self, question: str, *, actor: Actor, gesture: str) -> Question:
        """Give it to one liaison, or say that someone has it.

        Two liaisons can press in the same second, on two platforms. The model refuses what it
        can see, the swap refuses the rest: exactly one of them wins.
        """
        await self.require(actor, Role.LIAISON)
        desk = self.archive
        rules = desk.rules(actor.community)
        zone = (await desk.community(actor.community)).zone
        until = desk.clock.now() + rules.lease

        async def unit(tx: Tx) -> Question:
            await tx.once(gesture)
            recused = await desk.marks.recused(tx, actor.community, question, actor.person)
            quiet = await desk.marks.quiet(tx, actor.community, actor.person)
            holds = await desk.questions.load(tx, actor.community, actor.person)

            def step(before: Question) -> Question:
                return moves.claim(
                    before,
                    actor.person,
                    until=until,
                    holds=holds,
                    at_most=rules.load,
                    recused=recused,
                )

            move = Move(verb="claim", role=Role.LIAISON.value, step=step)
            claimed = await carry_out_in(tx, desk, actor.community, question, move)
            await tx.send(
                _timer(LEASE, claimed, until), look_at(actor.community, desk.clock.now())
            )
            nudge_at = quiet.waking(until - NUDGE_BEFORE, zone)
            if nudge_at < until:
                await tx.send(_timer(NUDGE, claimed, nudge_at))
            return claimed

        return await desk.store.write(unit)

    async def let_go(
        self, question: str, *, actor: Actor, gesture: str, note: str = ""
    ) -> Question:
        """Give it back to the queue; no reason is asked. ``note`` is for whoever takes it next."""
        await self.require(actor, Role.LIAISON)
        also = await self._noting(question, note, actor=actor) if note else None
        return await self._do(
            actor, question, gesture, "release", lambda q: moves.let_go(q, actor.person), also=also
        )

    async def recuse(self, question: str, *, actor: Actor, gesture: str) -> Question:
        """Say that somebody else should answer this one; it is not offered to them again."""
        await self.require(actor, Role.LIAISON)

        def step(before: Question) -> Question:
            mine = before.state is State.CLAIMED and before.held_by == actor.person
            return moves.let_go(before, actor.person) if mine else moves.step_aside(before)

        async def also(tx: Tx, _: Question, after: Question) -> None:
            await self.archive.marks.recuse(tx, after.community, after.id, actor.person)

        return await self._do(actor, question, gesture, "recuse", step, also=also)

    async def put_back(self, question: str, *, actor: Actor, gesture: str) -> Question:
        """Take it from a liaison who cannot go on: organizers see to it that nothing gets stuck."""
        actor.require(Role.ORGANIZER)
        return await self._do(
            actor, question, gesture, "put_back", moves.back_to_queue, role=Role.ORGANIZER
        )

    async def hold(
        self, question: str, why: Hold, remark: str, *, until: date, actor: Actor, gesture: str
    ) -> Question:
        """Let it wait for a stated reason, until a stated day; then it comes back by itself."""
        await self.require(actor, Role.LIAISON)
        desk = self.archive
        community = await desk.community(actor.community)
        hours = await desk.hours(actor.community)
        today, now = await desk.today(actor.community), desk.clock.now()
        target = desk.rules(actor.community).target
        zone, opens = ZoneInfo(community.zone), community.hours.opens
        wakes_at = datetime.combine(until, opens, zone)

        def step(before: Question) -> Question:
            left = target if before.due_at is None else hours.between(now, before.due_at)
            return moves.hold(
                before, actor.person, why, remark, until=until, today=today, left=left
            )

        async def also(tx: Tx, _: Question, after: Question) -> None:
            await tx.send(_timer(REOPEN, after, wakes_at))

        return await self._do(actor, question, gesture, "hold", step, reason=why.value, also=also)

    async def left(self, community: str, liaison: PersonRef) -> None:
        """Put back everything that someone holds who is no liaison any more."""
        desk = self.archive

        async def unit(tx: Tx) -> None:
            await put_back_all(tx, desk, community, liaison, verb="lease", role="clock")

        await desk.store.write(unit)

    async def require(self, actor: Actor, *roles: Role) -> None:
        """Let the person pass who holds one of ``roles``.

        Rights end with the role, and so does what was held by them: it goes back to the queue.
        """
        if actor.conflicted or not actor.has(Role.LIAISON):
            desk = self.archive
            holds = await desk.store.read(
                lambda tx: desk.questions.load(tx, actor.community, actor.person)
            )
            if holds:
                await self.left(actor.community, actor.person)
        actor.require(*roles)

    async def _noting(self, question: str, note: str, *, actor: Actor) -> Also:
        desk = self.archive
        whole = await self.held(question, actor=actor)
        sheet = await desk.store.read(lambda tx: desk.sheet(tx, whole.question))
        if sheet.dek is None:
            raise NotFound
        sealed = desk.seal(question, NOTE, note, dek=sheet.dek)

        async def also(tx: Tx, _: Question, after: Question) -> None:
            await desk.sheets.hand_over(tx, after, dek=sealed.dek, note=sealed.blob)

        return also

    async def _do(
        self,
        actor: Actor,
        question: str,
        gesture: str,
        verb: str,
        step: Step,
        *,
        reason: str = "",
        also: Also | None = None,
        role: Role = Role.LIAISON,
    ) -> Question:
        move = Move(
            verb=verb, role=role.value, step=step, gesture=gesture, reason=reason, also=also
        )
        return await carry_out(self.archive, actor.community, question, move)


async def put_back_all(
    tx: Tx, archive: Archive, community: str, liaison: PersonRef, *, verb: str, role: str
) -> int:
    """Put back everything that someone holds; return how many that were."""
    held = await archive.questions.held_by(tx, community, liaison, at_most=_ALL)
    for question in held:
        move = Move(verb=verb, role=role, step=moves.back_to_queue)
        await carry_out_in(tx, archive, community, question.id, move)
    return len(held)


def look_at(community: str, now: datetime, after: str = "") -> Job:
    """Return the next look after those who hold something; one for each quarter of an hour.

    ``after`` is whom the last one ended with, when there were too many for one.
    """
    due = now + _THE_NEXT if after else grid(now, _LOOKED_AFTER)
    return Job(
        kind=HOLDERS,
        community=community,
        lane=HOLDERS,
        due_at=due,
        payload={"after": after},
        key=f"{HOLDERS}:{due:%Y%m%d%H%M}:{after}",
    )


def _timer(kind: str, question: Question, at: datetime) -> Job:
    return Job(
        kind=kind,
        community=question.community,
        lane=f"{kind}:{question.id}",
        payload={"question": question.id},
        due_at=at,
        key=f"{kind}:{question.id}:{question.revision}",
    )
