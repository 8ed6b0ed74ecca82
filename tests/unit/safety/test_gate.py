"""The gate against the vectors of the content pack, and against what people really type."""

import re
from typing import Any

import pytest
import yaml

from bot.core.cards import Paragraph
from bot.core.errors import SetupError
from bot.core.text import Verbatim
from bot.features.safety.content import Route, RoutingFile
from bot.features.safety.gate import SafetyGate
from tests.support.gallery.safety import CONTENT, GATE, HOSTILE, PAGES
from tests.support.reading import read

ROUTING: dict[str, Any] = yaml.safe_load((CONTENT / "routing.yaml").read_text())
VECTORS: dict[str, dict[str, list[str]]] = ROUTING["tests"]


def routes(words: str) -> list[str]:
    return [c.route for c in GATE.concerns(words, country="CA", locale="en")]


def said(words: str, *, country: str = "CA", locale: str = "en") -> str:
    (concern, *_) = GATE.concerns(words, country=country, locale=locale)
    (block,) = concern.blocks
    assert isinstance(block, Paragraph)
    return read(block.line, locale)


def _pairs(kind: str, *, but: str = "") -> list[tuple[str, str]]:
    return [
        (route, words)
        for route, found in VECTORS.items()
        for words in found.get(kind, [])
        if words not in found.get(but, [])
    ]


@pytest.mark.parametrize(("route", "words"), _pairs("hit"))
def test_the_gate_sees_what_the_pack_says_it_sees(route: str, words: str) -> None:
    assert route in routes(words)


@pytest.mark.parametrize(("route", "words"), _pairs("miss", but="known_false_alarms"))
def test_the_gate_passes_what_the_pack_says_it_passes(route: str, words: str) -> None:
    assert route not in routes(words)


@pytest.mark.parametrize(("route", "words"), _pairs("known_false_alarms"))
def test_a_known_false_alarm_is_still_one(route: str, words: str) -> None:
    assert route in routes(words), "it was mended: take it from the list of false alarms"


def test_curly_quotes_are_read_as_straight_ones() -> None:
    assert routes("I can\u2019t go on") == routes("I can't go on") == ["self_harm"]
    assert routes("j\u2019ai envie de mourir") == ["self_harm"]


def test_shouting_and_line_breaks_do_not_hide_danger() -> None:
    assert routes("SOMEONE HAS A KNIFE") == ["emergency"]
    assert routes("he is not\nbreathing") == ["emergency"]


def test_the_most_urgent_comes_first_and_each_notice_once() -> None:
    words = "He has a gun. I want to die. I will kill him. My bike was stolen, here is my complaint about police"
    assert routes(words) == ["emergency", "self_harm", "complaint"]


@pytest.mark.parametrize(
    "words", ["", "   ", "What training do officers get?", "\0", "\ud800", "\u202e", "a" * 10_000]
)
def test_ordinary_and_empty_words_raise_no_concern(words: str) -> None:
    assert routes(words) == []


def test_hostile_words_are_read_and_never_repeated() -> None:
    words = f"{HOSTILE} someone has a knife"
    assert routes(words)[0] == "emergency"
    assert "javascript" not in said(words)
    assert "@everyone" not in said(words)


def test_only_what_a_form_takes_is_read() -> None:
    assert routes("x " * 1_500 + "he has a gun") == []


@pytest.mark.parametrize(
    "pump",
    [
        *("someone saw a cop in my house, I report 12 Oak ", "is in my house ", "hit cop "),
        *("he has ", "I ", "1 A ", "a@a", "1-", "@", "-", " ", "\n", "é"),
    ],
)
def test_whoever_writes_at_length_is_still_seen(pump: str) -> None:
    at_length = (pump * 3_000)[:2_900]

    assert routes(pump * 20_000) == routes(at_length) == []
    assert routes(f"{at_length} I want to kill myself") == ["self_harm"]


@pytest.mark.parametrize(
    ("country", "number"),
    [("CA", "911"), ("US", "911"), ("GB", "999"), ("AU", "000"), ("NZ", "111")],
)
def test_the_emergency_number_is_that_of_the_community(country: str, number: str) -> None:
    for locale in ("en", "fr-CA"):
        assert number in said("he is not breathing", country=country, locale=locale)


def test_without_a_country_no_number_is_guessed() -> None:
    assert re.search(r"\d", said("he is not breathing", country="")) is None
    assert "the emergency number of your country" in said("he is not breathing", country="")


def test_someone_in_distress_is_given_a_line_to_call() -> None:
    assert "9-8-8 Suicide Crisis Helpline: Call or text 988" in said("I want to kill myself")
    assert "Appelez ou textez le 988" in said("I want to kill myself", locale="fr")


def test_personal_details_are_named_by_kind_and_each_once() -> None:
    found = said("call 416-555-0199, me@example.org, you@example.org, 12 Oak Street, 3 rue du Lac")
    assert found.count("an e-mail address") == 1
    assert found.count("a street address") == 1
    assert "a telephone number" in found
    assert "example.org" not in found


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("route", ROUTING["order"])
def test_every_notice_is_filled_in(route: str, locale: str) -> None:
    examples = {
        "danger_other": "I will kill him",
        "abuse_child": "a child was hit",
        "records": "body cam footage",
        "legal_advice": "should I sue",
    }
    words = examples.get(route) or VECTORS[route]["hit"][0]
    assert route in routes(words)
    for concern in GATE.concerns(words, country="CA", locale=locale):
        for block in concern.blocks:
            assert isinstance(block, Paragraph)
            text = read(block.line, locale)
            assert text
            assert "{" not in text


def test_notices_of_the_pack_are_inert() -> None:
    (concern,) = GATE.concerns("he is not breathing", country="CA", locale="en")
    (block,) = concern.blocks
    assert isinstance(block, Paragraph)
    assert isinstance(block.line, Verbatim)


def test_a_pattern_that_is_none_is_refused_by_name() -> None:
    broken = RoutingFile(
        order=("emergency",),
        routes={"emergency": Route(card="not_emergency", patterns={"en": ("(",)})},
    )
    with pytest.raises(SetupError, match=r"routing\.yaml: a pattern of routes\.emergency"):
        SafetyGate(broken, PAGES)


def test_an_order_that_names_nothing_is_refused() -> None:
    with pytest.raises(SetupError, match="order names 'emergency'"):
        SafetyGate(RoutingFile(order=("emergency",), routes={}), PAGES)
