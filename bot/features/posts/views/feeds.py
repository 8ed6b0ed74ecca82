"""Feeds as organizers see them."""

from __future__ import annotations

from collections.abc import Sequence

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
    Style,
    Tone,
)
from bot.core.limits import CHOICE_OPTIONS, FACTS, OPTION_LABEL
from bot.core.text import Message, Moment, Slot, Verbatim, say, shorten
from bot.features.posts.feed_model import Fate, Feed, Item, Story


def feeds_card(feeds: Sequence[Feed], files: Sequence[str]) -> Card:
    """List the feeds that are followed, and the files that could be."""
    body: list[Block] = []
    if feeds:
        body.append(Facts(tuple(_row(feed) for feed in feeds[:FACTS])))
    else:
        body.append(Paragraph(say("posts.feeds.none")))
    followed = {feed.name for feed in feeds}
    free = [name for name in files if name not in followed]
    if free:
        body.append(Note(say("posts.feeds.free", names=shorten(", ".join(free), 400))))
    options = tuple(
        Option(f.id, Verbatim(shorten(f.title or f.name, OPTION_LABEL)))
        for f in feeds[:CHOICE_OPTIONS]
    )
    choice: tuple[Control, ...] = (
        (Choice(say("posts.feeds.pick"), act("posts.feed_show"), options),) if options else ()
    )
    return Card(title=say("posts.feeds.title"), body=tuple(body), actions=choice)


def feed_card(feed: Feed) -> Card:
    """Show one feed and what can be done with it."""
    rows: list[tuple[Message, Slot]] = [
        (say("posts.feed.file"), Verbatim(feed.name)),
        (say("posts.state"), _state(feed)),
    ]
    if feed.read_at is not None:
        rows.append((say("posts.feed.read_at"), Moment(feed.read_at)))
    pause = (
        Button(say("posts.feed.go_on"), act("posts.feed_go_on", feed.id))
        if feed.paused
        else Button(say("posts.feed.pause"), act("posts.feed_pause", feed.id))
    )
    return Card(
        title=Verbatim(feed.title or feed.name),
        body=(Facts(tuple(rows)), *_trouble(feed)),
        actions=(
            Button(say("posts.feed.read_now"), act("posts.feed_read", feed.id)),
            pause,
            Button(
                say("posts.feed.remove"),
                act("posts.feed_remove", feed.id),
                Style.DANGER,
                confirm=say("posts.feed.remove_sure"),
            ),
        ),
        tone=Tone.PLAIN if feed.trouble is None else Tone.WARNING,
    )


def trouble_card(feed: Feed) -> Card:
    """Tell the organizers that a feed cannot be read, why, and when it is tried again."""
    minutes = int(feed.next_in.total_seconds()) // 60
    return Card(
        title=say("posts.feed.trouble_title"),
        body=(
            Facts(((say("posts.feed.file"), Verbatim(feed.name)),)),
            *_trouble(feed),
            Note(say("posts.feed.again_in", n=minutes)),
        ),
        actions=(
            Button(say("posts.feed.read_now"), act("posts.feed_read", feed.id)),
            Button(say("posts.feed.pause"), act("posts.feed_pause", feed.id)),
        ),
        tone=Tone.WARNING,
    )


def reading_card(feed: Feed) -> Card:
    """Say that a feed is being read, and that a first reading posts nothing."""
    body: list[Block] = [Facts(((say("posts.feed.file"), Verbatim(feed.name)),))]
    if not feed.begun:
        body.append(Paragraph(say("posts.feed.first_time")))
    return Card(title=say("posts.feed.being_read"), body=tuple(body), tone=Tone.GOOD)


def removed_card(feed: Feed) -> Card:
    """Say that a feed is followed no longer."""
    return Card(
        title=say("posts.feed.removed"),
        body=(Facts(((say("posts.feed.file"), Verbatim(feed.name)),)),),
    )


def why_card(items: Sequence[Item]) -> Card:
    """Offer the latest items to ask about."""
    if not items:
        return Card(title=say("posts.why.title"), body=(Paragraph(say("posts.why.none")),))
    options = tuple(
        Option(i.id, Verbatim(shorten(i.title or i.link or "…", OPTION_LABEL)))
        for i in items[:CHOICE_OPTIONS]
    )
    return Card(
        title=say("posts.why.title"),
        body=(Paragraph(say("posts.why.pick")),),
        actions=(Choice(say("posts.why.item"), act("posts.why"), options),),
    )


def story_card(story: Story) -> Card:
    """Say why an item was or was not delivered, step by step."""
    item, post = story.item, story.post
    rows: list[tuple[Message, Slot]] = [
        (say("posts.why.feed"), Verbatim(story.feed.title or story.feed.name)),
        (say("posts.why.seen"), Moment(item.seen_at)),
    ]
    if item.link:
        rows.append((say("posts.link"), Verbatim(item.link)))
    if post is not None:
        rows.append((say("posts.state"), say(f"posts.state.{post.state.value}")))
        if post.plan is not None:
            rows.append((say("posts.planned"), Moment(post.plan.at)))
        if post.published_at is not None:
            rows.append((say("posts.published"), Moment(post.published_at)))
    show = () if post is None else (Button(say("posts.why.show"), act("posts.manage", post.id)),)
    return Card(
        title=Verbatim(item.title or item.link or "…"),
        body=(Facts(tuple(rows)), Paragraph(_reason(story))),
        actions=show,
    )


def _reason(story: Story) -> Message:
    post = story.post
    if story.item.fate is Fate.BASELINE or post is None:
        return say("posts.why.baseline")
    if post.rejection is not None:
        return say("posts.why.rejected", why=say(f"posts.rejection.{post.rejection.value}"))
    return say(f"posts.why.{post.state.value}")


def _row(feed: Feed) -> tuple[Message, Slot]:
    return say("posts.feed.row", name=shorten(feed.title or feed.name, 60)), _state(feed)


def _state(feed: Feed) -> Message:
    if feed.paused:
        return say("posts.feed.paused")
    if feed.trouble is not None:
        return say(f"posts.feed.trouble.{feed.trouble.value}")
    return say("posts.feed.well" if feed.begun else "posts.feed.waiting")


def _trouble(feed: Feed) -> tuple[Block, ...]:
    if feed.trouble is None:
        return ()
    return (Paragraph(say(f"posts.feed.fix.{feed.trouble.value}")),)
