"""Questions, drafts, answers and views, from the everyday to the longest and most hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.core.actions import act
from bot.core.cards import Paragraph
from bot.core.communities import Concern
from bot.core.people import PersonRef
from bot.core.routes import Found
from bot.core.text import Verbatim
from bot.features.questions.content import Template
from bot.features.questions.hours import Timeliness
from bot.features.questions.model import (
    Answer,
    Decline,
    Draft,
    Hold,
    Naming,
    Parts,
    Perspective,
    Question,
    Redirect,
    Return,
    State,
    Topic,
    Whole,
    Words,
)

ID = "a" * 26
AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 27, 15, 15, tzinfo=UTC)
LIAISON = PersonRef(platform="town", user="ben")
ASKER = PersonRef(platform="town", user="amina")
ASKED = "How many officers on night duty wear a body camera, and who looks at the recordings?"
HOSTILE = "@everyone <!channel> <@123456789012345678> [x](javascript:alert(1)) **bold** `code` "
LONGEST = (HOSTILE * 40)[:3_000]
PROOF = ("r", ID)

QUESTION = Question(
    community="riverbend",
    id=ID,
    state=State.OPEN,
    number=17,
    topic=Topic.DATA,
    naming=Naming.ANONYMOUS,
    alias=7,
    asked_on=date(2026, 11, 24),
    due_at=DUE,
    votes=12,
)
PARTS = Parts(
    acknowledge="You want to know whether cameras are really worn at night, and who checks.",
    answer="Every officer on night duty wears one since 2024. A sergeant reviews ten a month.",
    next="I will post the monthly figure here on 1 December.",
)
LONG_PARTS = Parts(
    acknowledge=LONGEST[:400],
    answer=LONGEST[:1_500],
    next=LONGEST[:500],
    reason="safety_operations",
    review_on=date(2027, 1, 15),
)
ANSWER = Answer(round=0, version=1, parts=PARTS, by=LIAISON, at=AT)
CORRECTED = Answer(
    round=0, version=2, parts=LONG_PARTS, by=LIAISON, at=AT, note="The year was wrong."
)
ANSWERED = replace(
    QUESTION, state=State.ANSWERED, due_at=None, published_at=AT, moved_on=date(2026, 11, 26)
)


def whole(question: Question, words: str = ASKED, *answers: Answer, proposal: str = "") -> Whole:
    said = tuple(
        Words(round=r, words=words, proposal=proposal or None) for r in range(question.round + 1)
    )
    return Whole(question=question, words=said, answers=answers)


def draft(naming: Naming, words: str = ASKED, *, public: bool = True) -> Draft:
    return Draft(
        community="riverbend",
        id=ID,
        question=ID,
        words=words,
        topic=Topic.DATA,
        naming=naming,
        public=public,
        until=AT,
    )


FOUND = (
    Found(
        title=Verbatim(ASKED),
        gist=Verbatim(PARTS.answer),
        closeness=0.8,
        read=act("questions.read", ID),
    ),
    Found(
        title=Verbatim(LONGEST[:120]),
        gist=Verbatim(LONGEST[:1_200]),
        closeness=0.6,
        read=act("questions.faq_read", "how-long"),
    ),
)
POST = Found(
    title=Verbatim("What de-escalation means"),
    gist=Verbatim("Talking, time and distance, with what the research says and what it does not."),
    closeness=0.5,
    read=act("posts.read", ID),
)
VIEW = Perspective(
    id=ID,
    label="advocacy",
    view="Families wait too long to see a recording.",
    source="Our clinic, 2025.",
    conflict="",
    by=ASKER,
    at=AT,
)
LONG_VIEW = replace(
    VIEW, label="lived", view=LONGEST[:1_000], source=LONGEST[:300], conflict=LONGEST[:300]
)
CONCERN = Concern(
    route="personal_data",
    blocks=(
        Paragraph(
            Verbatim(
                "Your text may contain personal details (phone number, e-mail address). "
                "Remove them before sending? An organizer will check as well."
            )
        ),
    ),
)
TEMPLATES = (
    Template(id="standard", use="ordinary question", acknowledge="a", answer="b", next="c"),
    Template(id="data", use="numbers", acknowledge="a", answer="b", next="c"),
)
ENDED = {
    State.RETURNED: Return.POINTS_AT_YOU.value,
    State.REDIRECTED: Redirect.COMPLAINT.value,
    State.DECLINED: Decline.ABOUT_A_PERSON.value,
    State.MERGED: "",
    State.WITHDRAWN: "",
}
HELD = replace(
    QUESTION,
    state=State.ON_HOLD,
    due_at=None,
    reason=Hold.ACTIVE_INVESTIGATION.value,
    remark="The oversight body expects to finish in the new year.",
    review_on=date(2027, 1, 15),
)
CLAIMED = replace(QUESTION, state=State.CLAIMED, held_by=LIAISON, held_until=DUE)
TRIAGED = replace(QUESTION, state=State.IN_TRIAGE, number=None, votes=0)
AGAIN = replace(TRIAGED, state=State.FOLLOW_UP, round=1, number=17, published_at=AT)
NAMED = replace(ANSWERED, naming=Naming.NAMED, asked_by=ASKER)
DUE_SOON, LATE = Timeliness.DUE, Timeliness.VERY_LATE
STILL = Timeliness.STANDING
