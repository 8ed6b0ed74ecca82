"""What a newcomer is told to try first, as each person of the town."""

from __future__ import annotations

from collections.abc import Container, Iterator
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


_ASK: Final = Step(say("town.try.ask"), "/ask")
_FEEDBACK: Final = Step(say("town.try.feedback"), "/feedback")
_STEPS: Final[dict[Role, tuple[Step, ...]]] = {
    Role.LIAISON: (
        Step(say("town.try.claim"), at="queue"),
        Step(say("town.try.queue"), "/queue"),
        Step(say("town.try.help"), "/help"),
    ),
    Role.ORGANIZER: (
        Step(say("town.try.triage"), "/triage"),
        Step(say("town.try.post"), "/post list"),
        Step(say("town.try.schedule"), "/forum schedule"),
    ),
    Role.PANEL: (
        Step(say("town.try.perspective"), at="questions"),
        Step(say("town.try.faq"), "/faq"),
    ),
    Role.VERIFIER: (
        Step(say("town.try.promises"), "/promises"),
        Step(say("town.try.forums"), "/forum list"),
    ),
}
_RESIDENT: Final = (
    _ASK,
    Step(say("town.try.mention"), f"{MENTION} {{words}}"),
    _FEEDBACK,
)
_SECOND: Final = (
    Step(say("town.try.forums"), "/forum list"),
    Step(say("town.try.faq"), "/faq"),
    Step(say("town.try.help"), "/help crisis"),
)


def steps(neighbour: Neighbour, commands: Container[str]) -> Iterator[Step]:
    """Return what this person can try, as far as the bot of today has the commands."""
    role = next((r for r in _STEPS if r in neighbour.roles), None)
    if role is not None:
        offered = _STEPS[role]
    else:
        offered = _RESIDENT if neighbour.user == "maya" else _SECOND
    for step in offered:
        if not step.line.startswith("/") or step.line[1:] in commands:
            yield step


def role_words(neighbour: Neighbour) -> Message:
    """Name what a person is in the town."""
    role = next((r for r in _STEPS if r in neighbour.roles), Role.MEMBER)
    return say(f"town.role.{role.value}")


def kind_of(neighbour: Neighbour) -> str:
    """Return the one word for what a person is in the town."""
    return role_words(neighbour).key.rpartition(".")[2]
