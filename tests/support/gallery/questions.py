"""Every screen of questions, drawn from model values; one hostile sample of each kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.core.cards import Card
from bot.core.forms import Form
from bot.core.people import Role
from bot.core.text import say
from bot.features.questions.content import FaqItem
from bot.features.questions.model import (
    Decline,
    Digest,
    Naming,
    Rating,
    State,
)
from bot.features.questions.service.asking import Sent
from bot.features.questions.views import answering, asking, desk, found, own, page, panel, triage
from tests.support.gallery.samples.questions import (
    AGAIN,
    ANSWER,
    ANSWERED,
    ASKED,
    CLAIMED,
    CONCERN,
    CORRECTED,
    DUE_SOON,
    ENDED,
    FOUND,
    HELD,
    HOSTILE,
    ID,
    LATE,
    LIAISON,
    LONG_PARTS,
    LONG_VIEW,
    LONGEST,
    NAMED,
    POST,
    PROOF,
    QUESTION,
    STILL,
    TEMPLATES,
    TRIAGED,
    VIEW,
    draft,
    whole,
)

CARDS: dict[str, Card] = {
    "similar": asking.similar_card(draft(Naming.ANONYMOUS), FOUND),
    "similar_with_help": asking.similar_card(draft(Naming.ANONYMOUS), FOUND, (CONCERN,) * 4),
    "unsaved": asking.unsaved_card(LONGEST, (CONCERN,) * 4),
    "preview": asking.preview_card(
        draft(Naming.ANONYMOUS), platform="discord", concerns=(CONCERN,), alone=True
    ),
    "preview_notify": asking.preview_card(draft(Naming.NOTIFY, public=False), platform="slack"),
    "preview_named": asking.preview_card(draft(Naming.NAMED), platform="town"),
    "preview_longest": asking.preview_card(
        draft(Naming.NOTIFY, LONGEST),
        platform="discord",
        concerns=(CONCERN,) * 4,
        alone=True,
        another_language=True,
    ),
    "receipt": asking.receipt_card(Sent("1234 5678 9012 3456", ID), Naming.ANONYMOUS),
    "receipt_notify": asking.receipt_card(Sent("1234 5678 9012 3456", ID), Naming.NOTIFY),
    "receipt_named": asking.receipt_card(Sent("1234 5678 9012 3456", ID), Naming.NAMED),
    "dropped": asking.dropped_card(),
    "solved": asking.solved_card(),
    "triage": triage.triage_card(whole(TRIAGED), DUE_SOON),
    "triage_longest": triage.triage_card(
        whole(TRIAGED, LONGEST, proposal=ASKED), LATE, concerns=CONCERN.blocks
    ),
    "triage_follow_up": triage.triage_card(whole(AGAIN), DUE_SOON),
    "triage_list": triage.triage_list(
        tuple((whole(TRIAGED, LONGEST, proposal=""), LATE) for _ in range(1)), ()
    ),
    "triage_empty": triage.triage_list((), ()),
    "approved": triage.decided_card(QUESTION),
    "declined": triage.decided_card(
        replace(TRIAGED, state=State.DECLINED, reason=Decline.ABUSE.value, remark=HOSTILE)
    ),
    "wording_offered": triage.offered_card(),
    "queue": desk.queue_card(whole(QUESTION), LATE),
    "queue_claimed": desk.queue_card(whole(CLAIMED, LONGEST), DUE_SOON),
    "queue_held": desk.queue_card(whole(HELD), STILL),
    "queue_list": desk.queue_list(
        [(CLAIMED, DUE_SOON)],
        [(replace(QUESTION, id=f"{i:026d}", number=i), LATE) for i in range(1, 11)],
        many=100_000,
        more=True,
    ),
    "queue_empty": desk.queue_list([], [], many=0, more=False),
    "work": desk.work_card(whole(CLAIMED, LONGEST), LATE, TEMPLATES),
    "ready": answering.ready_card(
        whole(CLAIMED),
        ANSWER,
        ("Say back the concern in your own words first.", "Spell out the abbreviation."),
        CONCERN.blocks,
    ),
    "ready_longest": answering.ready_card(
        whole(CLAIMED),
        replace(CORRECTED, version=1),
        ("Shorter sentence?",) * 3,
        CONCERN.blocks,
    ),
    "published": answering.published_card(ANSWERED),
    "published_privately": answering.published_card(replace(ANSWERED, public=False)),
    "page": page.page_card(whole(ANSWERED, ASKED, ANSWER), STILL),
    "page_longest": page.page_card(
        whole(replace(ANSWERED, rating=Rating.NOT_QUITE), LONGEST, ANSWER, CORRECTED),
        STILL,
    ),
    "page_named": page.page_card(whole(NAMED, ASKED, ANSWER), STILL),
    "page_deleted": page.page_card(whole(replace(NAMED, asked_by=None), ASKED, ANSWER), STILL),
    "open": page.open_card(whole(QUESTION, LONGEST), LATE),
    "voted": page.voted_card(QUESTION),
    "followed": page.voted_card(QUESTION, following=True),
    "unfollowed": page.unfollowed_card(),
    "own_answered": own.own_card(whole(ANSWERED, LONGEST, CORRECTED), STILL, PROOF),
    "own_with_help": own.own_card(whole(AGAIN), DUE_SOON, PROOF, CONCERN.blocks),
    "own_wording_offered": own.own_card(
        whole(TRIAGED, LONGEST, proposal=LONGEST), DUE_SOON, PROOF
    ),
    **{
        f"own_{state.value}": own.own_card(
            whole(replace(TRIAGED, state=state, reason=reason, due_at=None), ""), STILL, PROOF
        )
        for state, reason in ENDED.items()
    },
    **{
        f"own_{q.state.value}": own.own_card(whole(q), DUE_SOON, PROOF)
        for q in (
            replace(TRIAGED, state=State.WAITING, due_at=None),
            TRIAGED,
            QUESTION,
            CLAIMED,
            HELD,
            AGAIN,
            replace(ANSWERED, state=State.CLOSED),
        )
    },
    "list": own.questions_card(
        (NAMED,),
        [whole(replace(QUESTION, id=f"{i:026d}"), LONGEST) for i in range(5)],
        (ANSWERED,),
    ),
    "list_empty": own.questions_card((), ()),
    "faq": found.faq_card("body cameras", FOUND),
    "faq_nothing": found.faq_card(HOSTILE, ()),
    "faq_page": found.faq_item_card(
        FaqItem(id="how-long", q="How long until I get an answer?", a="A person reads every one."),
        "en",
    ),
    "said": found.heard_card(FOUND, ID, CONCERN.blocks),
    "said_nothing": found.heard_card((), ID),
    "queue_second_reader": desk.queue_card(
        replace(whole(CLAIMED), ready=True), DUE_SOON, second=True
    ),
    "organizer": desk.organizer_card(whole(CLAIMED), DUE_SOON),
    "organizer_open": desk.organizer_card(whole(QUESTION, LONGEST), LATE),
    "work_handed_over": desk.work_card(
        whole(CLAIMED), DUE_SOON, TEMPLATES, "The training unit promised figures by Friday."
    ),
    "recused": desk.recused_card(QUESTION),
    "reminder": desk.reminder_card(CLAIMED),
    "digest": desk.digest_card(
        date(2026, 11, 25), Digest(open=12, claimed=3, late=2, on_hold=1, triage=4)
    ),
    "ready_second": answering.ready_card(whole(CLAIMED), ANSWER, (), (), second_reader=True),
    "ready_instead": answering.ready_card(
        whole(CLAIMED), ANSWER, (), (), instead="which rule applies in general"
    ),
    "to_read": answering.to_read_card(whole(CLAIMED), replace(CORRECTED, version=1)),
    "read_over": answering.read_card(CLAIMED),
    "records": answering.records_card(
        (whole(ANSWERED, LONGEST, ANSWER), whole(replace(ANSWERED, id="b" * 26))),
        LIAISON,
        zone="America/Toronto",
    ),
    "records_empty": answering.records_card((), LIAISON, zone="America/Toronto"),
    "muted": triage.muted_card(),
    "page_reader": page.reader_card(
        replace(
            whole(replace(ANSWERED, round=1), LONGEST, ANSWER, CORRECTED),
            perspectives=(VIEW, LONG_VIEW),
        ),
        STILL,
        tuple(Role),
        panel_open=True,
    ),
    "view": panel.view_card(VIEW),
    "view_longest": panel.view_card(LONG_VIEW),
    "view_added": panel.added_card(ANSWERED),
    "view_gone": panel.taken_back_card(),
    "faq_one": found.faq_card("deadline", FOUND[1:]),
    "said_question": found.heard_card(FOUND[:1], ID),
    "said_post": found.heard_card((POST,), ID),
}

FORMS: dict[str, Form] = {
    "ask": asking.ask_form(),
    "ask_filled": asking.ask_form(words=LONGEST, instead_of=ID, naming=Naming.NOTIFY),
    "ask_named_only": asking.ask_form(named_only=say("errors.question_not_offered")),
    "receipt": own.receipt_form(),
    "follow_up": own.follow_up_form(PROOF),
    "mend": own.mend_form(PROOF, LONGEST),
    "answer": answering.answer_form(ID, None),
    "answer_filled": answering.answer_form(ID, LONG_PARTS),
    "hold": desk.hold_form(ID),
    **{verb: triage.decide_form(ID, verb) for verb in ("return", "redirect", "decline")},
    "merge": triage.merge_form(ID),
    "mute": triage.mute_form(ID),
    "hand_over": desk.hand_over_form(ID),
    "correct": answering.correct_form(ID, LONG_PARTS),
    "view": panel.view_form(ID),
    "edit": triage.edit_form(ID, LONGEST),
}
