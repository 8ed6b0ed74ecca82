"""What a person typed: one canonical form, or a refusal with a reason."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from bot.core.errors import DialogueError, Missing, OddText, TooLong, TooShort
from bot.core.text import Moment, Verbatim, clean


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing_more(words: str) -> None:
    try:
        once = clean(words)
    except DialogueError:
        return

    assert clean(once) == once


@given(
    st.text(alphabet=st.sampled_from("ae \u0301\u0323\u200b\u202e\u2066\ufdfa\n\r"), max_size=120)
)
def test_hidden_marks_between_accents_change_nothing(words: str) -> None:
    try:
        once = clean(words)
    except DialogueError:
        return

    assert clean(once) == once
    assert once == unicodedata.normalize("NFC", once)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_what_is_kept_can_be_stored_and_shown(words: str) -> None:
    try:
        kept = clean(words)
    except DialogueError:
        return

    assert kept.encode().decode() == kept
    assert kept == unicodedata.normalize("NFC", kept)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in kept)


@pytest.mark.parametrize("odd", ["a\x00b", "\x1b[31mred", "half \ud83d", "\x85\x9f"])
def test_characters_that_no_keyboard_types_are_refused(odd: str) -> None:
    with pytest.raises(OddText):
        clean(odd)


def test_marks_that_turn_or_hide_text_are_taken_out() -> None:
    assert clean("\u202eevil\u202c \u2066x\u2069\u200b\ufeff y\u00adz") == "evil x yz"


def test_letters_of_right_to_left_scripts_stay() -> None:
    assert clean("هل تسمعون؟ שלום") == "هل تسمعون؟ שלום"


def test_an_accent_joins_its_letter_across_what_cannot_be_seen() -> None:
    assert clean("e\u200b\u0301") == "é"


def test_a_pile_of_accents_is_cut_to_what_languages_write() -> None:
    piled = clean("Z" + "\u0301\u0323" * 1_499 + "algo")

    assert unicodedata.normalize("NFD", piled) == ("Z" + "\u0323" * 15 + "\u0301" * 15 + "algo")


def test_marks_on_one_letter_that_a_language_writes_stay() -> None:
    assert clean("בְּרֵאשִׁ֖ית") == unicodedata.normalize("NFC", "בְּרֵאשִׁ֖ית")
    assert clean("Việt Nam, Ångström") == "Việt Nam, Ångström"


def test_families_of_emoji_stay_joined() -> None:
    assert clean("👨‍👩‍👧") == "👨‍👩‍👧"


def test_every_kind_of_newline_becomes_one_kind() -> None:
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_a_title_stays_on_one_line() -> None:
    assert clean("  Next\n\n steps\t now ", one_line=True) == "Next steps now"


def test_just_too_long_is_refused_with_both_numbers() -> None:
    with pytest.raises(TooLong) as refusal:
        clean("x" * 3_001)

    assert refusal.value.facts == {"at_most": 3_000, "length": 3_001}


def test_exactly_the_limit_passes() -> None:
    assert clean("x" * 3_000) == "x" * 3_000


def test_a_flood_is_refused_before_it_costs_anything() -> None:
    with pytest.raises(TooLong):
        clean("\u0301a" * 10_000_000)


@pytest.mark.parametrize("blank", ["", "   ", "\n\n", "\u200b\u200b", "\u202e"])
def test_nothing_to_read_is_refused(blank: str) -> None:
    with pytest.raises(TooShort) as refusal:
        clean(blank)

    assert refusal.value.code == Missing.code == "needed", "nobody is told to write 1 characters"


def test_too_few_characters_are_refused_with_how_many_are_needed() -> None:
    with pytest.raises(TooShort) as refusal:
        clean("no", at_least=3)

    assert (refusal.value.code, refusal.value.facts) == ("too_short", {"at_least": 3})


def test_a_persons_words_do_not_show_in_a_traceback() -> None:
    assert "afraid" not in repr(Verbatim("I am afraid of officer 17"))


def test_a_time_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="aware"):
        Moment(datetime(2026, 11, 23, 12, 0))  # noqa: DTZ001  (the point of the test)

    assert Moment(datetime(2026, 11, 23, 12, 0, tzinfo=UTC)).at.tzinfo is UTC
