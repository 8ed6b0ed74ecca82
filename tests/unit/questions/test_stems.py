"""Stems, synonyms and slips: which words meet."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from bot.storage.spelling import one_slip
from bot.storage.stems import fold, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("officer", "officers"),
        ("stopped", "stops"),
        ("training", "trained"),
        ("policies", "policy"),
        ("policière", "policier"),
        ("écoles", "ecole"),
        ("enregistrements", "enregistrement"),
        ("formation", "training"),
        ("cops", "police"),
        ("plainte", "complaint"),
        ("caméra", "cameras"),
        ("bike", "vélos"),
        ("l'école", "school"),
        ("officer's", "officer"),
        ("RÈGLE", "rules"),
    ],
)
def test_words_that_belong_together_meet(one: str, other: str) -> None:
    assert set(stems(one)) & set(stems(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("police", "polite"),
        ("station", "state"),
        ("dog", "day"),
        ("court", "car"),
        ("race", "rice"),
    ],
)
def test_words_that_only_look_alike_do_not(one: str, other: str) -> None:
    assert not set(stems(one)) & set(stems(other))


def test_words_that_say_nothing_are_left_out() -> None:
    assert stems("the and of to what is it") == []
    assert stems("le la les de des qu'est-ce que") == []


def test_accents_are_folded() -> None:
    assert fold("Éçàœ") == "ecaoe"


@given(st.text(max_size=400))
def test_any_text_has_short_plain_stems(text: str) -> None:
    for stem in stems(text):
        assert 0 < len(stem) <= 40
        assert not any(c.isspace() or c in "'\"" for c in stem)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a" * 3_000, ["a" * 31]),
        ("a'" * 1_500, ["a" * 31]),
        ("é" * 3_000, ["e" * 30, "e" * 28]),
        ("'" * 3_000, []),
        ("a-" * 1_500, []),
        ("\u0301" * 3_000, []),
    ],
)
def test_a_word_without_end_is_a_word_like_any_other(text: str, found: list[str]) -> None:
    assert stems(text) == found


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("police", "polise", True),
        ("police", "plice", True),
        ("police", "pollice", True),
        ("police", "poilce", True),
        ("police", "police", True),
        ("police", "plise", False),
        ("police", "policeman", False),
        ("police", "eciolp", False),
    ],
)
def test_one_slip_of_the_finger_is_told_from_two(one: str, other: str, slip: bool) -> None:
    assert one_slip(one, other) is slip
    assert one_slip(other, one) is slip
