"""What a newcomer is told to try first, as each person of the town."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.adapters.town.inbound import MENTION
from bot.adapters.town.neighbours import Neighbour
from bot.core.people import Role
from bot.core.text import Message, say


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try: a sentence, and the line that is typed for it or the place to go to."""

    words: Message
    line: str = ""
    at: str = ""


_STAFF: Final = (Role.LIAISON, Role.ORGANIZER, Role.PANEL, Role.VERIFIER)
_STEPS: Final[dict[str, tuple[Step, ...]]] = {
    "maya": (
        Step(say("town.try.ask"), "/ask"),
        Step(say("town.try.mention"), f"{MENTION} {{words}}"),
        Step(say("town.try.feedback"), "/feedback"),
    ),
    "theo": (
        Step(say("town.try.faq"), "/faq"),
        Step(say("town.try.forums"), "/forum list"),
        Step(say("town.try.help"), "/help crisis"),
    ),
    "amina": (
        Step(say("town.try.claim"), at="queue"),
        Step(say("town.try.queue"), "/queue"),
        Step(say("town.try.privacy"), "/privacy"),
    ),
    "ben": (
        Step(say("town.try.race"), at="queue"),
        Step(say("town.try.records"), "/liaison export"),
    ),
    "claire": (
        Step(say("town.try.triage"), at="triage"),
        Step(say("town.try.post"), "/post share"),
        Step(say("town.try.schedule"), "/forum schedule"),
    ),
    "omar": (
        Step(say("town.try.read_feedback"), at="feedback"),
        Step(say("town.try.team"), "/team"),
    ),
    "lena": (
        Step(say("town.try.perspective"), at="questions"),
        Step(say("town.try.faq"), "/faq"),
    ),
    "ruth": (
        Step(say("town.try.promises"), "/promises"),
        Step(say("town.try.forums"), "/forum list"),
    ),
}


def steps(neighbour: Neighbour, commands: Iterable[str]) -> Iterator[Step]:
    """Return what this person can try, as far as the bot of today has the commands."""
    known = tuple(f"/{command} " for command in commands)
    for step in _STEPS.get(neighbour.user, ()):
        if not step.line.startswith("/") or f"{step.line} ".startswith(known):
            yield step


def role_words(neighbour: Neighbour) -> Message:
    """Name what a person is in the town."""
    role = next((r for r in _STAFF if r in neighbour.roles), Role.MEMBER)
    return say(f"town.role.{role.value}")


def kind_of(neighbour: Neighbour) -> str:
    """Return the one word for what a person is in the town."""
    return role_words(neighbour).key.rpartition(".")[2]
