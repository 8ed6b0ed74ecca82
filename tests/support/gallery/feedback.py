"""Every screen of feedback, for the gallery."""

from __future__ import annotations

from dataclasses import replace

from bot.core.cards import Card, Paragraph
from bot.core.forms import Form
from bot.core.ports import Concern
from bot.core.text import say
from bot.features.feedback.model import About, Kind, Reason, State
from bot.features.feedback.views import (
    act_form,
    answer_card,
    concern_card,
    desk_card,
    log_form,
    not_now_form,
    note_card,
    receipt_card,
    thanks_card,
    whole_card,
)
from tests.unit.feedback.samples import (
    DRAFT,
    HOSTILE,
    HOSTILE_NOTE,
    ID,
    LONG,
    NAMED,
    NOTE,
    in_state,
)

_CONCERN = Concern(route="crisis", blocks=(Paragraph(say("feedback.concern.body")),))
_LONGEST = replace(
    LONG,
    state=State.NOT_NOW,
    outcome=State.NOT_NOW,
    reason=Reason.UNCLEAR,
    reply="W" * 1_000,
    rating=3,
)

CARDS: dict[str, Card] = {
    "thanks": thanks_card("1234 5678 9012 3456", named=False),
    "thanks_named": thanks_card("1234 5678 9012 3456", named=True),
    "concern": concern_card((_CONCERN,), ID),
    **{f"note_{s.value}": note_card(in_state(s)) for s in State},
    **{f"note_{k.value}": note_card(replace(NOTE, kind=k)) for k in Kind},
    "note_named": note_card(NAMED),
    "note_long": note_card(LONG),
    "note_longest": note_card(_LONGEST),
    "note_hostile": note_card(replace(HOSTILE_NOTE, reply=HOSTILE, outcome=State.ACTED)),
    "note_withdrawn": note_card(NAMED.withdraw()),
    "whole": whole_card(LONG),
    "desk": desk_card((NOTE, replace(HOSTILE_NOTE, id="b" * 26))),
    "desk_full": desk_card([replace(LONG, id=f"{n:026}") for n in range(30)]),
    "desk_empty": desk_card(()),
    **{f"receipt_{s.value}": receipt_card(in_state(s)) for s in State},
    "receipt_longest": receipt_card(_LONGEST),
    "receipt_withdrawn": receipt_card(NOTE.withdraw()),
    "answer": answer_card(in_state(State.ACTED)),
    "answer_not_now": answer_card(in_state(State.NOT_NOW)),
    "answer_hostile": answer_card(replace(in_state(State.ACTED), reply=HOSTILE)),
}

FORMS: dict[str, Form] = {
    "log": log_form(),
    "log_about_a_forum": log_form(about=About.FORUM, about_ref=ID),
    "log_again": log_form(replace(DRAFT, named=True)),
    "log_hostile": log_form(replace(DRAFT, words=HOSTILE)),
    "act": act_form(ID),
    "not_now": not_now_form(ID),
}
