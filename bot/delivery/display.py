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
from bot.core.places import MessageRef, Place, Purpose
from bot.core.ports import Directory, Event, Job, Platform, Store, Tx, Undeliverable
from bot.core.text import Line
from bot.delivery.courier import Courier, Leased
from bot.delivery.facts import fact
from bot.delivery.shown import Showings, Shown

SHOW: Final = "display.show"
DRAW: Final = "display.draw"
MESSAGE_GONE: Final = "message_gone"
CHANNEL_GONE: Final = "channel_gone"
PLATFORM_ABSENT: Final = "platform_absent"
EVENT_REPLACED: Final = "display.event_replaced"
"""The fact that a calendar entry was removed by hand and entered again: ``object``, ``view``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What a view looks like now.

    Shown in every place of ``purpose``; or, with ``under``, as a message in the thread of another
    view's message; or, with ``to``, directly to one person who opted in. ``thread`` titles the
    thread to open below the card. ``event`` is its entry in the platform's own calendar.
    """

    card: Card
    purpose: Purpose | None = None
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
    ) -> None:
        """Take what is needed and answer for the two kinds of display jobs."""
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
        """Have everything on display drawn again: after a start, and hourly."""

        async def unit(tx: Tx) -> None:
            for view, thing in await self._showings.things(tx, community=community):
                if view in self._views:
                    await tx.send(show(view, community, thing))

        await self._store.write(unit)

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
                await self._take_down(platform, leased, known)
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

    @staticmethod
    async def _take_down(platform: Platform, leased: Leased, known: Shown) -> None:
        await platform.retract(known.message, key=leased.key)
        if known.event is not None:
            await platform.announce_event(known.place, None, known=known.event, key=leased.key)

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
            message = await self._post_or_edit(platform, leased, drawn, place, known)
        except Undeliverable as gone:
            if gone.code == CHANNEL_GONE and place.thread is not None:
                return  # its message is gone too; drawn anew, that one brings what is below it
            raise
        lost = known is not None and known.message != message
        shown = Shown(
            place=place,
            message=message,
            thread=None if known is None or lost else known.thread,
            event=None if known is None else known.event,
        )
        if shown != known:  # noted before anything else can fail: a message is never forgotten
            await self._store.write(
                lambda tx: self._showings.put(
                    tx, community=leased.community, view=view, thing=thing, shown=shown
                )
            )
        complete = await self._with_thread_and_event(platform, leased, drawn, shown)
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

    @staticmethod
    async def _with_thread_and_event(
        platform: Platform, leased: Leased, drawn: Drawn, shown: Shown
    ) -> Shown:
        """Open the thread and enter the meeting where they are wanted and not there yet."""
        thread, event = shown.thread, shown.event
        if drawn.thread is not None and thread is None and platform.capabilities().threads:
            thread = await platform.open_thread(shown.message, drawn.thread, key=leased.key)
        if drawn.event is not None or event is not None:
            event = await platform.announce_event(
                shown.place, drawn.event, known=event, key=leased.key
            )
        return replace(shown, thread=thread, event=event)

    @staticmethod
    async def _post_or_edit(
        platform: Platform, leased: Leased, drawn: Drawn, place: Place, known: Shown | None
    ) -> MessageRef:
        if known is not None:
            try:
                await platform.edit(known.message, drawn.card, key=leased.key)
            except Undeliverable as gone:
                if gone.code != MESSAGE_GONE:
                    raise
            else:
                return known.message
        return await platform.post(place, drawn.card, key=leased.key)

    def _platform(self, name: str) -> Platform:
        """Return a platform that runs. Its absence is for good until the next start."""
        try:
            return self._platforms[name]
        except KeyError:
            raise Undeliverable(PLATFORM_ABSENT) from None
