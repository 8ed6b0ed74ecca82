"""Forums, as the public pages show them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.adapters.site.shown import Forum as Public, Promise
from bot.core.text import say
from bot.features.forums.model import AHEAD, RUNNING, Forum, Sight


def is_over(sight: Sight, now: datetime) -> bool:
    """Whether it was held, will not be, or its hour came and nobody has started it."""
    ahead = sight.forum.state in {*AHEAD, *RUNNING}
    return not ahead or _unstarted(sight.forum, now)


def is_running(sight: Sight) -> bool:
    """Whether it takes place now."""
    return sight.forum.state in RUNNING


def _unstarted(forum: Forum, now: datetime) -> bool:
    return forum.state in AHEAD and forum.starts_at is not None and forum.starts_at <= now


def shown(
    sight: Sight, format_names: Callable[[str], Mapping[str, str]], *, now: datetime
) -> Public:
    """Show a forum. Nobody who signed up is named, and no host: names are for the community."""
    forum, details = sight.forum, sight.forum.details
    awaited = _unstarted(forum, now)
    return Public(
        id=forum.id,
        title=details.title,
        aim=details.aim,
        off_the_table=details.off_table,
        format=format_names(details.format),
        state=say("site.forum.closed" if awaited else f"forums.state.{forum.state.value}"),
        awaited=awaited,
        starts_at=forum.starts_at,
        ends_at=forum.ends_at,
        zone="" if details.plan is None else details.plan.zone,
        place=details.place,
        language=say(f"forums.speaks.{details.speaks.value}"),
        going=sight.counts.going,
        waiting=sight.counts.waiting,
        capacity=details.capacity,
        access=details.access,
        agenda=tuple(
            (say(f"forums.item.{i.side.value}"), i.words) for i in sight.items if i.words
        ),
        promises=tuple(
            Promise(
                owner=say(f"forums.owner.{c.owner.value}"),
                what=c.what,
                due=c.due,
                evidence=c.evidence,
            )
            for c in sight.commitments
        ),
        none_agreed=forum.none_agreed,
        summary=forum.summary,
        checks=tuple((look.days, look.on, look.words) for look in sight.look_backs),
        reason=forum.reason,
        upcoming=forum.state in AHEAD,
    )
