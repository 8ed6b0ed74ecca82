"""Every screen of questions, drawn from model values; one hostile sample of each kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.core.actions import act
from bot.core.cards import Card, Paragraph
from bot.core.communities import Concern
from bot.core.forms import Form
from bot.core.people import PersonRef, Role
from bot.core.routes import Found
from bot.core.text import Verbatim, say
from bot.features.questions.content import FaqItem, Template
from bot.features.questions.hours import Timeliness
from bot.features.questions.model import (
    Answer,
    Decline,
    Digest,
    Draft,
    Hold,
    Naming,
    Parts,
    Perspective,
    Question,
    Rating,
    Redirect,
    Return,
    State,
    Topic,
    Whole,
    Words,
)
from bot.features.questions.service.asking import Sent
from bot.features.questions.views import answering, asking, desk, found, own, page, panel, triage

_ID = "a" * 26
_AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
_DUE = datetime(2026, 11, 27, 15, 15, tzinfo=UTC)
_LIAISON = PersonRef(platform="town", user="ben")
_ASKER = PersonRef(platform="town", user="amina")
_ASKED = "How many officers on night duty wear a body camera, and who looks at the recordings?"
_HOSTILE = "@everyone <!channel> <@123456789012345678> [x](javascript:alert(1)) **bold** `code` "
_LONGEST = (_HOSTILE * 40)[:3_000]
_PROOF = ("r", _ID)

_QUESTION = Question(
    community="riverbend",
    id=_ID,
    state=State.OPEN,
    number=17,
    topic=Topic.DATA,
    naming=Naming.ANONYMOUS,
    alias=7,
    asked_on=date(2026, 11, 24),
    due_at=_DUE,
    votes=12,
)
_PARTS = Parts(
    acknowledge="You want to know whether cameras are really worn at night, and who checks.",
    answer="Every officer on night duty wears one since 2024. A sergeant reviews ten a month.",
    next="I will post the monthly figure here on 1 December.",
)
_LONG_PARTS = Parts(
    acknowledge=_LONGEST[:400],
    answer=_LONGEST[:1_500],
    next=_LONGEST[:500],
    reason="safety_operations",
    review_on=date(2027, 1, 15),
)
_ANSWER = Answer(round=0, version=1, parts=_PARTS, by=_LIAISON, at=_AT)
_CORRECTED = Answer(
    round=0, version=2, parts=_LONG_PARTS, by=_LIAISON, at=_AT, note="The year was wrong."
)
_ANSWERED = replace(
    _QUESTION, state=State.ANSWERED, due_at=None, published_at=_AT, moved_on=date(2026, 11, 26)
)


def _whole(question: Question, words: str = _ASKED, *answers: Answer, proposal: str = "") -> Whole:
    said = tuple(
        Words(round=r, words=words, proposal=proposal or None) for r in range(question.round + 1)
    )
    return Whole(question=question, words=said, answers=answers)


def _draft(naming: Naming, words: str = _ASKED, *, public: bool = True) -> Draft:
    return Draft(
        community="riverbend",
        id=_ID,
        question=_ID,
        words=words,
        topic=Topic.DATA,
        naming=naming,
        public=public,
        until=_AT,
    )


_FOUND = (
    Found(
        title=Verbatim(_ASKED),
        gist=Verbatim(_PARTS.answer),
        closeness=0.8,
        read=act("questions.read", _ID),
    ),
    Found(
        title=Verbatim(_LONGEST[:120]),
        gist=Verbatim(_LONGEST[:1_200]),
        closeness=0.6,
        read=act("questions.faq_read", "how-long"),
    ),
)
_POST = Found(
    title=Verbatim("What de-escalation means"),
    gist=Verbatim("Talking, time and distance, with what the research says and what it does not."),
    closeness=0.5,
    read=act("posts.read", _ID),
)
_VIEW = Perspective(
    id=_ID,
    label="advocacy",
    view="Families wait too long to see a recording.",
    source="Our clinic, 2025.",
    conflict="",
    by=_ASKER,
    at=_AT,
)
_LONG_VIEW = replace(
    _VIEW, label="lived", view=_LONGEST[:1_000], source=_LONGEST[:300], conflict=_LONGEST[:300]
)
_CONCERN = Concern(
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
_TEMPLATES = (
    Template(id="standard", use="ordinary question", acknowledge="a", answer="b", next="c"),
    Template(id="data", use="numbers", acknowledge="a", answer="b", next="c"),
)
_ENDED = {
    State.RETURNED: Return.POINTS_AT_YOU.value,
    State.REDIRECTED: Redirect.COMPLAINT.value,
    State.DECLINED: Decline.ABOUT_A_PERSON.value,
    State.MERGED: "",
    State.WITHDRAWN: "",
}
_HELD = replace(
    _QUESTION,
    state=State.ON_HOLD,
    due_at=None,
    reason=Hold.ACTIVE_INVESTIGATION.value,
    remark="The oversight body expects to finish in the new year.",
    review_on=date(2027, 1, 15),
)
_CLAIMED = replace(_QUESTION, state=State.CLAIMED, held_by=_LIAISON, held_until=_DUE)
_TRIAGED = replace(_QUESTION, state=State.IN_TRIAGE, number=None, votes=0)
_AGAIN = replace(_TRIAGED, state=State.FOLLOW_UP, round=1, number=17, published_at=_AT)
_NAMED = replace(_ANSWERED, naming=Naming.NAMED, asked_by=_ASKER)
_DUE_, _LATE = Timeliness.DUE, Timeliness.VERY_LATE
_STILL = Timeliness.STANDING

CARDS: dict[str, Card] = {
    "similar": asking.similar_card(_draft(Naming.ANONYMOUS), _FOUND),
    "similar_with_help": asking.similar_card(_draft(Naming.ANONYMOUS), _FOUND, (_CONCERN,) * 4),
    "unsaved": asking.unsaved_card(_LONGEST, (_CONCERN,) * 4),
    "preview": asking.preview_card(
        _draft(Naming.ANONYMOUS), platform="discord", concerns=(_CONCERN,), alone=True
    ),
    "preview_notify": asking.preview_card(_draft(Naming.NOTIFY, public=False), platform="slack"),
    "preview_named": asking.preview_card(_draft(Naming.NAMED), platform="town"),
    "preview_longest": asking.preview_card(
        _draft(Naming.NOTIFY, _LONGEST),
        platform="discord",
        concerns=(_CONCERN,) * 4,
        alone=True,
        another_language=True,
    ),
    "receipt": asking.receipt_card(Sent("1234 5678 9012 3456", _ID), Naming.ANONYMOUS),
    "receipt_notify": asking.receipt_card(Sent("1234 5678 9012 3456", _ID), Naming.NOTIFY),
    "receipt_named": asking.receipt_card(Sent("1234 5678 9012 3456", _ID), Naming.NAMED),
    "dropped": asking.dropped_card(),
    "solved": asking.solved_card(),
    "triage": triage.triage_card(_whole(_TRIAGED), _DUE_),
    "triage_longest": triage.triage_card(
        _whole(_TRIAGED, _LONGEST, proposal=_ASKED), _LATE, concerns=_CONCERN.blocks
    ),
    "triage_follow_up": triage.triage_card(_whole(_AGAIN), _DUE_),
    "triage_list": triage.triage_list(
        tuple((_whole(_TRIAGED, _LONGEST, proposal=""), _LATE) for _ in range(1)), ()
    ),
    "triage_empty": triage.triage_list((), ()),
    "approved": triage.decided_card(_QUESTION),
    "declined": triage.decided_card(
        replace(_TRIAGED, state=State.DECLINED, reason=Decline.ABUSE.value, remark=_HOSTILE)
    ),
    "wording_offered": triage.offered_card(),
    "queue": desk.queue_card(_whole(_QUESTION), _LATE),
    "queue_claimed": desk.queue_card(_whole(_CLAIMED, _LONGEST), _DUE_),
    "queue_held": desk.queue_card(_whole(_HELD), _STILL),
    "queue_list": desk.queue_list(
        [(_CLAIMED, _DUE_)],
        [(replace(_QUESTION, id=f"{i:026d}", number=i), _LATE) for i in range(1, 11)],
        many=100_000,
        more=True,
    ),
    "queue_empty": desk.queue_list([], [], many=0, more=False),
    "work": desk.work_card(_whole(_CLAIMED, _LONGEST), _LATE, _TEMPLATES),
    "ready": answering.ready_card(
        _whole(_CLAIMED),
        _ANSWER,
        ("Say back the concern in your own words first.", "Spell out the abbreviation."),
        _CONCERN.blocks,
    ),
    "ready_longest": answering.ready_card(
        _whole(_CLAIMED),
        replace(_CORRECTED, version=1),
        ("Shorter sentence?",) * 3,
        _CONCERN.blocks,
    ),
    "published": answering.published_card(_ANSWERED),
    "published_privately": answering.published_card(replace(_ANSWERED, public=False)),
    "page": page.page_card(_whole(_ANSWERED, _ASKED, _ANSWER), _STILL),
    "page_longest": page.page_card(
        _whole(replace(_ANSWERED, rating=Rating.NOT_QUITE), _LONGEST, _ANSWER, _CORRECTED),
        _STILL,
    ),
    "page_named": page.page_card(_whole(_NAMED, _ASKED, _ANSWER), _STILL),
    "page_deleted": page.page_card(
        _whole(replace(_NAMED, asked_by=None), _ASKED, _ANSWER), _STILL
    ),
    "open": page.open_card(_whole(_QUESTION, _LONGEST), _LATE),
    "voted": page.voted_card(_QUESTION),
    "followed": page.voted_card(_QUESTION, following=True),
    "unfollowed": page.unfollowed_card(),
    "own_answered": own.own_card(_whole(_ANSWERED, _LONGEST, _CORRECTED), _STILL, _PROOF),
    "own_with_help": own.own_card(_whole(_AGAIN), _DUE_, _PROOF, _CONCERN.blocks),
    "own_wording_offered": own.own_card(
        _whole(_TRIAGED, _LONGEST, proposal=_LONGEST), _DUE_, _PROOF
    ),
    **{
        f"own_{state.value}": own.own_card(
            _whole(replace(_TRIAGED, state=state, reason=reason, due_at=None), ""), _STILL, _PROOF
        )
        for state, reason in _ENDED.items()
    },
    **{
        f"own_{q.state.value}": own.own_card(_whole(q), _DUE_, _PROOF)
        for q in (
            replace(_TRIAGED, state=State.WAITING, due_at=None),
            _TRIAGED,
            _QUESTION,
            _CLAIMED,
            _HELD,
            _AGAIN,
            replace(_ANSWERED, state=State.CLOSED),
        )
    },
    "list": own.questions_card(
        (_NAMED,),
        [_whole(replace(_QUESTION, id=f"{i:026d}"), _LONGEST) for i in range(5)],
        (_ANSWERED,),
    ),
    "list_empty": own.questions_card((), ()),
    "faq": found.faq_card("body cameras", _FOUND),
    "faq_nothing": found.faq_card(_HOSTILE, ()),
    "faq_page": found.faq_item_card(
        FaqItem(id="how-long", q="How long until I get an answer?", a="A person reads every one."),
        "en",
    ),
    "said": found.heard_card(_FOUND, _ID, _CONCERN.blocks),
    "said_nothing": found.heard_card((), _ID),
    "queue_second_reader": desk.queue_card(
        replace(_whole(_CLAIMED), ready=True), _DUE_, second=True
    ),
    "organizer": desk.organizer_card(_whole(_CLAIMED), _DUE_),
    "organizer_open": desk.organizer_card(_whole(_QUESTION, _LONGEST), _LATE),
    "work_handed_over": desk.work_card(
        _whole(_CLAIMED), _DUE_, _TEMPLATES, "The training unit promised figures by Friday."
    ),
    "recused": desk.recused_card(_QUESTION),
    "reminder": desk.reminder_card(_CLAIMED),
    "digest": desk.digest_card(
        date(2026, 11, 25), Digest(open=12, claimed=3, late=2, on_hold=1, triage=4)
    ),
    "ready_second": answering.ready_card(_whole(_CLAIMED), _ANSWER, (), (), second_reader=True),
    "ready_instead": answering.ready_card(
        _whole(_CLAIMED), _ANSWER, (), (), instead="which rule applies in general"
    ),
    "to_read": answering.to_read_card(_whole(_CLAIMED), replace(_CORRECTED, version=1)),
    "read_over": answering.read_card(_CLAIMED),
    "records": answering.records_card(
        (_whole(_ANSWERED, _LONGEST, _ANSWER), _whole(replace(_ANSWERED, id="b" * 26))),
        _LIAISON,
        zone="America/Toronto",
    ),
    "records_empty": answering.records_card((), _LIAISON, zone="America/Toronto"),
    "muted": triage.muted_card(),
    "page_reader": page.reader_card(
        replace(
            _whole(replace(_ANSWERED, round=1), _LONGEST, _ANSWER, _CORRECTED),
            perspectives=(_VIEW, _LONG_VIEW),
        ),
        _STILL,
        tuple(Role),
        panel_open=True,
    ),
    "view": panel.view_card(_VIEW),
    "view_longest": panel.view_card(_LONG_VIEW),
    "view_added": panel.added_card(_ANSWERED),
    "view_gone": panel.taken_back_card(),
    "faq_one": found.faq_card("deadline", _FOUND[1:]),
    "said_question": found.heard_card(_FOUND[:1], _ID),
    "said_post": found.heard_card((_POST,), _ID),
}

FORMS: dict[str, Form] = {
    "ask": asking.ask_form(),
    "ask_filled": asking.ask_form(words=_LONGEST, instead_of=_ID, naming=Naming.NOTIFY),
    "ask_named_only": asking.ask_form(named_only=say("errors.question_not_offered")),
    "receipt": own.receipt_form(),
    "follow_up": own.follow_up_form(_PROOF),
    "mend": own.mend_form(_PROOF, _LONGEST),
    "answer": answering.answer_form(_ID, None),
    "answer_filled": answering.answer_form(_ID, _LONG_PARTS),
    "hold": desk.hold_form(_ID),
    **{verb: triage.decide_form(_ID, verb) for verb in ("return", "redirect", "decline")},
    "merge": triage.merge_form(_ID),
    "mute": triage.mute_form(_ID),
    "hand_over": desk.hand_over_form(_ID),
    "correct": answering.correct_form(_ID, _LONG_PARTS),
    "view": panel.view_form(_ID),
    "edit": triage.edit_form(_ID, _LONGEST),
}
