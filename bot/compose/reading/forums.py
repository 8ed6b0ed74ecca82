"""Forums, as the public pages show them."""

from __future__ import annotations

from collections.abc import Callable

from bot.adapters.site.shown import Forum, Promise
from bot.core.text import say
from bot.features.forums.model import AHEAD, HELD, Sight, State

_OVER = frozenset({*HELD, State.CANCELLED, State.POSTPONED})


def is_over(sight: Sight) -> bool:
    """Whether it was held, or will not be."""
    return sight.forum.state in _OVER


def shown(sight: Sight, format_name: Callable[[str], str]) -> Forum:
    """Show a forum. Nobody who signed up is named, and no host: names are for the community."""
    forum, details = sight.forum, sight.forum.details
    return Forum(
        id=forum.id,
        title=details.title,
        aim=details.aim,
        off_the_table=details.off_table,
        format=format_name(details.format),
        state=say(f"forums.state.{forum.state.value}"),
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
