"""Forums as iCalendar (RFC 5545), for people who keep their own calendar.

Times are written as instants in UTC. Each meeting of a series is an event of its own, computed
here by the wall clock, so no calendar program has to know our zones or repeat a rule across a
change of clocks; and whoever reads it sees it in their own zone. The price, a change of law after
somebody copied the file, is paid by SEQUENCE: the feed is read again, and the new time wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from bot.core.communities import Community
from bot.core.ical_text import CalendarText
from bot.core.text import say
from bot.features.forums.model import Forum, State
from bot.i18n.voice import Voice, plain_voice

_READ_AGAIN = timedelta(hours=6)


def calendar(forums: Iterable[Forum], community: Community, *, site: str, now: datetime) -> bytes:
    """Write forums as one calendar in the community's language."""
    speak = plain_voice(community.locale, community.zone)
    book = Calendar()
    book.add("prodid", "-//Common Ground//forums//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", speak(say("forums.ics.name", community=community.name)))
    book.add("x-wr-timezone", community.zone)
    book.add("refresh-interval", _READ_AGAIN, parameters={"VALUE": "DURATION"})
    for forum in forums:
        event = _event(forum, speak, site=site, now=now)
        if event is not None:
            book.add_component(event)
    written: bytes = book.to_ical()
    return written


def _event(forum: Forum, speak: Voice, *, site: str, now: datetime) -> Event | None:
    starts_at, ends_at, details = forum.starts_at, forum.ends_at, forum.details
    if starts_at is None or ends_at is None:
        return None
    about = [details.aim]
    if details.off_table:
        about.append(speak(say("forums.ics.off_table", words=details.off_table)))
    if details.access:
        about.append(speak(say("forums.ics.access", words=details.access)))
    if forum.reason:
        about.append(speak(say("forums.ics.reason", words=forum.reason)))
    event = Event()
    event.add("uid", f"{forum.id}@{forum.community}.commonground")
    event.add("dtstamp", min(forum.touched_at, now).replace(microsecond=0))
    event.add("last-modified", min(forum.touched_at, now).replace(microsecond=0))
    event.add("sequence", forum.changes)
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("summary", CalendarText(details.title))
    event.add("description", CalendarText("\n\n".join(about)))
    event.add("location", CalendarText(details.place))
    event.add("status", _STATUS.get(forum.state, "CONFIRMED"))
    event.add("transp", "OPAQUE")
    if site:
        event.add("url", f"{site.rstrip('/')}/forums/{forum.id}")
    return event


_STATUS = {State.CANCELLED: "CANCELLED", State.POSTPONED: "CANCELLED"}
