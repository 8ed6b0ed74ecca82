"""What a forum's thread tells, and the letters to those who asked for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.core.actions import act
from bot.core.cards import Block, Button, Card, Control, Facts, Note, Paragraph, Quote, Style, Tone
from bot.core.people import PersonRef
from bot.core.text import Message, Moment, Slot, Verbatim, say
from bot.features.forums.model import AHEAD, RUNNING, Forum, Kind, News, Sight
from bot.features.forums.views.lines import (
    Look,
    calendar_link,
    places,
    promise,
    sign_up_buttons,
    wall,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message, the forum it is about, and for whom it is drawn."""

    news: News
    sight: Sight
    look: Look
    named: tuple[PersonRef, ...] = ()

    @property
    def forum(self) -> Forum:
        """The forum alone."""
        return self.sight.forum


def news_card(told: Told) -> Card:
    """Draw one message of a thread from what is true now."""
    return _DRAWN[told.news.kind](told)


def letter_card(told: Told) -> Card:
    """Write to one person who asked to be told directly."""
    sight, drawn = told.sight, news_card(told)
    if told.news.kind is Kind.MOVED_UP:
        drawn = Card(title=say("forums.letter.moved_up"), body=_when(sight), tone=Tone.GOOD)
    return Card(
        title=drawn.title,
        body=(
            Paragraph(say("forums.letter.about", title=Verbatim(sight.forum.details.title))),
            *drawn.body,
            Note(say("forums.letter.why")),
        ),
        actions=(
            Button(say("forums.mine.direct.off"), act("forums.direct", sight.forum.id, "off")),
        ),
        tone=drawn.tone,
    )


def _reminder(told: Told) -> Card:
    news, sight, look = told.news, told.sight, told.look
    body: list[Block] = list(_when(sight))
    body.append(Paragraph(places(sight.counts, sight.forum.details.capacity)))
    if news.late:
        body.append(Note(say("forums.news.late")))
    starting = news.kind is Kind.START
    controls: tuple[Control, ...] = calendar_link(sight.forum, look)
    return Card(
        title=say(f"forums.news.{news.kind.value}"),
        body=tuple(body),
        actions=() if starting else (*sign_up_buttons(sight.forum), *controls),
        tone=Tone.GOOD if starting else Tone.PLAIN,
    )


def _changed(told: Told) -> Card:
    news, sight, look, forum = told.news, told.sight, told.look, told.forum
    called_off = news.kind is not Kind.CHANGED
    body: tuple[Block, ...] = () if called_off else _when(sight)
    if called_off and forum.reason:
        body = (Quote(Verbatim(forum.reason), by=say("forums.news.reason")),)
    return Card(
        title=say(f"forums.news.{news.kind.value}"),
        body=(*body, Note(say(f"forums.news.{news.kind.value}.next"))),
        actions=() if called_off else (*sign_up_buttons(forum), *calendar_link(forum, look)),
        tone=Tone.WARNING,
    )


def _removed(told: Told) -> Card:
    forum, off = told.forum, act("forums.call_off", told.forum.id)
    stands = forum.state in {*AHEAD, *RUNNING}
    return Card(
        title=say("forums.news.removed"),
        body=(
            Paragraph(say("forums.news.removed.body")),
            *(_when(told.sight) if stands else ()),
            Note(say("forums.news.removed.next")),
        ),
        actions=(Button(say("forums.desk.call_off"), off),) if stands else (),
        tone=Tone.WARNING if stands else Tone.PLAIN,
    )


def _moved_up(told: Told) -> Card:
    news, sight, named = told.news, told.sight, told.named
    names = tuple(Paragraph(say("forums.news.moved_up.person", person=p)) for p in named)
    capacity = sight.forum.details.capacity
    return Card(
        title=say("forums.news.moved_up", n=news.number),
        body=(
            Paragraph(say("forums.news.moved_up.body")),
            *names,
            Note(places(sight.counts, capacity)),
        ),
        tone=Tone.GOOD,
        notify=named,
    )


