"""What people do with the whole bot, step by step, on whichever platform they are.

A step takes the person and what is before them, and returns what they see next; ``Seen`` is how
their platform shows it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final, Protocol, TypeVar

from typing_extensions import override

from bot.compose.app import App
from bot.core.people import Role
from bot.core.places import Purpose

Seen = TypeVar("Seen")
Shown = TypeVar("Shown")
There_contra = TypeVar("There_contra", contravariant=True)

CHANNELS: Final = ("town-hall", "posts", "questions", "queue", "triage", "forums", "feedback")
ASKED: Final = "Why was Elm Street closed?"
ANSWERED: Final = "A water main broke."
FORUM: Final = "Stops downtown"
UNTIL_RELEASED: Final = timedelta(minutes=31)
"""After which a question or feedback stands before the organizers."""

_SETTING_UP: Final = (Role.LIAISON, Role.PANEL, Role.VERIFIER, Role.ORGANIZER)
"""Organizers come last: from then on the administrator is none by that right alone."""


class Hand(Protocol[Seen]):
    """Somebody who presses, chooses and fills in forms."""

    async def presses(self, shown: Seen, label: str, /) -> Seen:
        """Press a button of what was shown."""
        ...

    async def chooses(self, shown: Seen, value: str, number: int = 0, /) -> Seen:
        """Take an option of one of its choices."""
        ...

    async def submits(self, opened: Seen, **given: str | list[str]) -> Seen:
        """Fill in the form that opened, and send it."""
        ...


class Person(Hand[Seen], Protocol[Seen, There_contra]):
    """Somebody in a channel, with what stands there for everyone."""

    async def calls(self, where: Any, command: str, /) -> Seen:
        """Type a command."""
        ...

    @override
    async def presses(self, shown: Seen | There_contra, label: str, /) -> Seen:
        """Press a button of an answer or of what stands in a channel."""
        ...


class Town(Protocol[Seen, Shown]):
    """A server or workspace, and the bot that works there."""

    app: App

    @property
    def hall(self) -> Any:
        """The channel in which people are."""
        ...

    def someone(self, name: str, *roles: Role) -> Person[Seen, Shown]:
        """Let somebody with these roles join."""
        ...

    async def shown(self, channel: str, words: str) -> Shown:
        """Wait until ``words`` stand in a channel or one of its threads."""
        ...


async def sets_up(
    who: Hand[Seen],
    opens: Callable[[], Awaitable[Seen]],
    channels: Mapping[str, str],
    roles: Mapping[Role, str],
) -> None:
    """Choose a channel for every purpose and a group for every role, each in ``/setup`` anew."""
    for purpose in Purpose:
        asked = await who.chooses(await opens(), purpose.value, 0)
        await who.chooses(asked, channels[purpose.value])
    for role in _SETTING_UP:
        asked = await who.chooses(await opens(), role.value, 1)
        await who.chooses(asked, roles[role])


async def drafts(who: Hand[Seen], form: Seen, *, naming: str = "named") -> Seen:
    """Write down why Elm Street was closed; it is not sent yet."""
    return await who.submits(form, words=ASKED, topic="other", naming=naming, public="yes")


async def asks(who: Hand[Seen], form: Seen, *, naming: str = "named") -> Seen:
    """Ask why Elm Street was closed."""
    return await who.presses(await drafts(who, form, naming=naming), "Send it")


async def answers(who: Hand[Seen], form: Seen) -> Seen:
    """Write the answer; what is seen is what would be published."""
    return await who.submits(
        form,
        acknowledge="You want to know why the street was closed.",
        answer=ANSWERED,
        next="The report is out on Friday.",
        reason="none",
    )


async def gives_feedback(who: Hand[Seen], form: Seen, words: str) -> Seen:
    """Give an idea about dialogue, without a name."""
    return await who.submits(form, kind="idea", about="dialogue", words=words, name="anonymous")


async def announces(who: Hand[Seen], form: Seen) -> Seen:
    """Plan a forum with two places, three days ahead, and announce it."""
    draft = await who.submits(
        form,
        title=FORUM,
        aim="Agree what a stop should look like",
        off_table="Open cases",
        when="in 3 days 18:00",
        minutes="90",
    )
    ready = await who.submits(
        await who.presses(draft, "Where and who"),
        place="Town hall",
        format="circle",
        capacity="2",
        resident_host="Maya B.",
        police_host="Sgt Lee",
    )
    return await who.presses(ready, "Announce it")


async def queued(town: Town[Seen, Shown], organizer: Person[Seen, Shown]) -> Shown:
    """Let the question just sent be released and approved; return its card in the queue."""
    await town.app.town.move(UNTIL_RELEASED)
    await organizer.presses(await town.shown("triage", "Elm Street"), "Approve")
    return await town.shown("queue", "Elm Street")


async def claimed(town: Town[Seen, Shown], liaison: Person[Seen, Shown]) -> tuple[Shown, Seen]:
    """Have a question asked, and claimed by ``liaison``.

    Returns:
        Its card in the queue, and what the liaison saw when they claimed it.
    """
    maya, olu = town.someone("maya"), town.someone("olu", Role.ORGANIZER)
    await asks(maya, await maya.calls(town.hall, "ask"))
    card = await queued(town, olu)
    return card, await liaison.presses(card, "I will answer this")
