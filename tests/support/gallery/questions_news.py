"""News, questions joined to another, leafing through what was said, and a liaison's own hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.core.actions import Action, act
from bot.core.cards import Card
from bot.features.questions.codes import News
from bot.features.questions.hours import Timeliness
from bot.features.questions.model import (
    Answer,
    Naming,
    Parts,
    Perspective,
    Question,
    Rating,
    State,
    Topic,
    Whole,
    Words,
)
from bot.features.questions.rules import Quiet
from bot.features.questions.views import duty, joined, leaves, own, page
from bot.features.questions.views.news import news_card

_AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
_PROOF = ("r", "a" * 26)
_HOSTILE = "@everyone <!channel> <@123456789012345678> [x](javascript:alert(1)) **bold** `code` "
_LONGEST = (_HOSTILE * 40)[:3_000]
_ASKED = "Who looks at the recordings of body cameras?"
_OPEN = Question(
    community="riverbend",
    id="c" * 26,
    state=State.OPEN,
    number=17,
    topic=Topic.DATA,
    naming=Naming.ANONYMOUS,
    asked_on=date(2026, 11, 24),
    due_at=_AT,
    votes=4,
)
_ANSWERED = replace(_OPEN, state=State.ANSWERED, due_at=None, published_at=_AT)
_LONG = Parts(acknowledge=_LONGEST[:400], answer=_LONGEST[:1_500], next=_LONGEST[:500])
_MERGED = replace(
    _OPEN, id="d" * 26, state=State.MERGED, number=None, due_at=None, merged_into="c" * 26
)


def _whole(question: Question, words: str, *answers: Answer) -> Whole:
    return Whole(question=question, words=(Words(round=0, words=words),), answers=answers)


_OUT = _whole(_ANSWERED, _LONGEST, Answer(round=0, version=1, parts=_LONG, by=None, at=_AT))
_STILL = Timeliness.STANDING

_VERSIONS = _whole(
    replace(_ANSWERED, round=1),
    _LONGEST,
    Answer(round=0, version=1, parts=_LONG, by=None, at=_AT),
    Answer(round=1, version=1, parts=_LONG, by=None, at=_AT),
    Answer(
        round=1,
        version=2,
        parts=replace(_LONG, reason="safety_operations", review_on=date(2027, 1, 15)),
        by=None,
        at=_AT,
        note=_LONGEST[:300],
    ),
)
_VIEW = Perspective(
    id="e" * 26,
    label="lived",
    view=_LONGEST[:1_000],
    source=_LONGEST[:300],
    conflict=_LONGEST[:300],
    by=None,
    at=_AT,
)
_ROUNDS = replace(
    _VERSIONS,
    words=tuple(Words(round=n, words=_LONGEST) for n in range(3)),
    perspectives=(_VIEW, replace(_VIEW, conflict=""), _VIEW),
)


def _leaf(to: int) -> Action:
    return act("questions.leaf", "history", "c" * 26, to)


CARDS: dict[str, Card] = {
    **{f"news_{news.value}": news_card(_OPEN, news) for news in News},
    "news_unnumbered": news_card(replace(_OPEN, number=None), News.RETURNED),
    "news_joined": news_card(_ANSWERED, News.ANSWERED, joined=True),
    "joined": joined.joined_card(_MERGED, _whole(_OPEN, _ASKED), Timeliness.DUE, _PROOF),
    "joined_answered": joined.joined_card(_MERGED, _OUT, _STILL, _PROOF),
    **{
        f"joined_{rating.value}": joined.joined_card(
            replace(_MERGED, rating=rating), _OUT, _STILL, _PROOF
        )
        for rating in Rating
    },
    "joined_gone": joined.gone_card(_MERGED, _PROOF),
    "joined_named": own.questions_card((_MERGED,), ()),
    **{
        f"history_{at}": leaves.history_card(_VERSIONS, at, _leaf, zone="America/Toronto")
        for at in range(3)
    },
    "own_history": leaves.history_card(
        _VERSIONS, 1, lambda to: act("questions.own_leaf", *_PROOF, to), zone="America/Toronto"
    ),
    "views": leaves.views_card(_ROUNDS, 1, _leaf),
    "asked": leaves.asked_card(_ROUNDS, 0, _leaf),
    "asked_last": leaves.asked_card(_ROUNDS, 2, _leaf),
    "asked_once": leaves.asked_card(_whole(_ANSWERED, _ASKED), 0, _leaf),
    "duty": duty.duty_card(Quiet(), holds=2),
    "duty_free": duty.duty_card(Quiet(starts=9, ends=9), holds=0),
    "off_duty": duty.off_duty_card(2),
    "own_corrected": own.own_card(_VERSIONS, _STILL, _PROOF),
    **{
        f"own_said_{rating.value}": own.own_card(
            replace(_OUT, question=replace(_ANSWERED, rating=rating)), _STILL, _PROOF
        )
        for rating in Rating
    },
    "page_objected": page.page_card(replace(_OUT, objected=True), _STILL),
}
