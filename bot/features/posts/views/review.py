"""Posts as those see them who review and suggest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.core.actions import act
from bot.core.cards import (
    Block,
    Button,
    Card,
    Choice,
    Control,
    Facts,
    Note,
    Option,
    Paragraph,
    Quote,
    Style,
    Tone,
)
from bot.core.limits import CARD_BLOCKS, CHOICE_OPTIONS, OPTION_LABEL
from bot.core.ports import Concern
from bot.core.text import Message, Moment, Slot, Verbatim, say, shorten
from bot.core.when import Plan
from bot.features.posts.content import Explainer
from bot.features.posts.model import PUBLIC, Origin, Post, State

_SHOWN: Final = 600
_ORDER: Final = (
    State.SUGGESTED,
    State.REVIEW,
    State.SCHEDULED,
    State.PUBLISHED,
    State.DISCUSSING,
    State.CORRECTED,
    State.ARCHIVED,
    State.REJECTED,
    State.RETRACTED,
)


def review_card(post: Post) -> Card:
    """Show a post to those who review, with what can be done where it stands."""
    body: list[Block] = [Facts(_facts(post))]
    if post.piece.text:
        text = shorten(post.piece.text, _SHOWN)
        body.append(Quote(Verbatim(text), by=say("posts.excerpt")))
    if post.piece.discuss:
        body.append(Paragraph(say("posts.discuss", question=post.piece.discuss)))
    if post.state is State.SUGGESTED and post.origin is Origin.MEMBER:
        body.append(Note(say("posts.review.by_member")))
    if post.note:
        body.append(Note(say("posts.review.note", note=post.note)))
    return Card(
        title=Verbatim(post.piece.title),
        body=tuple(body),
        actions=_moves(post),
        tone=Tone.WAITING if post.state in {State.SUGGESTED, State.REVIEW} else Tone.PLAIN,
    )


def approved_card(post: Post, plan: Plan | None) -> Card:
    """Echo what was decided: published now, or planned for a time to look at once more."""
    card = review_card(post)
    if plan is None:
        return Card(
            title=say("posts.approved.now"), body=card.body, actions=card.actions, tone=Tone.GOOD
        )
    doubt: tuple[Block, ...] = (
        () if plan.doubt is None else (Note(say(f"when.doubt.{plan.doubt.value}")),)
    )
    planned = Paragraph(say("posts.approved.planned", at=Moment(plan.at), zone=plan.zone))
    return Card(
        title=say("posts.approved.later"),
        body=(planned, *doubt, *card.body),
        actions=card.actions,
        tone=Tone.GOOD,
    )


def share_card(explainers: Sequence[Explainer]) -> Card:
    """Offer the explainers of the pack, and to bring something of one's own."""
    options = tuple(
        Option(e.id, Verbatim(shorten(e.title, OPTION_LABEL))) for e in explainers[:CHOICE_OPTIONS]
    )
    own = Button(say("posts.share.own"), act("posts.write"))
    choice: tuple[Control, ...] = (
        (Choice(say("posts.share.pick"), act("posts.share"), options),) if options else ()
    )
    return Card(
        title=say("posts.share.title"),
        body=(Paragraph(say("posts.share.body")),),
        actions=(*choice, own),
    )


def desk_card(
    posts: Sequence[Post], counts: Mapping[State, int], *, title: str, action: str
) -> Card:
    """List posts to choose one from; choosing does ``action``."""
    rows: tuple[tuple[Message, Slot], ...] = tuple(
        (say(f"posts.state.{state.value}"), counts[state]) for state in _ORDER if counts.get(state)
    )
    body: list[Block] = [Facts(rows)] if rows else []
    if not posts:
        return Card(title=say(title), body=(*body, Paragraph(say("posts.desk.empty"))))
    if len(posts) > CHOICE_OPTIONS:
        body.append(Note(say("posts.desk.newest", n=CHOICE_OPTIONS)))
    options = tuple(
        Option(p.id, Verbatim(shorten(p.piece.title, OPTION_LABEL)))
        for p in posts[:CHOICE_OPTIONS]
    )
    return Card(
        title=say(title),
        body=tuple(body),
        actions=(Choice(say("posts.desk.pick"), act(action), options),),
    )


def thanks_card() -> Card:
    """Thank a member for a suggestion and say what happens next."""
    return Card(
        title=say("posts.thanks.title"),
        body=(Paragraph(say("posts.thanks.body")), Note(say("posts.thanks.kept"))),
        tone=Tone.GOOD,
    )


def concern_card(concerns: Sequence[Concern], kept: str) -> Card:
    """Show what the safety gate offers before anything is stored, and the way on."""
    offered = [block for concern in concerns for block in concern.blocks]
    return Card(
        title=say("posts.concern.title"),
        body=(Paragraph(say("posts.concern.body")), *offered[: CARD_BLOCKS - 1]),
        actions=(
            Button(say("posts.concern.send"), act("posts.suggest_kept", kept)),
            Button(say("posts.concern.change"), act("posts.suggest_again", kept), Style.MAIN),
        ),
        tone=Tone.WAITING,
    )


def _facts(post: Post) -> tuple[tuple[Message, Slot], ...]:
    rows: list[tuple[Message, Slot]] = [
        (say("posts.state"), say(f"posts.state.{post.state.value}")),
        (say("posts.origin"), say(f"posts.origin.{post.origin.value}")),
    ]
    if post.label is not None:
        rows.append((say("posts.label"), say(f"posts.label.{post.label.value}")))
    given = (
        ("posts.source", post.piece.source),
        ("posts.author", post.piece.author),
        ("posts.licence", post.piece.licence),
        ("posts.link", post.piece.link),
    )
    rows += [(say(key), Verbatim(value)) for key, value in given if value]
    if post.plan is not None:
        rows.append((say("posts.planned"), Moment(post.plan.at)))
    if post.published_at is not None:
        rows.append((say("posts.published"), Moment(post.published_at)))
    if post.rejection is not None:
        rows.append((say("posts.reason"), say(f"posts.rejection.{post.rejection.value}")))
    return tuple(rows)


def _moves(post: Post) -> tuple[Control, ...]:
    reject = Button(say("posts.reject"), act("posts.reject", post.id))
    match post.state:
        case State.SUGGESTED:
            return (Button(say("posts.take"), act("posts.take", post.id), Style.MAIN), reject)
        case State.REVIEW:
            approve = Button(say("posts.approve"), act("posts.approve", post.id), Style.MAIN)
            return (approve, Button(say("posts.preview"), act("posts.preview", post.id)), reject)
        case State.SCHEDULED:
            return (
                Button(say("posts.publish_now"), act("posts.publish_now", post.id), Style.MAIN),
                Button(say("posts.unschedule"), act("posts.unschedule", post.id)),
                reject,
            )
        case state if state in PUBLIC:
            return (
                Button(say("posts.correct"), act("posts.correct", post.id)),
                Button(say("posts.retract"), act("posts.retract", post.id)),
            )
        case _:
            return ()
