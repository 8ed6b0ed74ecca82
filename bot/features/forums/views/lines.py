"""The lines that several cards share: times, places, counts, names of things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.actions import act
from bot.core.cards import Button, Facts, LinkButton, Style
from bot.core.text import Message, Moment, Slot, Verbatim, say
from bot.core.when import Plan
from bot.features.forums.content import Format
from bot.features.forums.model import AHEAD, Commitment, Counts, Details, Forum, State

_HOUR = 60
_DAY = 1_440


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """For whom a card is drawn: their language, the formats that exist, where the site is.

    ``sites`` holds the address of the public pages by community, of those that are shown there.
    """

    locale: str
    formats: Mapping[str, Format] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    now: datetime | None = None

    def has_begun(self, forum: Forum) -> bool:
        """Whether the hour of a forum has come, though nobody has started it."""
        began = (
            self.now is not None and forum.starts_at is not None and forum.starts_at <= self.now
        )
        return began and forum.state in AHEAD


def wall(plan: Plan) -> Message:
    """Say a plan's time as the clock on the wall there shows it."""
    at = plan.wall
    return say(
        "forums.wall",
        weekday=say(f"forums.weekday.{_WEEKDAYS[at.weekday()]}"),
        day=at.date(),
        hour=f"{at.hour:02}",
        minute=f"{at.minute:02}",
        zone=plan.zone,
    )


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def length(minutes: int) -> Message:
    """Say how long it takes."""
    if minutes >= _DAY:
        return say("forums.length.days", n=minutes // _DAY)
    if minutes < _HOUR:
        return say("forums.length.minutes", n=minutes)
    if minutes % _HOUR:
        return say("forums.length.mixed", hours=minutes // _HOUR, minutes=minutes % _HOUR)
    return say("forums.length.hours", n=minutes // _HOUR)


def state(forum: Forum, look: Look) -> Message:
    """Say where a forum stands."""
    if look.has_begun(forum):
        return say("forums.state.due")
    return say(f"forums.state.{forum.state.value}")


def format_of(details: Details, look: Look) -> Slot:
    """Say how a forum is held; a format that left the pack is shown by its id."""
    known = look.formats.get(details.format)
    return Verbatim(details.format if known is None else known.titled(look.locale))


def places(counts: Counts, capacity: int) -> Message:
    """Say how many come, with the room there is."""
    values: dict[str, Slot] = {"n": counts.going, "maybe": counts.maybe}
    if not capacity:
        return say("forums.counts.open", **values)
    return say("forums.counts.seats", capacity=capacity, waiting=counts.waiting, **values)


def facts(forum: Forum, counts: Counts | None, look: Look) -> Facts:
    """Say when, where and how; without ``counts``, only how much room there is."""
    details = forum.details
    rows: list[tuple[Message, Slot]] = []
    if details.plan is not None:
        rows += [
            (say("forums.fact.when"), Moment(details.plan.at)),
            (say("forums.fact.wall"), wall(details.plan)),
        ]
    rows.append((say("forums.fact.length"), length(details.minutes)))
    if details.place:
        rows.append((say("forums.fact.place"), Verbatim(details.place)))
    if details.format:
        rows.append((say("forums.fact.format"), format_of(details, look)))
    if details.resident_host or details.police_host:
        rows.append((say("forums.fact.hosts"), hosts(details)))
    if details.facilitator:
        rows.append((say("forums.fact.facilitator"), Verbatim(details.facilitator)))
    rows.append((say("forums.fact.language"), say(f"forums.speaks.{details.speaks.value}")))
    if details.access:
        rows.append((say("forums.fact.access"), Verbatim(details.access)))
    if forum.state in AHEAD or forum.state is State.IDEA:
        room = _room(details.capacity) if counts is None else places(counts, details.capacity)
        rows.append((say("forums.fact.places"), room))
    return Facts(tuple(rows))


def _room(capacity: int) -> Message:
    return say("forums.counts.room", n=capacity) if capacity else say("forums.counts.any")


def hosts(details: Details) -> Message:
    """Name the host pair, as far as it is known."""
    unknown = say("forums.host.unknown")
    return say(
        "forums.hosts",
        resident=Verbatim(details.resident_host) if details.resident_host else unknown,
        police=Verbatim(details.police_host) if details.police_host else unknown,
    )


def promise(commitment: Commitment) -> Message:
    """Say who promised what, by when, and what will show it."""
    return say(
        "forums.commitment",
        owner=say(f"forums.owner.{commitment.owner.value}"),
        what=Verbatim(commitment.what),
        due=commitment.due,
        evidence=Verbatim(commitment.evidence),
    )


def sign_up_buttons(forum: Forum) -> tuple[Button, ...]:
    """Offer the three answers."""
    return (
        Button(say("forums.going"), act("forums.going", forum.id), Style.MAIN),
        Button(say("forums.maybe"), act("forums.maybe", forum.id)),
        Button(say("forums.not"), act("forums.not", forum.id)),
    )


def calendar_link(forum: Forum, look: Look) -> tuple[LinkButton, ...]:
    """Lead to the calendar file, where the site has an address that a card may show."""
    site = look.sites.get(forum.community, "").rstrip("/")
    if not site.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        return ()
    return (LinkButton(say("forums.calendar"), f"{site}/forums/{forum.id}.ics"),)
