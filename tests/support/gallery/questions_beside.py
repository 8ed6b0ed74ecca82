"""Screens of questions off the main road: the panel, second readers, hand-overs, mutes, records."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.core.actions import act
from bot.core.cards import Card
from bot.core.dispatch import home_card
from bot.core.forms import Form
from bot.core.people import PersonRef, Role
from bot.core.routes import Found
from bot.core.text import Verbatim
from bot.features.questions.hours import Timeliness
from bot.features.questions.model import (
    Answer,
    Digest,
    Naming,
    Parts,
    Perspective,
    Question,
    State,
    Topic,
    Whole,
    Words,
)
from bot.features.questions.views import answering, desk, found, page, panel, triage
from bot.features.questions.views.home import home_part

_ID = "b" * 26
_AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
_BEN = PersonRef(platform="town", user="ben")
_HOSTILE = "@everyone <!channel> <@123456789012345678> [x](javascript:alert(1)) **bold** `code` "
_LONGEST = (_HOSTILE * 40)[:3_000]
_QUESTION = Question(
    community="riverbend",
    id=_ID,
    state=State.OPEN,
    number=23,
    topic=Topic.TRAINING,
    naming=Naming.ANONYMOUS,
    asked_on=date(2026, 11, 24),
    due_at=_AT,
    votes=3,
)
_CLAIMED = replace(_QUESTION, state=State.CLAIMED, held_by=_BEN, held_until=_AT)
_HELD = replace(_QUESTION, state=State.ON_HOLD, due_at=None, review_on=date(2027, 1, 15))
_ANSWERED = replace(_QUESTION, state=State.ANSWERED, due_at=None, published_at=_AT)
_PARTS = Parts(
    acknowledge="You want to know how often officers train for a crisis.",
    answer="Sixteen hours once, and eight hours every year after that.",
    next="The dates of the next two courses stand here by 15 December.",
)
_LONG_PARTS = Parts(
    acknowledge=_LONGEST[:400], answer=_LONGEST[:1_500], next=_LONGEST[:500], reason="before_court"
)
_FIRST = Answer(round=0, version=1, parts=_PARTS, by=_BEN, at=_AT)
_SECOND = Answer(round=0, version=2, parts=_LONG_PARTS, by=_BEN, at=_AT, note="A year was wrong.")

_PAGE = Found(
    title=Verbatim("How long until I get an answer?"),
    gist=Verbatim("A person reads every one."),
    closeness=0.7,
    read=act("questions.faq_read", "how-long"),
)
_HITS = tuple(
    Found(
        title=Verbatim(_LONGEST),
        gist=Verbatim(_LONGEST),
        closeness=1.0,
        read=act("questions.read", letter * 26),
    )
    for letter in "bcde"
)


def _view(words: str, source: str, conflict: str = "") -> Perspective:
    return Perspective(
        id=_ID,
        label="mental_health",
        view=words,
        source=source,
        conflict=conflict,
        by=PersonRef(platform="town", user="petra"),
        at=_AT,
    )


_VIEW = _view("Eight hours a year keep a skill alive; they do not teach it.", "My own practice.")
_HOSTILE_VIEW = _view(_LONGEST[:1_000], _HOSTILE, _HOSTILE)


def _whole(question: Question, words: str, *answers: Answer, views: int = 0) -> Whole:
    return Whole(
        question=question,
        words=(Words(round=0, words=words, proposal=None),),
        answers=answers,
        perspectives=(_VIEW, _HOSTILE_VIEW)[:views],
    )


_ASKED = "How often do officers train for a call about someone in a crisis?"
_EVERYONE = (Role.MEMBER, Role.LIAISON, Role.PANEL)

CARDS: dict[str, Card] = {
    "panel of a resident": home_card([home_part(1)], ()),
    "panel of a liaison": home_card([home_part(0, held=(2, 41))], ()),
    "panel of an organizer": home_card([home_part(0, to_review=3)], ()),
    "for an organizer": desk.organizer_card(_whole(_QUESTION, _LONGEST), Timeliness.LATE),
    "for an organizer, on hold": desk.organizer_card(_whole(_HELD, _ASKED), Timeliness.STANDING),
    "for an organizer, claimed": desk.organizer_card(_whole(_CLAIMED, _ASKED), Timeliness.DUE),
    "queue, with a second reader": desk.queue_card(
        replace(_whole(_CLAIMED, _ASKED), ready=True), Timeliness.DUE, second=True
    ),
    "stepped aside": desk.recused_card(_CLAIMED),
    "nudge": desk.reminder_card(_CLAIMED),
    "digest": desk.digest_card(
        date(2026, 11, 24), Digest(open=4, claimed=2, late=1, on_hold=1, triage=3)
    ),
    "to read over": answering.to_read_card(_whole(_CLAIMED, _LONGEST), _SECOND),
    "read over": answering.read_card(_CLAIMED),
    "records": answering.records_card(
        [
            _whole(_ANSWERED, _ASKED, _FIRST),
            _whole(replace(_ANSWERED, id="c" * 26), _LONGEST, _FIRST, _SECOND),
        ],
        _BEN,
        zone="America/Toronto",
    ),
    "records, none": answering.records_card([], _BEN, zone="America/Toronto"),
    "answered for the asker alone": answering.private_card(
        _whole(replace(_ANSWERED, public=False), _LONGEST, _FIRST, _SECOND), _SECOND
    ),
    "for a reader": page.reader_card(
        _whole(_ANSWERED, _ASKED, _FIRST, views=1), Timeliness.STANDING, (Role.MEMBER,)
    ),
    "for a liaison": page.reader_card(
        _whole(_ANSWERED, _LONGEST, _FIRST, _SECOND, views=2), Timeliness.STANDING, _EVERYONE
    ),
    "for the panel": page.reader_card(
        _whole(_ANSWERED, _ASKED, _FIRST), Timeliness.STANDING, (Role.PANEL,), panel_open=True
    ),
    "view": panel.view_card(_VIEW),
    "view, hostile": panel.view_card(_HOSTILE_VIEW),
    "view added": panel.added_card(_ANSWERED),
    "view taken back": panel.taken_back_card(),
    "muted": triage.muted_card(),
    "newest": found.latest_card(_HITS, (_PAGE,)),
    "nothing yet": found.latest_card((), (_PAGE,)),
    "found on a page of ours": found.faq_card("training", (_PAGE,)),
}

FORMS: dict[str, Form] = {
    "correct": answering.correct_form(_ID, _LONG_PARTS),
    "look for answers": found.search_form(),
    "hand over": desk.hand_over_form(_ID),
    "mute": triage.mute_form(_ID),
    "view": panel.view_form(_ID),
}
