"""Feedback as cards and forms: a model in, a card out."""

from __future__ import annotations

from bot.features.feedback.views.desk import (
    EVERYONE,
    RECEIPT,
    act_fields,
    act_form,
    answer_card,
    desk_card,
    not_now_fields,
    not_now_form,
    note_card,
    whole_card,
)
from bot.features.feedback.views.saying import (
    ANONYMOUS,
    NAMED,
    concern_card,
    log_fields,
    log_form,
    receipt_card,
    thanks_card,
)

__all__ = [
    "ANONYMOUS",
    "EVERYONE",
    "NAMED",
    "RECEIPT",
    "act_fields",
    "act_form",
    "answer_card",
    "concern_card",
    "desk_card",
    "log_fields",
    "log_form",
    "not_now_fields",
    "not_now_form",
    "note_card",
    "receipt_card",
    "thanks_card",
    "whole_card",
]
