"""Posts and feeds as cards and forms: a model in, a card out."""

from __future__ import annotations

from bot.features.posts.views.feeds import (
    feed_card,
    feeds_card,
    reading_card,
    removed_card,
    story_card,
    trouble_card,
    why_card,
)
from bot.features.posts.views.forms import (
    NOW,
    approve_fields,
    approve_form,
    correct_fields,
    correct_form,
    piece_fields,
    piece_form,
    reject_fields,
    reject_form,
    retract_fields,
    retract_form,
)
from bot.features.posts.views.public import (
    explainer_card,
    post_card,
    retracted_card,
    sources_card,
    versions_card,
)
from bot.features.posts.views.review import (
    approved_card,
    concern_card,
    desk_card,
    review_card,
    share_card,
    thanks_card,
)

__all__ = [
    "NOW",
    "approve_fields",
    "approve_form",
    "approved_card",
    "concern_card",
    "correct_fields",
    "correct_form",
    "desk_card",
    "explainer_card",
    "feed_card",
    "feeds_card",
    "piece_fields",
    "piece_form",
    "post_card",
    "reading_card",
    "reject_fields",
    "reject_form",
    "removed_card",
    "retract_fields",
    "retract_form",
    "retracted_card",
    "review_card",
    "share_card",
    "sources_card",
    "story_card",
    "thanks_card",
    "trouble_card",
    "versions_card",
    "why_card",
]