def _live(told: Told) -> Card:
    sight, look, forum = told.sight, told.look, told.forum
    known = look.formats.get(forum.details.format)
    body: list[Block] = [Paragraph(say("forums.news.live.rules"))]
    if known is not None:
        rows: list[tuple[Message, Slot]] = []
        starts = _starts(sight, known.steps)
        for at, (minutes, words) in zip(starts, known.stepped(look.locale), strict=True):
            label = say("forums.step", minutes=minutes)
            rows.append((label, say("forums.step.at", at=at, words=Verbatim(words))))
        body.append(Facts(tuple(rows[:10])))
    body.append(Note(say("forums.news.live.privacy")))
    return Card(
        title=say("forums.news.live"),
        body=tuple(body),
        actions=(
            Button(say("forums.here"), act("forums.here", forum.id), Style.MAIN),
            Button(say("forums.item.add"), act("forums.item", forum.id)),
        ),
        tone=Tone.GOOD,
    )


def _starts(sight: Sight, steps: tuple[tuple[int, str], ...]) -> list[Moment]:
    at = sight.forum.starts_at or sight.forum.touched_at
    starts: list[Moment] = []
    for minutes, _ in steps:
        starts.append(Moment(at))
        at += timedelta(minutes=minutes)
    return starts


def _closed(told: Told) -> Card:
    sight = told.sight
    heading = "forums.card.none_agreed" if sight.forum.none_agreed else "forums.card.commitments"
    return Card(
        title=say("forums.news.closed"),
        body=(
            Paragraph(say(heading)),
            *(Paragraph(promise(c)) for c in sight.commitments),
            Note(say("forums.news.closed.next")),
        ),
        actions=(
            Button(
                say("forums.news.closed.feedback"),
                act("feedback.give", "forum", sight.forum.id),
            ),
        ),
        tone=Tone.GOOD,
    )


def _summary(told: Told) -> Card:
    words = Verbatim(told.forum.summary)
    return Card(title=say("forums.news.summary"), body=(Quote(words),))


def _checked(told: Told) -> Card:
    days = told.news.number
    words = next((b.words for b in told.sight.look_backs if b.days == days), "")
    return Card(title=say("forums.news.checked", days=days), body=(Quote(Verbatim(words)),))


def _check(told: Told, days: int) -> Card:
    forum, sight = told.forum, told.sight
    done = any(b.days == days for b in sight.look_backs)
    write = Button(say("forums.check.write"), act("forums.check", forum.id, days), Style.MAIN)
    heading = "forums.card.none_agreed" if forum.none_agreed else "forums.check.promised"
    return Card(
        title=say("forums.news.check", days=days),
        body=(Paragraph(say(heading)), *(Paragraph(promise(c)) for c in sight.commitments)),
        actions=() if done else (write,),
        tone=Tone.PLAIN if done else Tone.WAITING,
    )


def _close_it(told: Told) -> Card:
    ending = act("forums.ending", told.forum.id)
    button = Button(say("forums.close"), ending, Style.MAIN)
    return _nudge(told.news, button, done=told.forum.ended_at is not None)


def _sum_up(told: Told) -> Card:
    summary = act("forums.summary", told.forum.id)
    button = Button(say("forums.publish"), summary, Style.MAIN)
    return _nudge(told.news, button, done=bool(told.forum.summary))


def _nudge(news: News, button: Button, *, done: bool) -> Card:
    return Card(
        title=say(f"forums.news.{news.kind.value}"),
        body=(Paragraph(say(f"forums.news.{news.kind.value}.body")),),
        actions=() if done else (button,),
        tone=Tone.PLAIN if done else Tone.WAITING,
    )


def _when(sight: Sight) -> tuple[Block, ...]:
    details = sight.forum.details
    if details.plan is None:
        return ()
    return (
        Paragraph(
            say(
                "forums.mine.when",
                at=Moment(details.plan.at),
                wall=wall(details.plan),
                place=Verbatim(details.place),
            )
        ),
    )


_DRAWN: Final[Mapping[Kind, Callable[[Told], Card]]] = {
    Kind.WEEK: _reminder,
    Kind.DAY: _reminder,
    Kind.HOUR: _reminder,
    Kind.START: _reminder,
    Kind.CHANGED: _changed,
    Kind.CANCELLED: _changed,
    Kind.POSTPONED: _changed,
    Kind.REMOVED: _removed,
    Kind.MOVED_UP: _moved_up,
    Kind.LIVE: _live,
    Kind.CLOSED: _closed,
    Kind.SUMMARY: _summary,
    Kind.CHECKED: _checked,
    Kind.CLOSE_IT: _close_it,
    Kind.SUM_UP: _sum_up,
    Kind.CHECK_30: lambda told: _check(told, 30),
    Kind.CHECK_90: lambda told: _check(told, 90),
}
