"""Posts and feeds for tests and for the gallery, friendly and hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
import yaml

from bot.core.when import Plan
from bot.features.posts.content import ExplainerFile, Pack, pack
from bot.features.posts.feed_model import Fate, Feed, Item, Trouble
from bot.features.posts.model import Label, Origin, Post, Rejection, State
from bot.features.posts.piece import Piece

ID: Final = "abcdefghijklmnopqrstuvwxyz"
AT: Final = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
HOSTILE: Final = (
    "@everyone <!channel> <@U123> [x](javascript:alert(1)) **bold** `code` </b><script> \u202eevil"
)
PLAN: Final = Plan(wall=datetime(2026, 12, 1, 19, 0), zone="America/Toronto")  # noqa: DTZ001  (a wall)
_CONTENT: Final = Path(__file__).parents[3] / "config" / "content" / "explainers.yaml"

PIECE: Final = Piece(
    title="What residents asked at the October forum",
    text="Forty-one people came. Most questions were about how officers decide to wait.",
    link="https://riverbend.example/notices/october-forum",
    source="Riverbend Notices",
    author="Riverbend Forum volunteers",
    language="en",
    discuss="What would you have asked?",
)
POST: Final = Post(
    id=ID,
    community="riverbend",
    origin=Origin.FEED,
    origin_ref="item",
    piece=PIECE,
    label=Label.COMMUNITY,
    state=State.PUBLISHED,
    published_at=AT,
)
LONGEST: Final = replace(
    POST,
    piece=Piece(
        title="W" * 150,
        text="W" * 300,
        link="http://a.example/" + "w" * 480,
        source="W" * 120,
        author="W" * 120,
        licence="W" * 80,
        language="fr",
        discuss="W" * 300,
    ),
    state=State.CORRECTED,
    note="W" * 500,
    version=9,
)
HOSTILE_POST: Final = replace(
    POST,
    piece=Piece(title=HOSTILE, text=HOSTILE, source=HOSTILE, author=HOSTILE, licence=HOSTILE[:80]),
    note=HOSTILE,
    version=2,
    state=State.CORRECTED,
)
FEED: Final = Feed(
    id=ID,
    community="riverbend",
    name="example.xml",
    title="Riverbend Notices (example)",
    begun=True,
    read_at=AT,
)
BROKEN_FEED: Final = replace(FEED, failures=3, trouble=Trouble.NOT_READABLE)
ITEM: Final = Item(
    id=ID,
    feed=ID,
    title=PIECE.title,
    link=PIECE.link,
    seen_at=AT,
    fate=Fate.OFFERED,
    post=ID,
)


@cache
def explainers() -> Pack:
    """Load the pack that is shipped."""
    return pack(msgspec.convert(yaml.safe_load(_CONTENT.read_text()), ExplainerFile))


def explainer_post(explainer: str, *, note: str = "", locale: str = "en") -> Post:
    """Return a published explainer."""
    return Post(
        id=ID,
        community="riverbend",
        origin=Origin.EXPLAINER,
        origin_ref=explainer,
        piece=explainers().piece(explainer, locale),
        label=Label.EXPLAINER,
        state=State.CORRECTED if note else State.DISCUSSING,
        note=note,
        version=2 if note else 1,
        published_at=AT,
    )


def in_state(state: State) -> Post:
    """Return the sample post as it stands in ``state``."""
    published = state not in {State.SUGGESTED, State.REVIEW, State.SCHEDULED, State.REJECTED}
    return replace(
        POST,
        state=state,
        plan=PLAN if state is State.SCHEDULED else None,
        published_at=AT if published else None,
        rejection=Rejection.DUPLICATE if state is State.REJECTED else None,
        note="The date was wrong; it was a Tuesday." if state is State.CORRECTED else "",
        version=2 if state is State.CORRECTED else 1,
    )
