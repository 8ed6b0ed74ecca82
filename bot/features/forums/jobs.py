"""Clock-driven work of forums: reminders, nudges, looks back, and what is drawn where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.clock import from_micros
from bot.core.errors import NotFound
from bot.core.places import Purpose
from bot.core.ports import Clock, Deed, Event, Later, Store, Tx
from bot.core.text import Verbatim
from bot.delivery.courier import Courier, Leased
from bot.delivery.display import EVENT_REPLACED, Display, Drawn, show
from bot.delivery.facts import Facts
from bot.features.forums import moves, timers
from bot.features.forums.clockwork import (
    NUDGE_EVERY,
    REMINDERS,
    agenda_opens,
    lateness,
    reminders,
)
from bot.features.forums.handlers import House
from bot.features.forums.model import (
    AHEAD,
    RUNNING,
    Answer,
    Forum,
    Kind,
    Seat,
    State,
)
from bot.features.forums.service import ForumDesk
from bot.features.forums.views.news import Told, letter_card, news_card
from bot.features.forums.views.public import agenda_card, forum_card

PROPOSED: Final = "questions.proposed"
_SYSTEM: Final = "clock"
_SOON: Final = timedelta(minutes=10)
_A_MOMENT: Final = timedelta(seconds=5)


def register(
    courier: Courier, facts: Facts, display: Display, house: House, *, store: Store, clock: Clock
) -> None:
    """Answer for the forums' jobs, views, and what they hear of others."""
    drawing = Drawing(house=house, display=display, clock=clock)
    display.view(timers.CARD, drawing.card)
    display.view(timers.AGENDA, drawing.agenda)
    display.view(timers.NEWS, drawing.news)
    display.view(timers.LETTER, drawing.letter)
    work = Clockwork(house=house, store=store, clock=clock)
    courier.on(timers.REMIND, work.remind)
    courier.on(timers.COLLECT, work.collect)
    courier.on(timers.NUDGE, work.nudge)
    facts.on(PROPOSED, "forums", work.proposed)
    facts.on(EVENT_REPLACED, "forums", work.removed_by_hand)


