"""Planning a forum in the town, step by step as an organizer does it."""

from __future__ import annotations

from datetime import timedelta

from bot.core.cards import Card, Paragraph
from bot.core.errors import MovedOn, SeenBefore
from bot.core.forms import Corrections, Form
from bot.core.people import Actor, Role
from bot.core.text import Verbatim, say
from bot.features.forums.closing import Closing
from bot.features.forums.model import Answer, Sight
from bot.features.forums.reading import Board
from bot.features.forums.refusals import NothingAgreed
from bot.features.forums.seats import Seats
from bot.features.forums.service import ForumDesk
from bot.features.forums.signups import SignUps
from tests.support.someone import Someone
from tests.support.town import Town

__all__ = [
    "Answer",
    "MovedOn",
    "NothingAgreed",
    "SeenBefore",
    "actor",
    "announced",
    "attended",
    "board",
    "both_sheets",
    "call_off",
    "change_where",
    "closing",
    "desk",
    "first_sheet",
    "paragraph",
    "promise",
    "sight",
    "sign_ups",
    "title",
    "until_start",
]

FORUM_TIME = "7 December 7 pm"


async def first_sheet(
    who: Someone,
    *,
    title: str = "Night calls",
    aim: str = "Learn what happens at night.",
    when: str = FORUM_TIME,
) -> Card:
    """Fill the first form."""
    await who.says("/forum schedule")
    shown = await who.fills(title=title, aim=aim, when=when, minutes="60").sends()
    assert isinstance(shown, Card), shown
    return shown


async def both_sheets(
    who: Someone,
    *,
    title: str = "Night calls",
    aim: str = "Learn what happens at night.",
    when: str = FORUM_TIME,
    place: str = "Library",
    capacity: str = "",
    resident_host: str = "Ruth",
    police_host: str = "Sgt. Cole",
) -> Card:
    """Fill both forms; return the plan, ready to be announced."""
    await first_sheet(who, title=title, aim=aim, when=when)
    await who.presses("forums.where")
    shown = await who.fills(
        place=place,
        format="ask-me",
        capacity=capacity,
        resident_host=resident_host,
        police_host=police_host,
    ).sends()
    assert isinstance(shown, Card), shown
    return shown


async def announced(town: Town, who: Someone, **details: str) -> Card:
    """Plan a forum and announce it; return the organizer's card."""
    await both_sheets(who, **details)
    shown = await who.presses("forums.announce")
    assert isinstance(shown, Card)
    await town.settles()
    return shown


async def change_where(who: Someone, *, number: int = 1, **fields: str) -> Card | Corrections:
    """Change the second form of an announced forum."""
    await who.says(f"/forum edit {number}")
    await who.presses("forums.where")
    shown = await who.fills(**fields).sends()
    assert isinstance(shown, Card | Corrections)
    return shown


async def call_off(
    who: Someone, *, how: str, reason: str = "No room.", number: int = 1, series: str = ""
) -> Card:
    """Cancel or postpone."""
    await who.says(f"/forum cancel {number}")
    form = await who.presses("forums.call_off")
    assert isinstance(form, Form)
    given = {"how": how, "reason": reason, **({"series": series} if series else {})}
    shown = await who.fills(**given).sends()
    assert isinstance(shown, Card)
    return shown


async def promise(
    who: Someone,
    *,
    what: str = "Publish the questions.",
    due: str = "2027-01-31",
    evidence: str = "a page",
) -> object:
    """Record a commitment of forum 1."""
    await who.says("/forum close 1")
    await who.presses("forums.promise")
    return await who.fills(owner="police", what=what, due=due, evidence=evidence).sends()


async def until_start(town: Town) -> None:
    """Let the time pass until the next forum begins."""
    sight = await board(town).next("riverbend")
    assert sight is not None
    assert sight.forum.starts_at is not None
    wait = sight.forum.starts_at - town.clock.now()
    await town.clock.move(minutes=wait / timedelta(minutes=1))


def board(town: Town) -> Board:
    """Return what everyone may read."""
    found = town.app.features.board
    assert found is not None
    return found


async def sight(town: Town) -> Sight:
    """Return the forum with the latest start, as everyone sees it."""
    latest = (await board(town).all("riverbend"))[0].forum
    return await board(town).forum("riverbend", latest.id)


def actor(who: Someone, *roles: Role) -> Actor:
    """Return someone as the services see them."""
    return Actor(person=who.person, community="riverbend", roles=frozenset(roles))


def desk(town: Town) -> ForumDesk:
    """Return the organizers' desk on the town's own store."""
    return ForumDesk(store=town.app.store, clock=town.app.clock, directory=town.app.directory)


def sign_ups(town: Town) -> SignUps:
    """Return the sign-ups on the town's own store."""
    return SignUps(store=town.app.store, clock=town.app.clock)


def closing(town: Town) -> Closing:
    """Return the closing on the town's own store."""
    return Closing(store=town.app.store, clock=town.app.clock)


async def attended(town: Town, forum: str) -> dict[str, int]:
    """Count who said that they were there."""
    found = await town.app.store.read(lambda tx: Seats().attended(tx, "riverbend", forum))
    return {side.value: count for side, count in found.items()}


def paragraph(key: str) -> Paragraph:
    """Return a paragraph of ours."""
    return Paragraph(say(key))


def title(words: str) -> Verbatim:
    """Return a title that a person wrote."""
    return Verbatim(words)
