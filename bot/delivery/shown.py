"""Which message shows which thing, in which place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.core.places import MessageRef, Place
from bot.core.ports import Tx
from bot.storage.sql import sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message of ours that shows a thing, with its thread and its calendar entry.

    ``looks`` names what it was last drawn as; ``changed_on`` is the day (UTC) when that last
    changed and ``drawn_on`` the day when it was last drawn. Days, so that no hour is kept.
    """

    place: Place
    message: MessageRef
    thread: Place | None
    event: str | None
    looks: str | None = None
    changed_on: date | None = None
    drawn_on: date | None = None


_OF: Final = sql("""
    SELECT place, message, thread, event, looks, changed_on, drawn_on FROM shown
     WHERE community = :community AND view = :view AND object = :object
     ORDER BY place
""")
_THINGS: Final = sql("""
    SELECT DISTINCT view, object FROM shown WHERE community = :community ORDER BY view, object
""")
_ADRIFT: Final = sql("""
    SELECT DISTINCT view, object FROM shown
     WHERE community = :community AND place NOT LIKE :channels
       AND place NOT IN (SELECT thread FROM shown
                          WHERE community = :community AND thread IS NOT NULL)
     ORDER BY view, object
""")
_BY_EVENT: Final = sql("""
    SELECT DISTINCT view, object FROM shown
     WHERE community = :community AND event = :event ORDER BY view, object
""")
_PUT: Final = sql("""
    INSERT INTO shown (community, view, object, place, message, thread, event, looks, changed_on,
                       drawn_on)
    VALUES (:community, :view, :object, :place, :message, :thread, :event, :looks, :changed_on,
            :drawn_on)
    ON CONFLICT (community, view, object, place) DO UPDATE
       SET message = excluded.message, thread = excluded.thread, event = excluded.event,
           looks = excluded.looks, changed_on = excluded.changed_on, drawn_on = excluded.drawn_on
""")
_FORGET: Final = sql("""
    DELETE FROM shown
     WHERE community = :community AND view = :view AND object = :object AND place = :place
""")


class Showings:
    """The table of what is on display."""

    async def of(self, tx: Tx, *, community: str, view: str, thing: str) -> tuple[Shown, ...]:
        """Return every message that shows ``thing``."""
        rows = await tx.all(_OF, community=community, view=view, object=thing)
        return tuple(
            Shown(
                place=(place := Place.from_key(row["place"])),
                message=MessageRef(place=place, message=row["message"]),
                thread=None if row["thread"] is None else Place.from_key(row["thread"]),
                event=row["event"],
                looks=row["looks"],
                changed_on=_day(row["changed_on"]),
                drawn_on=_day(row["drawn_on"]),
            )
            for row in rows
        )

    async def things(self, tx: Tx, *, community: str) -> tuple[tuple[str, str], ...]:
        """Return every (view, object) on display."""
        return tuple(
            (row["view"], row["object"]) for row in await tx.all(_THINGS, community=community)
        )

    async def adrift(self, tx: Tx, *, community: str) -> tuple[tuple[str, str], ...]:
        """Return every (view, object) shown in a thread whose message is no more."""
        rows = await tx.all(_ADRIFT, community=community, channels="%:")  # as places are written
        return tuple((row["view"], row["object"]) for row in rows)

    async def by_event(self, tx: Tx, *, community: str, event: str) -> tuple[tuple[str, str], ...]:
        """Return every (view, object) whose calendar entry is ``event``."""
        rows = await tx.all(_BY_EVENT, community=community, event=event)
        return tuple((row["view"], row["object"]) for row in rows)

    async def put(self, tx: Tx, *, community: str, view: str, thing: str, shown: Shown) -> None:
        """Note where ``thing`` is shown and what is drawn there."""
        await tx.execute(
            _PUT,
            community=community,
            view=view,
            object=thing,
            place=shown.place.key,
            message=shown.message.message,
            thread=None if shown.thread is None else shown.thread.key,
            event=shown.event,
            looks=shown.looks,
            changed_on=None if shown.changed_on is None else shown.changed_on.isoformat(),
            drawn_on=None if shown.drawn_on is None else shown.drawn_on.isoformat(),
        )

    async def forget(self, tx: Tx, *, community: str, view: str, thing: str, place: Place) -> None:
        """Note that ``thing`` is no longer shown in ``place``."""
        await tx.execute(_FORGET, community=community, view=view, object=thing, place=place.key)


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