async def begin(desk: ForumDesk) -> None:
    """Plan anew, at every start, what moved because a country changed its clocks.

    The hour on the wall stays as announced; the instant, the reminders and the calendars follow.
    """
    now = desk.clock.now()
    for community in await desk.directory.communities():

        async def unit(tx: Tx, community: str = community.id) -> None:
            for forum in await desk.forums.shifted(tx, community):
                moved = replace(forum, changes=forum.changes + 1, touched_at=now)
                after = await desk.forums.swap(tx, forum, moved)
                await timers.plan_anew(tx, after, now=now)
                await tx.send(show(timers.CARD, after.community, after.id))

        await desk.store.write(unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clockwork:
    """What is done when its time comes. Each has its effect once, or none when plans changed."""

    house: House
    store: Store
    clock: Clock

    async def remind(self, leased: Leased) -> None:
        """Tell the thread, and those who asked to be told directly; too late helps nobody."""
        kind = Kind(str(leased.payload["what"]))
        due = from_micros(int(leased.payload["at"]))
        now = self.clock.now()

        async def unit(tx: Tx) -> None:
            await leased.finish(tx)
            forum = await self._forum(tx, leased)
            if forum is None or not _reminds(forum, kind, due):
                return
            if kind is Kind.START:
                await tx.send(show(timers.CARD, forum.community, forum.id))
            late = lateness(kind, due, forum=forum, now=now)
            if late is None:
                await tx.record(_deed("forums.reminder_dropped", forum))
                return
            await self._tell(tx, forum, kind, now, late=late)

        await self.store.write(unit)

    async def collect(self, leased: Leased) -> None:
        """Open the agenda."""
        due = from_micros(int(leased.payload["at"]))
        now = self.clock.now()

        async def unit(tx: Tx) -> None:
            await leased.finish(tx)
            forum = await self._forum(tx, leased)
            plan = None if forum is None else forum.details.plan
            if forum is None or plan is None or agenda_opens(plan) != due:
                return
            if forum.state is not State.ANNOUNCED:
                return
            after = await self.house.desk.forums.swap(tx, forum, moves.collect(forum, now=now))
            await tx.send(show(timers.CARD, after.community, after.id))

        await self.store.write(unit)

    async def nudge(self, leased: Leased) -> None:
        """Ask for what is still owed, again and again until it is done; look back once each."""
        kind = Kind(str(leased.payload["what"]))
        now = self.clock.now()

        async def unit(tx: Tx) -> None:
            await leased.finish(tx)
            forum = await self._forum(tx, leased)
            if forum is None or not _owes(forum, kind):
                return
            await self._tell(tx, forum, kind, now)
            if kind in {Kind.CLOSE_IT, Kind.SUM_UP}:
                await tx.send(timers.timer(timers.NUDGE, forum, kind.value, now + NUDGE_EVERY))

        await self.store.write(unit)

    async def proposed(self, leased: Leased) -> None:
        """Hear that a question waits for an answer at a forum."""
        question = str(leased.payload["question"])

        async def unit(tx: Tx) -> None:
            await self.house.sign_ups.propose(tx, leased.community, question)
            await leased.finish(tx)

        await self.store.write(unit)

    async def removed_by_hand(self, leased: Leased) -> None:
        """Say that a meeting was taken out of a calendar, and that it stands all the same."""
        now = self.clock.now()

        async def unit(tx: Tx) -> None:
            await leased.finish(tx)
            if leased.payload["view"] != timers.CARD:
                return
            forum = await self._forum(tx, leased, "object")
            if forum is not None and forum.state in {*AHEAD, *RUNNING}:
                await self._tell(tx, forum, Kind.REMOVED, now)

        await self.store.write(unit)

    async def _forum(self, tx: Tx, leased: Leased, named: str = "forum") -> Forum | None:
        try:
            return await self.house.desk.forums.get(
                tx, leased.community, str(leased.payload[named])
            )
        except NotFound:
            return None

    async def _tell(
        self, tx: Tx, forum: Forum, kind: Kind, now: datetime, *, late: bool = False
    ) -> None:
        news = await self.house.desk.forums.tell(tx, forum, kind, late=late)
        await tx.send(show(timers.NEWS, forum.community, news.id))
        if kind in REMINDERS:
            told = await self.house.desk.seats.to_tell(tx, forum.community, forum.id)
            await tx.send(*timers.letters(told, news.id, forum, now=now))


def _reminds(forum: Forum, kind: Kind, due: datetime) -> bool:
    """Whether a reminder still belongs to the plan for which it was made."""
    plan = forum.details.plan
    return forum.state in AHEAD and plan is not None and reminders(plan)[kind] == due


def _owes(forum: Forum, kind: Kind) -> bool:
    match kind:
        case Kind.CLOSE_IT:
            return forum.state in {*AHEAD, *RUNNING}
        case Kind.SUM_UP:
            return forum.state is State.WRAP_UP
        case Kind.CHECK_30:
            return forum.state in {State.WRAP_UP, State.FOLLOW_UP_30}
        case _:
            return forum.state in {State.WRAP_UP, State.FOLLOW_UP_30, State.FOLLOW_UP_90}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What each view of a forum looks like now."""

    house: House
    display: Display
    clock: Clock

    async def card(self, community: str, forum: str) -> Drawn | None:
        """Draw the forum in its channel, with a thread and an entry in the native calendar."""
        try:
            sight = await self.house.board.glance(community, forum)
        except NotFound:
            return None
        look = self.house.look(await self._locale(community))
        return Drawn(
            card=forum_card(sight, look),
            purpose=Purpose.FORUMS,
            thread=Verbatim(sight.forum.details.title),
            event=_event(sight.forum),
        )

    async def agenda(self, community: str, forum: str) -> Drawn | None:
        """Draw the agenda in the thread, once there is something on it."""
        try:
            sight = await self.house.board.forum(community, forum)
        except NotFound:
            return None
        if not sight.items:
            return None
        await self._thread_is_open(sight.forum)
        return Drawn(card=agenda_card(sight), under=(timers.CARD, forum))

    async def news(self, community: str, news: str) -> Drawn | None:
        """Draw one message of the thread."""
        try:
            found, sight, named = await self.house.board.message(community, news)
        except NotFound:
            return None
        await self._thread_is_open(sight.forum)
        look = self.house.look(await self._locale(community))
        card = news_card(Told(news=found, sight=sight, look=look, named=named))
        return Drawn(card=card, under=(timers.CARD, sight.forum.id))

    async def letter(self, community: str, thing: str) -> Drawn | None:
        """Draw a letter to one person, if they still wish to be told and it concerns them."""
        sign_up_id, _, news_id = thing.partition("-")
        sign_up = await self.house.board.sign_up(community, sign_up_id)
        if sign_up is None or not sign_up.direct or sign_up.answer is Answer.NOT:
            return None
        try:
            news, sight, _ = await self.house.board.message(community, news_id)
        except NotFound:
            return None
        if news.kind in {*REMINDERS, Kind.MOVED_UP} and sign_up.seat is not Seat.TAKEN:
            return None
        directory = self.house.desk.directory
        locale = await directory.locale(sign_up.person) or await self._locale(community)
        told = Told(news=news, sight=sight, look=self.house.look(locale))
        return Drawn(card=letter_card(told), to=sign_up.person)

    async def _thread_is_open(self, forum: Forum) -> None:
        """Wait a moment for the thread of a forum that was announced only now.

        Raises:
            Later: it should be there soon.
        """
        if self.clock.now() - forum.touched_at > _SOON:
            return
        directory = self.house.desk.directory
        places = await directory.places(forum.community, Purpose.FORUMS)
        shown = await self.display.where(timers.CARD, forum.community, forum.id)
        if places and not any(s.thread for s in shown):
            raise Later(_A_MOMENT)

    async def _locale(self, community: str) -> str:
        return (await self.house.desk.directory.community(community)).locale


def _event(forum: Forum) -> Event | None:
    """Mirror a forum in the platform's calendar until it is closed or called off."""
    starts_at, ends_at = forum.starts_at, forum.ends_at
    if forum.state not in {*AHEAD, *RUNNING} or starts_at is None or ends_at is None:
        return None
    return Event(
        name=forum.details.title,
        about=forum.details.aim,
        starts_at=starts_at,
        ends_at=ends_at,
        place=forum.details.place,
    )


def _deed(verb: str, forum: Forum) -> Deed:
    return Deed(community=forum.community, verb=verb, object=forum.id, role=_SYSTEM)
