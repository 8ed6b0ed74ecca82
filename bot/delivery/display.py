"""Views on display: a thing of ours, drawn in every place that shows it.

The database is the truth and a message is a view of it. A job names a view and an object, never
a text: when the job's turn comes, the card is drawn from what is true *then*, so an edit can
never overwrite a newer one, and nothing sealed lies in the outbox.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.core.cards import Card
from bot.core.people import PersonRef
from bot.core.places import Place, Purpose
from bot.core.ports import Clock, Directory, Event, Job, Platform, Store, Tx, Undeliverable
from bot.core.text import Line
from bot.delivery.courier import Courier, Leased
from bot.delivery.facts import fact
from bot.delivery.looks import alike, is_settled, looks, turn, wants_edit
from bot.delivery.on_platform import post_or_edit, take_down, with_thread_and_event
from bot.delivery.shown import Showings, Shown

SHOW: Final = "display.show"
DRAW: Final = "display.draw"
CHANNEL_GONE: Final = "channel_gone"
PLATFORM_ABSENT: Final = "platform_absent"
EVENT_REPLACED: Final = "display.event_replaced"
"""The fact that a calendar entry was removed by hand and entered again: ``object``, ``view``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What a view looks like now.

    Shown in every place of ``purpose``; or, with ``at``, in that one; or, with ``under``, as a message in the thread of another
    view's message; or, with ``to``, directly to one person who opted in. ``thread`` titles the
    thread to open below the card. ``event`` is its entry in the platform's own calendar.
    """

    card: Card
    purpose: Purpose | None = None
    at: Place | None = None
    under: tuple[str, str] | None = None
    to: PersonRef | None = None
    thread: Line | None = None
    event: Event | None = None


Draw = Callable[[str, str], Awaitable[Drawn | None]]
"""From community and object to what is shown now; ``None`` takes it down everywhere."""


def show(view: str, community: str, thing: str) -> Job:
    """Have ``view`` of ``thing`` drawn, or drawn again, wherever it belongs."""
    return Job(
        kind=SHOW,
        community=community,
        lane=f"{view}:{thing}",
        payload={"view": view, "object": thing},
        key=f"show:{view}:{thing}",
    )


class Display:
    """Draws views in their places and keeps them in step."""

    def __init__(
        self,
        *,
        store: Store,
        directory: Directory,
        platforms: Mapping[str, Platform],
        courier: Courier,
        clock: Clock,
        release: str = "",
    ) -> None:
        """Take what is needed and answer for the two kinds of display jobs.

        Another ``release`` than the last draws once more what is not settled.
        """
        self._clock = clock
        self._release = release
        self._store = store
        self._directory = directory
        self._platforms = platforms
        self._views: dict[str, Draw] = {}
        self._showings = Showings()
        courier.on(SHOW, self._spread)
        courier.on(DRAW, self._draw_in_place)

    def view(self, name: str, draw: Draw) -> None:
        """Add a view. Two of one name are an error."""
        if name in self._views:
            message = f"two views named {name}"
            raise ValueError(message)
        self._views[name] = draw

    async def where(self, view: str, community: str, thing: str) -> tuple[Shown, ...]:
        """Return where a thing is shown now."""
        return await self._store.read(
            lambda tx: self._showings.of(tx, community=community, view=view, thing=thing)
        )

    async def redraw_all(self, community: str) -> None:
        """Have drawn again what may look different by now, or may be gone: at a start, and hourly.

        :mod:`bot.delivery.looks` says what that is. Of many the first go at once and the others
        follow evenly, so that no platform is asked more than it takes and news need not wait.
        """
        things = await self._store.read(lambda tx: self._showings.things(tx, community=community))
        now = self._clock.now()
        due = [each for each in things if await self._is_due(community, *each)]
        jobs = [
            replace(
                show(view, community, thing),
                lane=f"mend:{view}:{thing}",
                key=f"mend:{view}:{thing}",
                due_at=now + turn(number),
            )
            for number, (view, thing) in enumerate(due)
        ]
        if jobs:
            await self._store.write(lambda tx: tx.send(*jobs))

    async def _is_due(self, community: str, view: str, thing: str) -> bool:
        if view not in self._views:
            return False
        known, today = await self.where(view, community, thing), self._clock.now().date()
        if is_settled(known, today=today):
            return False
        if wants_edit(known, today=today):
            return True
        try:
            drawn = await self._views[view](community, thing)
            if drawn is None or {s.place.key for s in known} != {
                *await self._places(community, drawn)
            }:
                return True
            look = await self._look(community, drawn)
        except Exception:  # noqa: BLE001  (the job that draws it says what is wrong, of this one alone)
            return True
        return any(s.looks != look for s in known)

    async def _look(self, community: str, drawn: Drawn) -> str:
        about = await self._directory.community(community)
        return looks(drawn.card, drawn.thread, drawn.event, about=about, release=self._release)

    async def redraw_event(self, community: str, event: str) -> None:
        """Have what a calendar entry belongs to drawn again: somebody may have changed the entry."""
        found = await self._store.read(
            lambda tx: self._showings.by_event(tx, community=community, event=event)
        )
        if found:
            jobs = [show(view, community, thing) for view, thing in found]
            await self._store.write(lambda tx: tx.send(*jobs))

    async def _spread(self, leased: Leased) -> None:
        view, thing = str(leased.payload["view"]), str(leased.payload["object"])
        community = leased.community
        drawn = await self._views[view](community, thing)
        places = {} if drawn is None else await self._places(community, drawn)

        async def unit(tx: Tx) -> None:
            known = await self._showings.of(tx, community=community, view=view, thing=thing)
            for key in {*places, *(s.place.key for s in known)}:
                await tx.send(
                    Job(
                        kind=DRAW,
                        community=community,
                        lane=key,
                        payload={"view": view, "object": thing, "place": key},
                        key=f"draw:{view}:{thing}:{key}",
                    )
                )
            await leased.finish(tx)

        await self._store.write(unit)

    async def _places(self, community: str, drawn: Drawn) -> dict[str, Place]:
        if drawn.to is not None:
            place = Place(platform=drawn.to.platform, tenant="@", channel=drawn.to.key)
            return {f"@{drawn.to.key}": place}
        if drawn.under is not None:
            above = await self.where(drawn.under[0], community, drawn.under[1])
            return {s.thread.key: s.thread for s in above if s.thread is not None}
        if drawn.at is not None:
            return {drawn.at.key: drawn.at}
        if drawn.purpose is None:
            return {}
        return {p.key: p for p in await self._directory.places(community, drawn.purpose)}

    async def _draw_in_place(self, leased: Leased) -> None:
        view, thing = str(leased.payload["view"]), str(leased.payload["object"])
        key = str(leased.payload["place"])
        drawn = await self._views[view](leased.community, thing)
        if drawn is not None and drawn.to is not None:
            await self._platform(drawn.to.platform).direct(drawn.to, drawn.card, key=leased.key)
            return
        place = Place.from_key(key)
        known = next(
            (s for s in await self.where(view, leased.community, thing) if s.place == place), None
        )
        platform = self._platform(place.platform)
        wanted = {} if drawn is None else await self._places(leased.community, drawn)
        if drawn is None or key not in wanted:
            if known is not None:
                await take_down(platform, known, key=leased.key)
                if drawn is None or not await self._waits(leased.community, drawn, place):
                    await self._forget(leased, known, view=view, thing=thing)
            return
        await self._put_up(platform, leased, drawn, place, known, view=view, thing=thing)

    async def _waits(self, community: str, drawn: Drawn, place: Place) -> bool:
        """Whether the message that it hangs below in this channel has no thread yet."""
        if drawn.under is None:
            return False
        above = await self.where(drawn.under[0], community, drawn.under[1])
        return any(s.thread is None and s.place == replace(place, thread=None) for s in above)

    async def _forget(self, leased: Leased, known: Shown, *, view: str, thing: str) -> None:
        await self._store.write(
            lambda tx: self._showings.forget(
                tx, community=leased.community, view=view, thing=thing, place=known.place
            )
        )

    async def _put_up(
        self,
        platform: Platform,
        leased: Leased,
        drawn: Drawn,
        place: Place,
        known: Shown | None,
        *,
        view: str,
        thing: str,
    ) -> None:
        try:
            message = await post_or_edit(platform, place, drawn.card, known, key=leased.key)
        except Undeliverable as gone:
            if gone.code == CHANNEL_GONE and place.thread is not None:
                return  # its message is gone too; drawn anew, that one brings what is below it
            raise
        lost = known is not None and known.message != message
        look, today = await self._look(leased.community, drawn), self._clock.now().date()
        same = known is not None and not lost and alike(known.looks, look)
        shown = Shown(
            place=place,
            message=message,
            thread=None if known is None or lost else known.thread,
            event=None if known is None else known.event,
            looks=look,
            changed_on=known.changed_on if known is not None and same else today,
            drawn_on=today,
        )
        if shown != known:  # noted before anything else can fail: a message is never forgotten
            await self._store.write(
                lambda tx: self._showings.put(
                    tx, community=leased.community, view=view, thing=thing, shown=shown
                )
            )
        complete = await with_thread_and_event(
            platform, shown, title=drawn.thread, event=drawn.event, key=leased.key
        )
        replaced = shown.event is not None and complete.event not in {None, shown.event}

        async def completed(tx: Tx) -> None:
            community = leased.community
            await self._showings.put(
                tx, community=community, view=view, thing=thing, shown=complete
            )
            if complete.thread != shown.thread:  # what a lost message had below it comes back
                adrift = await self._showings.adrift(tx, community=community)
                await tx.send(*(show(v, community, t) for v, t in adrift))
            if replaced and not lost:
                await tx.send(fact(EVENT_REPLACED, community, object=thing, view=view))

        if complete != shown:
            await self._store.write(completed)

    def _platform(self, name: str) -> Platform:
        """Return a platform that runs. Its absence is for good until the next start."""
        try:
            return self._platforms[name]
        except KeyError:
            raise Undeliverable(PLATFORM_ABSENT) from None
