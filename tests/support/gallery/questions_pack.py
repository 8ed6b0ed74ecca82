"""What questions show of the content pack that is shipped: every page and template, as it is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final, TypeVar

import msgspec
import yaml

from bot.core.cards import Card
from bot.core.forms import Form
from bot.features.questions.content import AnswerTemplates, FaqFile, Template
from bot.features.questions.hours import Timeliness
from bot.features.questions.model import Naming, Parts, Question, State, Topic, Whole, Words
from bot.features.questions.views import answering, desk, found
from bot.i18n.catalogue import LANGUAGES

_ID: Final = "c" * 26
_CONTENT: Final = Path(__file__).parents[3] / "config" / "content"
_File = TypeVar("_File")


def _load(name: str, kind: type[_File]) -> _File:
    return msgspec.convert(yaml.safe_load((_CONTENT / name).read_text("utf-8")), kind)


_PAGES: Final = _load("faq.yaml", FaqFile).items
_PACK: Final = _load("answer_templates.yaml", AnswerTemplates)
_CLAIMED: Final = Whole(
    question=Question(
        community="riverbend",
        id=_ID,
        state=State.CLAIMED,
        number=24,
        topic=Topic.TRAINING,
        naming=Naming.ANONYMOUS,
        asked_on=date(2026, 11, 24),
    ),
    words=(Words(round=0, words="How often do officers train for a crisis?", proposal=None),),
)


def _begun(start: Template) -> Form:
    parts = Parts(acknowledge=start.acknowledge, answer=start.answer, next=start.next)
    return answering.answer_form(_ID, parts)


CARDS: dict[str, Card] = {
    **{
        f"page {page.id}, {language}": found.faq_item_card(page, language)
        for page in _PAGES
        for language in LANGUAGES
    },
    **{
        f"templates, {language}": desk.work_card(_CLAIMED, Timeliness.DUE, _PACK.starts(language))
        for language in LANGUAGES
    },
}

FORMS: dict[str, Form] = {
    f"begun {start.id}, {language}": _begun(start)
    for language in LANGUAGES
    for start in _PACK.starts(language)
}
