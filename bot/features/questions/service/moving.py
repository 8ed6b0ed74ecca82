"""One move of one question: read, move, swap, write down, have it drawn again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from bot.core.ports import Deed, Job, Tx
from bot.delivery.display import show
from bot.delivery.facts import fact
from bot.features.questions.archive import Archive, forget, quietly, with_the_batch
from bot.features.questions.model import Question, State
from bot.features.questions.service.telling import tell
from bot.storage.erasures import note_erasure, thing_mark

TRIAGE: str = "questions.triage"
QUEUE: str = "questions.queue"
PAGE: str = "questions.page"
VIEW: str = "questions.view"
REMINDER: str = "questions.reminder"
DIGEST: str = "questions.digest"

_NOTHING_NEW: Final = {
    (State.CLAIMED, State.OPEN),
    (State.ON_HOLD, State.OPEN),
    (State.FOLLOW_UP, State.ANSWERED),  # a follow-up was declined: no answer is new
}

Step = Callable[[Question], Question]
Also = Callable[[Tx, Question, Question], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What is to happen: ``also`` runs in the same transaction after the swap.

    ``quiet`` keeps the instant out of the outbox: for moves that an anonymous asker causes. Others
    see them when the window is over, unless the move is ``urgent``. ``corrects`` marks a new version
    of what was answered.
    """

    verb: str
    role: str
    step: Step
    gesture: str | None = field(default=None, repr=False)
    reason: str = ""
    also: Also | None = None
    quiet: bool = False
    urgent: bool = False
    corrects: bool = False


async def carry_out(archive: Archive, community: str, question: str, move: Move) -> Question:
    """Carry out ``move`` in one transaction of its own."""

    async def unit(tx: Tx) -> Question:
        return await carry_out_in(tx, archive, community, question, move)

    return await archive.store.write(unit)


async def carry_out_in(
    tx: Tx, archive: Archive, community: str, question: str, move: Move
) -> Question:
    """Carry out ``move`` within ``tx``.

    Raises:
        MovedOn: somebody else moved it first, or its state does not allow it.
        NotFound: there is no such question in this community.
    """
    if move.gesture is not None:
        await tx.once(move.gesture)
    before = await archive.questions.get(tx, community, question)
    after = await archive.questions.swap(tx, before, move.step(before))
    if move.also is not None:
        await move.also(tx, before, after)
    await tx.record(
        Deed(
            community=community,
            verb=f"questions.{move.verb}",
            object=question,
            role=move.role,
            reason=move.reason,
        )
    )
    told = tell(before, after, corrected=move.corrects)
    jobs = (*views(before, after), *news(before, after), *told)
    rules, clock = archive.rules(community), archive.clock
    if move.quiet:
        delay = quietly if move.urgent else with_the_batch
        jobs = delay(jobs, rules, clock)
    await tx.send(*jobs)
    return after


def views(before: Question, after: Question) -> tuple[Job, ...]:
    """Have every view drawn that shows the question now or showed it before."""
    seen = {view for question in (before, after) for view in views_of(question)}
    if before.held_by is not None and before.held_by != after.held_by:
        seen.add(REMINDER)
    return tuple(show(view, after.community, after.id) for view in sorted(seen))


def views_of(question: Question) -> set[str]:
    """Return the views that show a question as it stands."""
    match question.state:
        case State.IN_TRIAGE:
            seen = {TRIAGE}
        case State.FOLLOW_UP:
            seen = {TRIAGE}
        case State.OPEN | State.CLAIMED | State.ON_HOLD:
            seen = {QUEUE}
        case _:
            seen = set()
    return seen | {PAGE} if question.published_at is not None and question.public else seen


def redrawn(archive: Archive, question: Question) -> Also:
    """Have another question drawn again as well, when the window is over."""

    async def also(tx: Tx, _: Question, __: Question) -> None:
        jobs = [show(v, question.community, question.id) for v in sorted(views_of(question))]
        rules = archive.rules(question.community)
        await tx.send(*with_the_batch(jobs, rules, archive.clock))

    return also


def news(before: Question, after: Question) -> tuple[Job, ...]:
    """Say to other features what became true. They hear ids, never words."""
    if before.state is after.state:
        return ()
    name = {
        State.OPEN: "questions.opened",
        State.ANSWERED: "questions.answered",
        State.CLOSED: "questions.closed",
        State.WITHDRAWN: "questions.withdrawn",
        State.DECLINED: "questions.declined",
        State.REDIRECTED: "questions.redirected",
        State.MERGED: "questions.merged",
    }.get(after.state)
    if name is None or (before.state, after.state) in _NOTHING_NEW:
        return ()
    told = [fact(name, after.community, question=after.id)]
    if after.state is State.ANSWERED and after.public and after.published_at:
        told.append(fact("questions.published", after.community, question=after.id))
    return tuple(told)


def erasing(archive: Archive) -> Also:
    """Erase the words, and have their keys erased after the commit.

    A follow-up that is declined takes its own words along and leaves the rounds before it. What
    goes as a whole is marked, so that no older copy of the database brings it back.
    """

    async def also(tx: Tx, before: Question, after: Question) -> None:
        first = before.round if after.state is State.ANSWERED else 0
        sheets = await archive.sheets.of(tx, after.community, after.id)
        await archive.sheets.erase(tx, after.community, after.id, from_round=first)
        deks = [sheet.dek for sheet in sheets if sheet.round >= first]
        jobs = list(forget(after.community, deks))
        if after.state is State.ANSWERED:
            await archive.sheets.drop(tx, after.community, after.id, round_=first)
        else:
            mark, today = thing_mark(after.id), archive.clock.now().date()
            jobs.append(await note_erasure(tx, after.community, mark, day=today))
        await tx.send(*quietly(jobs, archive.rules(after.community), archive.clock))

    return also
