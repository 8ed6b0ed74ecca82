"""The verbs of organizers before and at the start: plan, announce, change, begin, call off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.communities import Directory
from bot.core.errors import DialogueError, MovedOn
from bot.core.ids import new_id
from bot.core.people import Actor, Role
from bot.core.ports import Clock, Deed, Store, Tx
from bot.core.when import Doubt
from bot.delivery.display import show
from bot.features.forums import moves, timers
from bot.features.forums.model import AHEAD, Details, Forum, Kind
from bot.features.forums.seats import Seats
from bot.features.forums.series import carry_on, tell_everyone
from bot.features.forums.sheets import More, Reader, What, Where, read_more, read_where
from bot.features.forums.signups import fill_seats
from bot.features.forums.store import Forums

Move = Callable[[Forum], Forum]
After = Callable[[Tx, Forum], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A plan as it stands, with what the organizer should look at.

    ``trouble`` says why the time could not be taken; the rest was kept.
    """

    forum: Forum
    doubt: Doubt | None = None
    trouble: DialogueError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumDesk:
    """Where forums are planned. Every change tells those whom it concerns."""

    store: Store
    clock: Clock
    directory: Directory
    forums: Forums = field(default_factory=Forums)
    seats: Seats = field(default_factory=Seats)

    async def schedule(self, sheet: What, *, actor: Actor, locale: str, key: str) -> Drafted:
        """Keep a draft. A time that cannot be read costs nobody the words of the form."""
        actor.require(Role.ORGANIZER)
        reader = await self._reader(actor, locale)
        details, doubt, trouble = reader.untimed(sheet), None, None
        try:
            details, doubt = reader.what(sheet, None)
        except DialogueError as refusal:
            trouble = refusal

        async def unit(tx: Tx) -> Forum:
            await tx.once(key)
            forum = Forum(
                id=new_id(),
                community=actor.community,
                number=await self.forums.number(tx, actor.community),
                details=details,
                touched_at=reader.now,
            )
            await self.forums.add(tx, forum)
            await tx.record(_deed("forums.schedule", forum))
            return forum

        return Drafted(forum=await self.store.write(unit), doubt=doubt, trouble=trouble)

    async def edit_what(
        self, forum: str, revision: int, sheet: What, *, actor: Actor, locale: str, key: str
    ) -> Drafted:
        """Change title, aim and time."""
        actor.require(Role.ORGANIZER)
        reader = await self._reader(actor, locale)
        doubts: list[Doubt | None] = []

        def read(before: Details) -> Details:
            details, doubt = reader.what(sheet, before)
            doubts[:] = [doubt]
            return details

        edited = await self._edit(forum, revision, read, actor=actor, key=key)
        return Drafted(forum=edited, doubt=doubts[0])

    async def edit_where(
        self, forum: str, revision: int, sheet: Where, *, actor: Actor, key: str
    ) -> Drafted:
        """Change place, format, seats and hosts."""
        actor.require(Role.ORGANIZER)
        edited = await self._edit(
            forum, revision, lambda before: read_where(sheet, before), actor=actor, key=key
        )
        return Drafted(forum=edited)

    async def edit_more(
        self, forum: str, revision: int, sheet: More, *, actor: Actor, key: str
    ) -> Drafted:
        """Change facilitator, language, access notes and how the series goes on."""
        actor.require(Role.ORGANIZER)
        edited = await self._edit(
            forum, revision, lambda before: read_more(sheet, before), actor=actor, key=key
        )
        return Drafted(forum=edited)

    async def announce(self, forum: str, revision: int, *, actor: Actor, key: str) -> Forum:
        """Tell everyone, open the sign-up, and put the questions that wait on the agenda."""
        actor.require(Role.ORGANIZER)
        now = self.clock.now()

        async def tell(tx: Tx, announced: Forum) -> None:
            await tell_everyone(tx, announced, seats=self.seats, now=now)
            await fill_seats(tx, announced, forums=self.forums, seats=self.seats, now=now)

        return await self._move(
            forum,
            lambda f: moves.announce(_of_revision(f, revision), now=now),
            tell,
            "forums.announce",
            actor=actor,
            key=key,
        )

    async def drop(self, forum: str, *, actor: Actor, key: str) -> None:
        """Throw a draft away. Raises ``MovedOn`` for what was announced meanwhile."""
        actor.require(Role.ORGANIZER)

        async def unit(tx: Tx) -> None:
            await tx.once(key)
            before = await self.forums.get(tx, actor.community, forum)
            if not await self.forums.drop(tx, actor.community, forum):
                raise MovedOn
            await tx.record(_deed("forums.drop", before))

        await self.store.write(unit)

    async def start(self, forum: str, *, actor: Actor, key: str) -> Forum:
        """Begin, or go on after a pause."""
        actor.require(Role.ORGANIZER)
        now = self.clock.now()

        async def tell(tx: Tx, started: Forum) -> None:
            news = await self.forums.tell(tx, started, Kind.LIVE)
            await timers.plan_anew(tx, started, now=now)
            await tx.send(show(timers.NEWS, started.community, news.id))

        return await self._move(
            forum, lambda f: moves.start(f, now=now), tell, "forums.start", actor=actor, key=key
        )

    async def pause(self, forum: str, *, actor: Actor, key: str) -> Forum:
        """Take a break."""
        actor.require(Role.ORGANIZER)
        now = self.clock.now()
        return await self._move(
            forum,
            lambda f: moves.pause(f, now=now),
            _nothing,
            "forums.pause",
            actor=actor,
            key=key,
        )

    async def call_off(
        self, forum: str, reason: str, *, postpone: bool, end_series: bool, actor: Actor, key: str
    ) -> Forum:
        """Cancel or postpone. Everyone who signed up hears it; the questions wait."""
        actor.require(Role.ORGANIZER)
        now = self.clock.now()
        move = moves.postpone if postpone else moves.cancel
        kind = Kind.POSTPONED if postpone else Kind.CANCELLED

        async def tell(tx: Tx, off: Forum) -> None:
            await timers.plan_anew(tx, off, now=now)
            await self.seats.leave_proposed(tx, off.community, off.id)
            await self._news(tx, off, kind, now)
            if not postpone and not end_series:
                await carry_on(tx, off, forums=self.forums, seats=self.seats, now=now)

        return await self._move(
            forum,
            lambda f: move(f, reason, now=now),
            tell,
            "forums.postpone" if postpone else "forums.cancel",
            actor=actor,
            key=key,
        )

    async def desk(self, forum: str, *, actor: Actor) -> Forum:
        """Return one forum, drafts too."""
        actor.require(Role.ORGANIZER)
        return await self.store.read(lambda tx: self.forums.get(tx, actor.community, forum))

    async def numbered(self, number: int, *, actor: Actor) -> Forum:
        """Return the forum with this number, drafts too."""
        actor.require(Role.ORGANIZER)
        return await self.store.read(lambda tx: self.forums.numbered(tx, actor.community, number))

    async def unfinished(self, *, actor: Actor) -> tuple[Forum, ...]:
        """Return everything that is not done, drafts too."""
        actor.require(Role.ORGANIZER)
        return await self.store.read(lambda tx: self.forums.unfinished(tx, actor.community))

    async def zone(self, actor: Actor) -> str:
        """Return the zone in which the community lives."""
        return (await self.directory.community(actor.community)).zone

    async def _reader(self, actor: Actor, locale: str) -> Reader:
        zone = await self.zone(actor)
        return Reader(now=self.clock.now(), zone=zone, locale=locale)

    async def _edit(
        self,
        forum: str,
        revision: int,
        read: Callable[[Details], Details],
        *,
        actor: Actor,
        key: str,
    ) -> Forum:
        now = self.clock.now()
        seen: list[Forum] = []

        def move(before: Forum) -> Forum:
            seen[:] = [_of_revision(before, revision)]
            return moves.edit(before, read(before.details), now=now)

        async def tell(tx: Tx, after: Forum) -> None:
            before = seen[0]
            if after.state not in AHEAD:
                return
            if _moved(before, after):
                await timers.plan_anew(tx, after, now=now)
                await self._news(tx, after, Kind.CHANGED, now)
            await fill_seats(tx, after, forums=self.forums, seats=self.seats, now=now)

        return await self._move(forum, move, tell, "forums.edit", actor=actor, key=key)

    async def _move(
        self, forum: str, move: Move, tell: After, verb: str, *, actor: Actor, key: str
    ) -> Forum:
        async def unit(tx: Tx) -> Forum:
            await tx.once(key)
            before = await self.forums.get(tx, actor.community, forum)
            after = await self.forums.swap(tx, before, move(before))
            await tell(tx, after)
            await tx.record(_deed(verb, after))
            if after.public:
                await tx.send(show(timers.CARD, after.community, after.id))
            return after

        return await self.store.write(unit)

    async def _news(self, tx: Tx, forum: Forum, kind: Kind, now: datetime) -> None:
        news = await self.forums.tell(tx, forum, kind)
        await tx.send(show(timers.NEWS, forum.community, news.id))
        told = await self.seats.to_tell(tx, forum.community, forum.id)
        await tx.send(*timers.letters(told, news.id, forum, now=now))


def _of_revision(forum: Forum, revision: int) -> Forum:
    if forum.revision != revision:
        raise MovedOn
    return forum


def _moved(before: Forum, after: Forum) -> bool:
    """Whether those who signed up must hear of the change."""
    return (before.details.plan, before.details.minutes, before.details.place) != (
        after.details.plan,
        after.details.minutes,
        after.details.place,
    )


async def _nothing(tx: Tx, forum: Forum) -> None:
    _ = tx, forum


def _deed(verb: str, forum: Forum) -> Deed:
    return Deed(community=forum.community, verb=verb, object=forum.id, role=Role.ORGANIZER.value)
