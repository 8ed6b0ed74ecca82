"""The explainers that are shipped, and how close they are to what people ask."""

from typing import Any

import pytest

from bot.features.posts.closeness import closeness
from bot.features.posts.content import Explainer, InFrench, Pack, unmarked
from bot.features.posts.views import explainer_card, post_card, sources_card
from bot.i18n.catalogue import LANGUAGES
from tests.support.reading import read
from tests.unit.posts.samples import explainer_post, explainers

ALL = tuple(explainers().explainers)


def test_there_are_eight() -> None:
    assert len(ALL) == 8


@pytest.mark.parametrize("explainer", ALL)
@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("written", LANGUAGES)
def test_every_explainer_fits_a_card_with_its_limits_and_its_question(
    explainer: str, written: str, locale: str
) -> None:
    piece = explainers().piece(explainer, written)

    words = read(post_card(explainer_post(explainer, locale=written), {}), locale)

    assert piece.language == written
    assert piece.text in words
    assert piece.extras.limits in words
    assert piece.discuss in words
    assert "**" not in words
    assert len(words) <= 3_900
    assert piece.text in read(explainer_card(explainer, piece), locale)
    assert len(sources_card(piece).actions) == len(piece.extras.sources)


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**Bold** and *soft* and `/help`", "Bold and soft and /help"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("**In *both* ways**", "In both ways"),
        ("a\n\n1. b", "a\n\n1. b"),
        ("*" * 50, "*" * 50),
    ],
)
def test_marks_of_emphasis_are_taken_out(marked: str, plain: str) -> None:
    assert unmarked(marked) == plain


@pytest.mark.parametrize(
    "wrong",
    [{"id": "No Good"}, {"title": "x" * 151}, {"body": "x" * 1_901}, {"discuss": "x" * 301}],
)
def test_an_explainer_that_no_post_can_carry_is_refused_when_it_is_loaded(
    wrong: dict[str, str],
) -> None:
    good: dict[str, Any] = {
        "id": "a",
        "title": "t",
        "summary": "s",
        "body": "b",
        "discuss": "d",
        "limits": "l",
    }

    with pytest.raises(ValueError, match=r"at most|an id"):
        Explainer(**{**good, **wrong})


@pytest.mark.parametrize("wrong", [{"title": "x" * 151}, {"try_this": ("Une chose",)}])
def test_a_translation_that_says_more_or_is_too_long_is_refused(wrong: dict[str, Any]) -> None:
    fr: dict[str, Any] = {"title": "t", "summary": "s", "body": "b", "discuss": "d", "limits": "l"}
    english = {"id": "a", **fr}

    assert Explainer(**english, fr=InFrench(**fr)).spoken("fr").id == "a"
    with pytest.raises(ValueError, match=r"at most|as many"):
        Explainer(**english, fr=InFrench(**{**fr, **wrong}))


def test_who_reads_french_gets_english_where_nothing_is_translated() -> None:
    texts: dict[str, Any] = {
        "title": "t",
        "summary": "s",
        "body": "b",
        "discuss": "d",
        "limits": "l",
    }
    untranslated = Pack("en", {"a": Explainer(id="a", **texts)})

    piece = untranslated.piece("a", "fr-CA")

    assert (piece.title, piece.language) == ("t", "en")


@pytest.mark.parametrize(
    ("words", "closest"),
    [
        ("what is de-escalation?", "what-it-is"),
        ("how do I slow down with time and distance", "time-and-distance"),
        ("someone in a mental health crisis", "crisis"),
        ("what are signs that a moment heats up", "signs"),
        ("rules, records and review of force", "rules-records-review"),
    ],
)
def test_plain_words_find_the_explainer(words: str, closest: str) -> None:
    def close(explainer: str) -> float:
        found = explainers().explainers[explainer]
        return closeness(words, title=found.title, text=f"{found.summary} {found.body}")

    assert max(ALL, key=close) == closest


@pytest.mark.parametrize(
    "words", ["", "?!", "the of and", "xyzzy plugh", "\u202e\x00", "a" * 10_000]
)
def test_words_that_mean_nothing_here_are_close_to_nothing(words: str) -> None:
    assert closeness(words, title="Signs that a moment is heating up", text="Early signs") == 0


def test_accents_and_plurals_make_no_difference() -> None:
    assert closeness("les écoutés", title="Écoute active", text="") == 1
    assert closeness("sign", title="Signs", text="") == 1
