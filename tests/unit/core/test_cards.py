"""A card or form that breaks a limit cannot be built."""

from __future__ import annotations

import pytest

from bot.core.actions import act
from bot.core.cards import (
    Button,
    Card,
    Choice,
    Facts,
    LinkButton,
    Option,
    Paragraph,
    Picture,
    Quote,
    Style,
)
from bot.core.checks import fields_wrong
from bot.core.forms import Answers, Consent, Corrections, Day, Form, PickMany, PickOne, Words
from bot.core.text import Verbatim, say

PRESS = act("questions.claim", 17)
TITLE = say("core.done")


def _button(number: int) -> Button:
    return Button(TITLE, act("questions.claim", number))


def test_a_dangerous_button_must_ask_first() -> None:
    with pytest.raises(ValueError, match="asks nothing"):
        Button(TITLE, PRESS, style=Style.DANGER)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "http://example.org", "https://a b", "data:text/html,x", "//x", ""],
)
def test_a_link_leads_to_https_or_nowhere(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        LinkButton(TITLE, url)


def test_five_buttons_fit_and_six_do_not() -> None:
    assert len(Card(title=TITLE, actions=tuple(map(_button, range(5)))).actions) == 5
    with pytest.raises(ValueError, match="buttons: 6"):
        Card(title=TITLE, actions=tuple(map(_button, range(6))))


def test_peoples_words_fit_up_to_3200_characters_in_one_card() -> None:
    half = Quote(Verbatim("x" * 1_600))

    assert len(Card(title=TITLE, body=(half, half)).body) == 2
    with pytest.raises(ValueError, match="text of people: 3201"):
        Card(title=TITLE, body=(half, half, Paragraph(Verbatim("x"))))


def test_one_quote_holds_3000_characters_and_not_one_more() -> None:
    assert len(Quote(Verbatim("x" * 3_000)).words.words) == 3_000
    with pytest.raises(ValueError, match="quote: 3001"):
        Quote(Verbatim("x" * 3_001))


def test_words_in_slots_count_like_words_in_quotes() -> None:
    with pytest.raises(ValueError, match="text of people: 3201"):
        Card(title=TITLE, body=(Paragraph(say("core.done", words=Verbatim("x" * 3_201))),))


def test_a_title_of_a_persons_words_has_a_limit() -> None:
    with pytest.raises(ValueError, match="title: 151"):
        Card(title=Verbatim("x" * 151))


def test_facts_without_a_row_or_with_eleven_are_refused() -> None:
    with pytest.raises(ValueError, match="facts: 0"):
        Facts(())
    with pytest.raises(ValueError, match="facts: 11"):
        Facts(tuple((TITLE, "x") for _ in range(11)))


def test_a_choice_offers_each_value_once() -> None:
    with pytest.raises(ValueError, match="same value"):
        Choice(TITLE, PRESS, (Option("a", TITLE), Option("a", TITLE)))


def test_a_picture_is_a_png() -> None:
    with pytest.raises(ValueError, match="PNG"):
        Picture(b"<svg onload=alert(1)>", TITLE)


def test_a_form_has_one_to_five_fields_of_different_names() -> None:
    with pytest.raises(ValueError, match="has fields"):
        Form(title=TITLE, fields=(), action=PRESS, submit=TITLE)
    twice = (Words(name="a", label=TITLE), Words(name="a", label=TITLE))
    with pytest.raises(ValueError, match="has fields"):
        Form(title=TITLE, fields=twice, action=PRESS, submit=TITLE)


OPTIONS = (Option("a", TITLE), Option("b", TITLE))
FIELDS = (
    Words(name="words", label=TITLE, at_most=10),
    PickOne(name="one", label=TITLE, options=OPTIONS),
    PickMany(name="many", label=TITLE, options=OPTIONS),
    Day(name="day", label=TITLE),
    Consent(name="yes", label=TITLE, statement=TITLE),
)
GOOD: dict[str, str | tuple[str, ...]] = {
    "words": "hello",
    "one": "a",
    "many": ("a", "b"),
    "day": "2026-11-30",
    "yes": "yes",
}


def test_a_form_that_is_filled_in_well_passes() -> None:
    assert fields_wrong(Answers(GOOD), FIELDS) is None


@pytest.mark.parametrize(
    ("field", "given", "code"),
    [
        ("words", "", "needed"),
        ("words", "x" * 11, "too_long"),
        ("words", "a\x00", "odd_text"),
        ("one", "", "pick_one"),
        ("one", "c", "pick_one"),
        ("many", ("a", "z"), "pick_one"),
        ("day", "tomorrow", "not_a_day"),
        ("day", "2026-02-30", "not_a_day"),
        ("yes", "", "needed"),
    ],
)
def test_each_field_says_what_is_wrong_with_it(
    field: str, given: str | tuple[str, ...], code: str
) -> None:
    wrong = fields_wrong(Answers({**GOOD, field: given}), FIELDS)

    assert isinstance(wrong, Corrections)
    assert [(name, message.key) for name, message in wrong.fields] == [(field, f"errors.{code}")]


def test_answers_do_not_show_their_words() -> None:
    assert repr(Answers(GOOD)) == "Answers(['day', 'many', 'one', 'words', 'yes'])"
