"""Posts, as the public pages show them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from bot.adapters.site.shown import Post
from bot.core.text import say
from bot.features.posts.model import State, Usefulness
from bot.features.posts.shelf import Shown

_ENOUGH = 5


def shown(found: Shown, day_of: Callable[[datetime], date]) -> Post:
    """Show a post. Of one that was taken back only that it was, and why, stays readable."""
    post, piece = found.post, found.post.piece
    if post.published_at is None:
        message = "only what was published is shown"
        raise ValueError(message)
    gone = post.state is State.RETRACTED
    label = "news" if post.label is None else post.label.value
    useful = found.tally.get(Usefulness.USEFUL, 0)
    return Post(
        id=post.id,
        title=piece.title,
        label=say(f"posts.label.{label}"),
        text="" if gone else piece.text,
        source=piece.source,
        author=piece.author,
        link="" if gone else piece.link,
        licence=piece.licence,
        discuss="" if gone else piece.discuss,
        on=day_of(post.published_at),
        excerpt=not post.full,
        tries=() if gone else piece.extras.tries,
        limits="" if gone else piece.extras.limits,
        caution="" if gone else piece.extras.caution,
        sources=() if gone else tuple((s.title, s.url) for s in piece.extras.sources),
        note=post.note,
        taken_back=gone,
        versions=()
        if gone
        else tuple((v.number, v.title, v.text, day_of(v.until)) for v in found.versions),
        useful=useful if useful >= _ENOUGH else None,
    )
