"""Leafing: all that was asked and answered, whole, a page at a time. Nothing is cut or left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.core.actions import Action
from bot.core.cards import Block, Button, Card, Facts, Note, Quote
from bot.core.clock import day_of
from bot.core.text import Message, Slot, Verbatim, say
from bot.features.questions.model import Perspective, Whole
from bot.features.questions.views import labels
from bot.features.questions.views.page import answer_blocks

Leaf = Callable[[int], Action]
"""What a button presses to come to a page, counted from 0."""


def history_card(whole: Whole, at: int, leaf: Leaf, *, zone: str) -> Card:
    """Show one version of one answer, all three parts; the newest stands first.

    Days are those of ``zone``.
    """
    versions = sorted(whole.answers, key=lambda a: (-a.round, -a.version))
    at = _within(at, versions)
    answer = versions[at]
    day = day_of(answer.at, zone)
    about = [Note(say("questions.history.version", n=answer.version, day=day))]
    if answer.round:
        about.append(Note(say("questions.follow_up.label", number=answer.round)))
    return _leaf(whole, (*about, *answer_blocks(answer)), at, len(versions), leaf)


def views_card(whole: Whole, at: int, leaf: Leaf) -> Card:
    """Show what one member of the panel added, in an order that favours nobody."""
    at = _within(at, whole.perspectives)
    return _leaf(whole, view_blocks(whole.perspectives[at]), at, len(whole.perspectives), leaf)


def asked_card(whole: Whole, at: int, leaf: Leaf) -> Card:
    """Show the question, or what was asked after it, in full."""
    rounds = [w for w in whole.words if w.words]
    at = _within(at, rounds)
    words = rounds[at]
    by = (
        say("questions.follow_up.label", number=words.round)
        if words.round
        else labels.asked_as(whole.question)
    )
    return _leaf(whole, (Quote(Verbatim(words.words), by=by),), at, len(rounds), leaf, brief=True)


def view_blocks(view: Perspective) -> tuple[Block, ...]:
    """Show a perspective whole, with where it comes from and what may bend it."""
    rows: list[tuple[Message, Slot]] = [(say("questions.panel.source"), Verbatim(view.source))]
    if view.conflict:
        rows.append((say("questions.panel.conflict"), Verbatim(view.conflict)))
    label = say(f"questions.panel.{view.label}")
    return (Quote(Verbatim(view.view), by=label), Facts(tuple(rows)))


def _leaf(
    whole: Whole, body: Sequence[Block], at: int, of: int, leaf: Leaf, *, brief: bool = False
) -> Card:
    turns = (("questions.leaf.back", at - 1), ("questions.leaf.next", at + 1))
    where = (Note(say("questions.leaf.at", at=at + 1, of=of)),) if of > 1 else ()
    return Card(
        title=labels.title(whole.question, "" if brief else whole.asked),
        body=(*body, *where),
        actions=tuple(Button(say(key), leaf(to)) for key, to in turns if 0 <= to < of),
    )


def _within(at: int, pages: Sequence[object]) -> int:
    """Keep to pages that are there: something may have been taken back meanwhile."""
    return max(0, min(at, len(pages) - 1))
