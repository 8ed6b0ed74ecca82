"""From what was typed in forms to values."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from bot.core.checks import corrections, fields_wrong
from bot.core.errors import DialogueError
from bot.core.forms import Answers, Corrections
from bot.core.gestures import Submitted
from bot.core.text import Message, as_typed, clean, say
from bot.core.when import Plan, WhenInGap, WhenPast, WhenTooFar, read_when
from bot.features.posts.model import Approval, Label, NoLongerKept, Rejection
from bot.features.posts.piece import (
    DISCUSS,
    EXCERPT,
    FULL,
    LICENCE,
    LINK,
    NAME,
    NOTE,
    TITLE,
    BadLink,
    Piece,
    check_link,
)
from bot.features.posts.views import (
    NOW,
    approve_fields,
    correct_fields,
    piece_fields,
    reject_fields,
    retract_fields,
)

_HERE: Final = "UTC"


def check_piece(submitted: Submitted) -> Corrections | None:
    """Check a suggestion while it is still on the screen."""
    wrong = fields_wrong(submitted.answers, piece_fields())
    return wrong or corrections([("link", _link_wrong(submitted.answers.words("link")))])


def begun(words: str) -> Piece | None:
    """Begin a form with what was typed already: an address is the link, all else the title."""
    if not words:
        return None
    if words.startswith(("https://", "http://")) and _link_wrong(words) is None:
        return Piece(title="", text="", link=as_typed(words, LINK))
    return Piece(title=as_typed(words, TITLE), text="")


def piece(answers: Answers) -> Piece:
    """Read what is to be shared."""
    return Piece(
        title=clean(answers.words("title"), at_most=TITLE, one_line=True),
        link=clean(answers.words("link"), at_most=LINK, at_least=0, one_line=True),
        text=clean(answers.words("text"), at_most=EXCERPT),
        source=clean(answers.words("source"), at_most=NAME, one_line=True),
        author=clean(answers.words("author"), at_most=NAME, at_least=0, one_line=True),
    )


def kept_words(what: Piece) -> str:
    """Write a piece down for the memory of a quarter of an hour."""
    return msgspec.json.encode(what).decode()


def kept_piece(words: str) -> Piece:
    """Read what :func:`kept_words` wrote. Raises ``NoLongerKept`` when it is gone."""
    if not words:
        raise NoLongerKept
    return msgspec.json.decode(words, type=Piece)


def check_approval(submitted: Submitted, now: datetime) -> Corrections | None:
    """Check an approval while it is still on the screen."""
    full = "full" in submitted.action.ids
    wrong = fields_wrong(submitted.answers, approve_fields(full=full))
    if wrong is not None:
        return wrong
    typed = submitted.answers.words("when")
    return corrections([("when", _when_wrong(typed, now, submitted.locale))])


def approval(answers: Answers, *, full: bool, now: datetime, zone: str, locale: str) -> Approval:
    """Read what a person decided. Raises as :func:`bot.core.when.read_when`."""
    return Approval(
        label=Label(answers.words("label")),
        discuss=clean(answers.words("discuss"), at_most=DISCUSS),
        text=None if full else clean(answers.words("text"), at_most=EXCERPT, at_least=0),
        licence=None
        if full
        else clean(answers.words("licence"), at_most=LICENCE, at_least=0, one_line=True),
        when=_plan(answers.words("when"), now=now, zone=zone, locale=locale),
    )


def check_rejection(submitted: Submitted) -> Corrections | None:
    """Check that a reason was given."""
    return fields_wrong(submitted.answers, reject_fields())


def rejection(answers: Answers) -> Rejection:
    """Read the reason."""
    return Rejection(answers.words("why"))


def check_correction(submitted: Submitted) -> Corrections | None:
    """Check a correction while it is still on the screen."""
    return fields_wrong(submitted.answers, correct_fields(full="full" in submitted.action.ids))


def correction(answers: Answers) -> dict[str, str]:
    """Read the mended words and what was wrong."""
    return {
        "title": clean(answers.words("title"), at_most=TITLE, one_line=True),
        "text": clean(answers.words("text"), at_most=FULL, at_least=0),
        "note": clean(answers.words("note"), at_most=NOTE),
    }


def check_retraction(submitted: Submitted) -> Corrections | None:
    """Check that it is said why."""
    return fields_wrong(submitted.answers, retract_fields())


def note(answers: Answers) -> str:
    """Read why a post is taken back."""
    return clean(answers.words("note"), at_most=NOTE)


def _link_wrong(typed: str) -> Message | None:
    try:
        check_link(typed.strip())
    except BadLink as refusal:
        return say(f"errors.{refusal.code}")
    return None


def _when_wrong(typed: str, now: datetime, locale: str) -> Message | None:
    """Say what no zone could mend; the rest is judged once the community's zone is known."""
    try:
        _plan(typed, now=now, zone=_HERE, locale=locale)
    except (WhenPast, WhenTooFar, WhenInGap):
        return None
    except DialogueError as refusal:
        return say(f"errors.{refusal.code}", **refusal.facts)
    return None


def _plan(typed: str, *, now: datetime, zone: str, locale: str) -> Plan | None:
    if typed.strip().casefold() in NOW:
        return None
    return read_when(typed, now=now, zone=zone, locale=locale)
