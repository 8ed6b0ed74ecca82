"""What forums hold about a person: answers, attendance, items; and how long the lists are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.core.people import PersonRef
from bot.core.ports import Erased, Held, Store, Tx
from bot.core.text import Message, Verbatim, say
from bot.delivery.display import show
from bot.features.forums import timers
from bot.features.forums.model import Answer, Side, SignUp
from bot.features.forums.seats import Seats
from bot.features.forums.signups import SignUps
from bot.features.forums.store import Forums


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumData:
    """Shows and erases it; ``keep_days`` after a forum, counts are all that stays."""

    store: Store
    sign_ups: SignUps
    keep_days: int = 30
    forums: Forums = field(default_factory=Forums)
    seats: Seats = field(default_factory=Seats)

    async def export(self, community: str, person: PersonRef) -> Sequence[Held]:
        """Return what ``person`` answered, where they were, and what they put on agendas."""

        async def unit(tx: Tx) -> list[Held]:
            held: list[Held] = []
            for sign_up in await self.seats.of_person(tx, community, person):
                forum = await self.forums.get(tx, community, sign_up.forum)
                title = (say("forums.held.forum"), Verbatim(forum.details.title))
                held.append(
                    Held(what=say("forums.held.sign_up"), values=(title, *_choices(sign_up)))
                )
            for there in await self.seats.attended_by(tx, community, person):
                forum = await self.forums.get(tx, community, there)
                title = (say("forums.held.forum"), Verbatim(forum.details.title))
                held.append(Held(what=say("forums.held.attendance"), values=(title,)))
            for item in await self.seats.items_of(tx, community, person):
                words = (say("forums.held.words"), Verbatim(item.words))
                held.append(Held(what=say("forums.held.item"), values=(words,)))
            return held

        return await self.store.read(unit)

    async def erase(self, tx: Tx, community: str, person: PersonRef) -> Sequence[Erased]:
        """Take ``person`` off every list; agenda items stay without a name."""
        rows, items = await self.sign_ups.leave(tx, community, person)
        erased: list[Erased] = []
        if rows:
            erased.append(Erased(what=say("forums.erased.lists", n=rows), count=rows))
        if items:
            erased.append(
                Erased(
                    what=say("forums.erased.items", n=items),
                    count=items,
                    kept=say("forums.erased.items.kept"),
                    why=say("forums.erased.items.why"),
                )
            )
        return erased

    async def expire(self, tx: Tx, community: str, now: datetime) -> Sequence[Erased]:
        """Turn the lists of forums that are long over into counts."""
        count = 0
        before = now - timedelta(days=self.keep_days)
        for forum in await self.forums.with_old_lists(tx, community, before=before):
            counts = await self.seats.counts(tx, community, forum.id)
            came = await self.seats.attended(tx, community, forum.id)
            kept = replace(
                forum,
                signed_up=counts.going,
                came_residents=came.get(Side.RESIDENTS, 0),
                came_police=came.get(Side.POLICE, 0),
            )
            await self.forums.swap(tx, forum, kept)
            count += await self.seats.forget_all(tx, community, forum.id)
            await tx.send(show(timers.CARD, community, forum.id))
        return (Erased(what=say("forums.erased.lists", n=count), count=count),)


def _choices(sign_up: SignUp) -> tuple[tuple[Message, Message], ...]:
    what = sign_up.seat.value if sign_up.answer is Answer.GOING else sign_up.answer.value
    return (
        (say("forums.held.answer"), say(f"forums.mine.{what}.title")),
        (say("forums.held.direct"), say("core.yes" if sign_up.direct else "core.no")),
        (say("forums.held.named"), say("core.yes" if sign_up.named else "core.no")),
    )
