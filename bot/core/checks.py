"""Checks that forms share: instant, pure, one sentence a field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.core.cards import Option
from bot.core.errors import DialogueError
from bot.core.forms import Answers, Consent, Corrections, Day, Field, PickMany, PickOne, Words
from bot.core.text import Message, clean, say


def corrections(found: Iterable[tuple[str, Message | None]]) -> Corrections | None:
    """Gather what was found wrong, field by field; ``None`` when nothing was."""
    wrong = tuple((name, message) for name, message in found if message is not None)
    return Corrections(wrong) if wrong else None


def words_wrong(
    answers: Answers, name: str, *, at_most: int, at_least: int = 1, required: bool = True
) -> Message | None:
    """Say what is wrong with the text given for ``name``, if anything is."""
    given = answers.words(name)
    if not given.strip() and not required:
        return None
    try:
        clean(given, at_most=at_most, at_least=at_least)
    except DialogueError as refusal:
        return say(f"errors.{refusal.code}", **refusal.facts)
    return None


def fields_wrong(answers: Answers, fields: Iterable[Field]) -> Corrections | None:
    """Check every text and every option against the fields of the form that was shown."""
    return corrections((field.name, _field_wrong(answers, field)) for field in fields)


def _field_wrong(answers: Answers, field: Field) -> Message | None:
    match field:
        case Words(name=name, at_most=most, at_least=least, required=required):
            return words_wrong(answers, name, at_most=most, at_least=least, required=required)
        case PickOne(name=name, options=options, required=required):
            taken = tuple(filter(None, [answers.words(name)]))
            return _options_wrong(taken, options, required=required)
        case PickMany(name=name, options=options, required=required):
            return _options_wrong(answers.many(name), options, required=required)
        case Day(name=name, required=required):
            return _day_wrong(answers.words(name), required=required)
        case Consent(name=name):
            return None if answers.words(name) else say("errors.needed")


def _options_wrong(
    taken: tuple[str, ...], options: tuple[Option, ...], *, required: bool
) -> Message | None:
    known = {option.value for option in options}
    return None if known.issuperset(taken) and (taken or not required) else say("errors.pick_one")


def _day_wrong(given: str, *, required: bool) -> Message | None:
    if not given.strip() and not required:
        return None
    try:
        date.fromisoformat(given.strip())
    except ValueError:
        return say("errors.not_a_day")
    return None
