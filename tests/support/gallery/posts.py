"""Every screen of posts and feeds, for the gallery."""

from __future__ import annotations

from dataclasses import replace

from bot.core.cards import Card, Paragraph
from bot.core.forms import Form
from bot.core.ports import Concern
from bot.core.text import say
from bot.core.when import Doubt
from bot.features.posts.feed_model import Fate, Story, Trouble
from bot.features.posts.model import State, Usefulness, Version
from bot.features.posts.piece import Piece
from bot.features.posts.views import (
    approve_form,
    approved_card,
    concern_card,
    correct_form,
    desk_card,
    explainer_card,
    feed_card,
    feeds_card,
    piece_form,
    post_card,
    reading_card,
    reject_form,
    removed_card,
    retract_form,
    review_card,
    share_card,
    sources_card,
    story_card,
    thanks_card,
    trouble_card,
    versions_card,
    why_card,
)
from tests.unit.posts.samples import (
    AT,
    BROKEN_FEED,
    FEED,
    HOSTILE,
    HOSTILE_POST,
    ID,
    ITEM,
    LONGEST,
    PIECE,
    PLAN,
    POST,
    explainer_post,
    explainers,
    in_state,
)

_TALLY = {Usefulness.USEFUL: 12_345, Usefulness.PARTLY: 2, Usefulness.NOT: 1}
_CONCERN = Concern(route="crisis", blocks=(Paragraph(say("posts.concern.body")),))
_LONG_VERSIONS = tuple(
    Version(number=n, title="W" * 150, text="W" * 1_900, until=AT) for n in range(5, 0, -1)
)
_PACK = explainers()


def _story(state: State, fate: Fate = Fate.OFFERED) -> Story:
    post = None if fate is Fate.BASELINE else in_state(state)
    return Story(feed=FEED, item=replace(ITEM, fate=fate), post=post)


CARDS: dict[str, Card] = {
    "post": post_card(POST, {}),
    "post_rated": post_card(in_state(State.DISCUSSING), _TALLY),
    "post_corrected": post_card(in_state(State.CORRECTED), _TALLY),
    "post_archived": post_card(in_state(State.ARCHIVED), _TALLY),
    "post_retracted": post_card(replace(POST, state=State.RETRACTED, note="It was wrong."), {}),
    "post_longest": post_card(LONGEST, _TALLY),
    "post_hostile": post_card(HOSTILE_POST, {}),
    "post_bare": post_card(replace(POST, label=None, piece=Piece(title="Bare", text="")), {}),
    **{f"explainer_{e}": post_card(explainer_post(e), _TALLY) for e in _PACK.explainers},
    **{
        f"explainer_{e}_in_french": post_card(explainer_post(e, locale="fr"), _TALLY)
        for e in _PACK.explainers
    },
    "explainer_corrected": post_card(explainer_post("signs", note="We said it wrong."), _TALLY),
    "explainer_private": explainer_card("crisis", _PACK.piece("crisis", "en")),
    "explainer_private_in_french": explainer_card("crisis", _PACK.piece("crisis", "fr")),
    "sources": sources_card(_PACK.piece("what-it-is", "en")),
    "sources_in_french": sources_card(_PACK.piece("what-it-is", "fr")),
    "sources_none": sources_card(PIECE),
    "versions": versions_card(
        in_state(State.CORRECTED),
        (Version(number=1, title="Before", text="It was a Monday.", until=AT),),
    ),
    "versions_longest": versions_card(LONGEST, _LONG_VERSIONS),
    **{f"review_{s.value}": review_card(in_state(s)) for s in State},
    "review_longest": review_card(replace(LONGEST, state=State.REVIEW)),
    "review_hostile": review_card(replace(HOSTILE_POST, state=State.SUGGESTED)),
    "approved_now": approved_card(POST, None),
    "approved_later": approved_card(in_state(State.SCHEDULED), PLAN),
    "approved_in_doubt": approved_card(
        in_state(State.SCHEDULED), replace(PLAN, doubt=Doubt.NEXT_WEEKDAY)
    ),
    "share": share_card(_PACK.spoken("en")),
    "share_in_french": share_card(_PACK.spoken("fr")),
    "share_without_a_pack": share_card(()),
    "desk": desk_card(
        (POST, replace(HOSTILE_POST, id="b" * 26)),
        {State.REVIEW: 1, State.PUBLISHED: 12},
        title="posts.desk.list",
        action="posts.manage",
    ),
    "desk_full": desk_card(
        [replace(LONGEST, id=f"{n:026}") for n in range(30)],
        dict.fromkeys(State, 10_000),
        title="posts.desk.retract",
        action="posts.retract",
    ),
    "desk_empty": desk_card((), {}, title="posts.desk.schedule", action="posts.approve"),
    "thanks": thanks_card(),
    "concern": concern_card((_CONCERN,), ID),
    "feeds": feeds_card((FEED, replace(BROKEN_FEED, id="b")), ("example.xml", "news.json")),
    "feeds_none": feeds_card((), ()),
    "feeds_many": feeds_card(
        [replace(FEED, id=f"{n:026}", title="W" * 120) for n in range(30)],
        [f"{'n' * 40}-{n}.xml" for n in range(50)],
    ),
    "feed": feed_card(FEED),
    "feed_paused": feed_card(replace(FEED, paused=True)),
    "feed_hostile": feed_card(replace(FEED, title=HOSTILE[:120])),
    **{f"feed_{t.value}": feed_card(replace(FEED, failures=1, trouble=t)) for t in Trouble},
    "feed_trouble": trouble_card(BROKEN_FEED),
    "feed_being_read": reading_card(replace(FEED, begun=False)),
    "feed_read_again": reading_card(FEED),
    "feed_removed": removed_card(FEED),
    "why": why_card((ITEM, replace(ITEM, id="b" * 26, title=HOSTILE[:150]))),
    "why_none": why_card(()),
    "story_baseline": story_card(_story(State.REVIEW, Fate.BASELINE)),
    **{f"story_{s.value}": story_card(_story(s)) for s in State},
    "story_hostile": story_card(
        Story(feed=FEED, item=replace(ITEM, title=HOSTILE[:150]), post=HOSTILE_POST)
    ),
}

FORMS: dict[str, Form] = {
    "suggest": piece_form("posts.suggest"),
    "suggest_again": piece_form("posts.suggest", LONGEST.piece),
    "write": piece_form("posts.write"),
    "approve": approve_form(in_state(State.REVIEW)),
    "approve_hostile": approve_form(replace(HOSTILE_POST, state=State.REVIEW)),
    "approve_explainer": approve_form(explainer_post("crisis")),
    "reject": reject_form(ID),
    "correct": correct_form(POST),
    "correct_explainer": correct_form(explainer_post("crisis")),
    "retract": retract_form(ID),
}
