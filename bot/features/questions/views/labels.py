"""Short words that many cards of questions share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.actions import Action
from bot.core.cards import Choice, Option, Tone
from bot.core.text import Line, Message, Moment, Slot, Verbatim, say, shorten
from bot.features.questions.hours import Timeliness
from bot.features.questions.model import Naming, Question, State

TITLE: Final = 70
IN_BRIEF: Final = 560

_REASONS: Final = {
    State.RETURNED: "return",
    State.DECLINED: "decline",
    State.REDIRECTED: "redirect",
    State.ON_HOLD: "hold",
    State.ANSWERED: "decline",
}
_TONES: Final = {
    State.ANSWERED: Tone.GOOD,
    State.CLOSED: Tone.GOOD,
    State.OPEN: Tone.WAITING,
    State.CLAIMED: Tone.WAITING,
    State.ON_HOLD: Tone.WAITING,
    State.RETURNED: Tone.WARNING,
}


def title(question: Question, words: str) -> Line:
    """Return the title of a question: its number, and its first words where they are known."""
    first = shorten(" ".join(words.split()), TITLE)
    if question.number is None:
        joined = question.state is State.MERGED
        return say("questions.title.joined" if joined else "questions.title.new")
    if not first:
        return say("questions.title.number", number=question.number)
    return say("questions.title", number=question.number, words=Verbatim(first))


def state(question: Question) -> Message:
    """Return where it stands, in words; a dispute is said beside the answer."""
    if question.disputed:
        return say("questions.state.disputed")
    return say(f"questions.state.{question.state.value}")


def tone(question: Question) -> Tone:
    """Return how its card feels."""
    if question.disputed:
        return Tone.WARNING
    return _TONES.get(question.state, Tone.PLAIN)


def asked_as(question: Question) -> Message:
    """Return by whom it was asked, as everyone may know it."""
    if question.naming is Naming.NAMED:
        if question.asked_by is None:
            return say("questions.asked_as.deleted")
        return say("questions.asked_as.named", person=question.asked_by)
    alias = say(f"questions.alias.{question.alias}")
    return say("questions.asked_as.anonymous", alias=alias)


def clock(question: Question, how: Timeliness) -> Slot:
    """Return how it stands against its clock, in words."""
    if question.due_at is None:
        return say("questions.clock.standing")
    return say(f"questions.clock.{how.value}", at=Moment(question.due_at))


def reason(question: Question) -> Message | None:
    """Return the public reason of its state, if it has one."""
    kind = _REASONS.get(question.state)
    if kind is None or not question.reason:
        return None
    return say(f"questions.{kind}.{question.reason}")


def many(key: str, count: int) -> Message:
    """Say how many there are; of none, in words: nobody counts to nought."""
    return say(key, n=count) if count else say(f"{key}.none")


def choice(label: Message, action: Action, options: Sequence[Option]) -> tuple[Choice, ...]:
    """Return a list to choose from, or nothing where there is nothing to choose."""
    return (Choice(label, action, tuple(options)),) if options else ()
