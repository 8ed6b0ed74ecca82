"""What counts as words, and what the form makes of it."""

from __future__ import annotations

import pytest

from bot.core.checks import fields_wrong
from bot.core.forms import Answers, PickOne
from bot.core.text import say
from bot.features.questions.model import Naming
from bot.features.questions.views.asking import ask_form, has_words
from bot.features.questions.views.triage import number_in
from bot.storage.stems import familiar


@pytest.mark.parametrize(
    "text",
    [
        "Why not?",
        "https://a.example and why?",
        "为什么警察会在这里呢",
        "Почему так?",
        "pourquoi pas",
        "لماذا الشرطة هنا",
    ],
)
def test_words_are_words_in_every_script(text: str) -> None:
    assert has_words(text)


@pytest.mark.parametrize(
    "text", ["https://example.org/why/not", "www.example.org", "???", "😡 🚓", "1234 5678", "x"]
)
def test_links_and_signs_are_not(text: str) -> None:
    assert not has_words(text)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("How many officers are on duty at night here?", True),
        ("Combien d'agents sont de service la nuit dans le quartier?", True),
        ("Why?", True),
        ("¿Cuántos agentes trabajan cada noche aquí mismo hoy?", False),
        ("Сколько полицейских дежурит ночью?", False),
        ("夜间有多少警察值班", False),
    ],
)
def test_another_language_is_noticed_where_that_is_certain(text: str, known: bool) -> None:
    assert familiar(text) is known


def test_where_nobody_can_promise_anonymity_only_names_are_offered() -> None:
    why = say("errors.question_not_offered")

    form = ask_form(named_only=why)

    assert [f.name for f in form.fields] == ["words", "topic", "public"]
    assert form.intro[0].line == why  # type: ignore[union-attr]


def test_an_option_that_was_never_offered_is_refused() -> None:
    answers = Answers({"words": "Why not so?", "topic": "data", "naming": "root", "public": "yes"})

    wrong = fields_wrong(answers, ask_form().fields)

    assert wrong is not None
    assert [name for name, _ in wrong.fields] == ["naming"]


def test_every_way_of_being_named_is_offered_and_anonymous_first() -> None:
    field = ask_form().fields[2]

    assert isinstance(field, PickOne)
    assert [o.value for o in field.options] == list(Naming)
    assert [o.value for o in field.options if o.chosen] == ["anonymous"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("17", 17),
        (" #17 ", 17),
        ("", 0),
        ("seventeen", 0),
        ("\u0661\u0667", 0),
        ("1.7", 0),
        ("-3", 0),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: int) -> None:
    assert number_in(text) == number
