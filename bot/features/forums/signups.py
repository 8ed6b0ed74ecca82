"""The verbs of everyone: come or not, choose how to be told, be there, add to the agenda."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.errors import NotFound
from bot.core.ids import new_id
from bot.core.people import Actor, PersonRef, Role
from bot.core.ports import Clock, Store, Tx
from bot.core.text import clean
from bot.delivery.display import show
from bot.features.forums import timers
from bot.features.forums.model import (
    AHEAD,
    ITEM,
    ITEMS_EACH,
    RUNNING,
    Answer,
    Forum,
    Item,
    Kind,
    Side,
    SignUp,
    State,
)
from bot.features.forums.refusals import AgendaClosed, EnoughItems, NotThere, SignUpOver
from bot.features.forums.seats import Seats
from bot.features.forums.store import Forums


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """A forum and what one person said about it."""

    forum: Forum
    sign_up: SignUp


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUps:
    """Where people say whether they come, and what they want to talk about."""

    store: Store
    clock: Clock
    forums: Forums = field(default_factory=Forums)
    seats: Seats = field(default_factory=Seats)

    async def answer(self, forum: str, answer: Answer, *, actor: Actor, key: str) -> Mine:
        """Take an answer. Seats are given in the order of asking, never more than there are."""
        actor.require(Role.MEMBER)
        now = self.clock.now()

        async def unit(tx: Tx) -> Mine:
            await tx.once(key)
            found, turn = await self.forums.lock(tx, actor.community, forum)
            _still_open(found, now)
            sign_up = await self.seats.answer(tx, found, actor.person, answer, turn=turn)
            await fill_seats(tx, found, forums=self.forums, seats=self.seats, now=now)
            await tx.send(show(timers.CARD, found.community, found.id))
            return Mine(forum=found, sign_up=sign_up)

        return await self.store.write(unit)

    async def choose(
        self,
        forum: str,
        *,
        named: bool | None = None,
        direct: bool | None = None,
        actor: Actor,
        key: str,
    ) -> Mine:
        """Turn on or off being named in the thread, or being told directly."""
        actor.require(Role.MEMBER)

        async def unit(tx: Tx) -> Mine:
            await tx.once(key)
            found, _ = await self.forums.lock(tx, actor.community, forum)
            before = await self.seats.of(tx, found.community, found.id, actor.person)
            if before is None:
                raise SignUpOver
            after = replace(
                before,
                named=before.named if named is None else named,
                direct=before.direct if direct is None else direct,
            )
            await self.seats.choose(tx, found.community, after)
            return Mine(forum=found, sign_up=after)

        return await self.store.write(unit)

    async def here(self, forum: str, *, actor: Actor, key: str) -> Forum:
        """Note that a person is there, apart from whether they signed up."""
        actor.require(Role.MEMBER)

        async def unit(tx: Tx) -> Forum:
            await tx.once(key)
            found, _ = await self.forums.lock(tx, actor.community, forum)
            if found.state not in RUNNING:
                raise NotThere
            await self.seats.attend(tx, found.community, found.id, actor.person, side_of(actor))
            return found

        return await self.store.write(unit)

    async def add_item(self, forum: str, words: str, *, actor: Actor, key: str) -> Item:
        """Put something on the agenda. Police and residents are counted apart, in the open."""
        actor.require(Role.MEMBER)
        item = Item(
            id=new_id(),
            side=side_of(actor),
            words=clean(words, at_most=ITEM, at_least=3, one_line=True),
        )

        async def unit(tx: Tx) -> Item:
            await tx.once(key)
            found, turn = await self.forums.lock(tx, actor.community, forum)
            if found.state not in {State.COLLECTING, *RUNNING}:
                raise AgendaClosed
            given = await self.seats.items_from(tx, found.community, found.id, actor.person)
            if given >= ITEMS_EACH:
                raise EnoughItems(at_most=ITEMS_EACH)
            await self.seats.add_item(tx, found.community, found.id, item, actor.person, turn=turn)
            await tx.send(show(timers.AGENDA, found.community, found.id))
            return item

        return await self.store.write(unit)

    async def take_back(self, forum: str, item: str, *, actor: Actor, key: str) -> None:
        """Take one's own item off the agenda. Raises ``NotFound`` for anything else."""
        actor.require(Role.MEMBER)

        async def unit(tx: Tx) -> None:
            await tx.once(key)
            if not await self.seats.take_back(tx, actor.community, forum, item, actor.person):
                raise NotFound
            await tx.send(show(timers.AGENDA, actor.community, forum))

        await self.store.write(unit)

    async def propose(self, tx: Tx, community: str, question: str) -> None:
        """Put a question on the agenda of the next forum, or let it wait for one."""
        ahead = await self.forums.ahead(tx, community, now=self.clock.now(), at_most=1)
        if not ahead:
            await self.seats.propose(tx, community, "", question, turn=0)
            return
        found, turn = await self.forums.lock(tx, community, ahead[0].id)
        await self.seats.propose(tx, community, found.id, question, turn=turn)
        await tx.send(show(timers.AGENDA, community, found.id))

    async def mine(self, actor: Actor) -> tuple[Mine, ...]:
        """Return the forums ahead for which a person signed up, the next first."""
        now = self.clock.now()

        async def unit(tx: Tx) -> tuple[Mine, ...]:
            ahead = {f.id: f for f in await self.forums.ahead(tx, actor.community, now=now)}
            own = await self.seats.of_person(tx, actor.community, actor.person)
            found = {s.forum: s for s in own if s.answer is not Answer.NOT}
            return tuple(
                Mine(forum=forum, sign_up=found[id_])
                for id_, forum in ahead.items()
                if id_ in found
            )

        return await self.store.read(unit)

    async def leave(self, tx: Tx, community: str, person: PersonRef) -> tuple[int, int]:
        """Erase a person from every list; return how many rows went and items lost their name.

        A seat that becomes free goes to whoever waited longest.
        """
        now = self.clock.now()
        lists = {s.forum for s in await self.seats.of_person(tx, community, person)}
        lists |= set(await self.seats.attended_by(tx, community, person))
        erased = 0
        for forum in sorted(lists):
            found, _ = await self.forums.lock(tx, community, forum)
            erased += await self.seats.forget(tx, community, forum, person)
            await fill_seats(tx, found, forums=self.forums, seats=self.seats, now=now)
            await tx.send(show(timers.CARD, community, forum))
        return erased, await self.seats.unsign_items(tx, community, person)


def side_of(actor: Actor) -> Side:
    """Say for whom a person counts: liaisons for the police, everyone else for residents."""
    return Side.POLICE if actor.has(Role.LIAISON) else Side.RESIDENTS


def _still_open(forum: Forum, now: datetime) -> None:
    if forum.state not in AHEAD or forum.starts_at is None or now >= forum.starts_at:
        raise SignUpOver


async def fill_seats(tx: Tx, forum: Forum, *, forums: Forums, seats: Seats, now: datetime) -> None:
    """Give free seats to those who waited longest, as long as people still sign up.

    The thread is told how many; who they are only where they chose to be named.
    """
    if forum.state not in AHEAD or forum.starts_at is None or forum.starts_at <= now:
        return
    free = await seats.free(tx, forum)
    if not free:
        return
    news = await forums.tell(tx, forum, Kind.MOVED_UP, number=free)
    told = await seats.move_up(tx, forum, news=news.id, at_most=free)
    await tx.send(show(timers.NEWS, forum.community, news.id))
    await tx.send(*timers.letters(told, news.id, forum, now=now))
