"""Hints beside an answer, and what may not be left in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import yaml

from bot.features.questions.coach import CHECKS, hints
from bot.features.questions.content import AnswerTemplates, FaqFile, ReasonCode, Template, blanks
from bot.features.questions.faq import Faq
from bot.features.questions.model import ACKNOWLEDGE, ANSWER, NEXT, Parts, Reason
from bot.i18n.catalogue import LANGUAGES

CONTENT = Path(__file__).parents[3] / "config" / "content"
PACK = msgspec.convert(
    yaml.safe_load((CONTENT / "answer_templates.yaml").read_text("utf-8")), AnswerTemplates
)
PAGES = msgspec.convert(yaml.safe_load((CONTENT / "faq.yaml").read_text("utf-8")), FaqFile)
STARTS = [start for language in LANGUAGES for start in PACK.starts(language)]
ASKED = "How many officers wear a body camera at night?"
GOOD = Parts(
    acknowledge="You want to know whether cameras are worn at night.",
    answer="Every officer on night duty wears one since 2024.",
    next="I will post the figure on 1 December.",
)


def test_a_good_answer_gets_no_hint() -> None:
    assert hints(ASKED, GOOD, PACK.coach, "en") == []


@pytest.mark.parametrize(
    ("parts", "hint"),
    [
        ({"acknowledge": "Thank you."}, "Say back the concern in your own words first."),
        ({"answer": "They all do."}, "Add one thing people can check"),
        ({"next": "Contact us."}, "Who does what by when?"),
        ({"next": "Contactez-nous!"}, "Who does what by when?"),
        ({"answer": "As I said in 2024, they do."}, "These words often land badly."),
        ({"answer": "Since 2024 " + "and so on " * 12 + "."}, "Shorter sentence?"),
        ({"answer": "The PSB did it in 2024."}, "Spell out the abbreviation."),
    ],
)
def test_each_weakness_has_its_hint(parts: dict[str, str], hint: str) -> None:
    weak = replace(GOOD, **parts)  # type: ignore[arg-type]

    found = hints(ASKED, weak, PACK.coach, "en")

    assert any(hint in said for said in found)


def test_three_hints_are_the_most() -> None:
    weak = Parts(acknowledge="Calm down.", answer="No " * 40, next="contact us")

    assert len(hints(ASKED, weak, PACK.coach, "en")) == 3


def test_the_pack_fits_the_form_and_the_words() -> None:
    assert PACK.limits == {"acknowledge": ACKNOWLEDGE, "answer": ANSWER, "next": NEXT}
    assert {code.id for code in PACK.reason_codes} == set(Reason)
    for template in STARTS:
        assert len(template.use) <= 72  # what an option shows
        assert len(template.acknowledge) <= ACKNOWLEDGE
        assert len(template.answer) <= ANSWER
        assert len(template.next) <= NEXT


def test_every_hint_of_the_pack_is_looked_for_by_the_coach_or_by_the_gate() -> None:
    assert {hint.id for hint in PACK.coach} == {*CHECKS, "personal-data"}


def test_every_template_has_blanks_that_must_be_filled() -> None:
    assert all(blanks(t.acknowledge + t.answer + t.next) for t in STARTS)
    assert not blanks("A set {} of nothing")


def test_what_the_pack_has_in_english_alone_is_shown_in_english() -> None:
    template = Template(id="a", use="b", acknowledge="c", answer="d", next="e")
    code = ReasonCode(id="before_court", text="a", ask_instead="b")
    pack = AnswerTemplates(limits={}, coach=(), reason_codes=(code,), templates=(template,))

    assert pack.starts("fr") == (template,)
    assert pack.instead("before_court", "fr") == "b"
    assert pack.instead("", "fr") == ""


def test_the_faq_is_found_by_other_forms_of_its_words() -> None:
    faq = Faq(PAGES)

    assert faq.find("how do I complain about officers", "en")[0].read.ids == ("complaint",)  # type: ignore[union-attr]
    assert faq.find("will police know that I asked anonymous", "en")[0].read.ids == ("anonymous",)  # type: ignore[union-attr]
    assert faq.find("porter plainte contre un policier", "fr")[0].read.ids == ("complaint",)  # type: ignore[union-attr]
    assert faq.find("xyzzy plugh", "en") == []
    assert faq.find("", "en") == ()


def test_what_a_community_says_of_itself_fills_the_pages() -> None:
    filled = PAGES.filled(lambda _: {"host": "the Riverbend library", "emergency_number": "911"})
    said = {item.id: item.a for item in filled.items}

    assert "It is run by the Riverbend library." in said["what-is-this"]
    assert "call 911" in said["emergency"]
    assert "{" not in "".join(said.values())


def test_what_has_to_be_put_in_words_is_put_into_a_page_in_the_words_of_its_language() -> None:
    number = {"en": "your emergency number", "fr": "votre numéro d'urgence"}

    filled = PAGES.filled(lambda language: {"emergency_number": number[language]})
    page = next(item for item in filled.items if item.id == "emergency")

    assert "call your emergency number." in page.a
    assert "appelez\N{NO-BREAK SPACE}: votre numéro d'urgence." in page.a_fr
