"""A button's token: made by us, for one community, or worth nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from bot.core.actions import Action, Signer, act
from bot.core.errors import StaleButton
from bot.core.ids import new_id
from bot.core.limits import TOKEN

SIGNER = Signer(b"k" * 32)
NAMES = st.from_regex(r"[a-z]{1,10}\.[a-z]{1,10}", fullmatch=True)
IDS = st.lists(st.from_regex(r"[A-Za-z0-9_:-]{0,12}", fullmatch=True), max_size=3)


@given(NAMES, IDS, st.text(max_size=20))
def test_what_is_written_is_read_back(name: str, ids: list[str], community: str) -> None:
    action = Action(name, tuple(ids) if ids != [""] else ())

    assert SIGNER.read(community, SIGNER.token(community, action)) == action


@given(st.data())
def test_any_changed_character_makes_it_worthless(data: st.DataObject) -> None:
    token = SIGNER.token("riverside", act("questions.claim", 17))
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters().filter(lambda c: c != token[at]))

    with pytest.raises(StaleButton):
        SIGNER.read("riverside", token[:at] + other + token[at + 1 :])


def test_another_communitys_button_is_worthless_here() -> None:
    token = SIGNER.token("riverside", act("questions.claim", 17))

    with pytest.raises(StaleButton):
        SIGNER.read("hillside", token)


def test_a_button_made_under_another_key_is_worthless() -> None:
    token = Signer(b"x" * 32).token("riverside", act("questions.claim", 17))

    with pytest.raises(StaleButton):
        SIGNER.read("riverside", token)


@given(st.text(max_size=200))
def test_nothing_that_we_did_not_write_is_read(token: str) -> None:
    with pytest.raises(StaleButton):
        SIGNER.read("riverside", token)


def test_a_lone_surrogate_is_refused_like_any_forgery() -> None:
    with pytest.raises(StaleButton):
        SIGNER.read("riverside", "v1~questions.claim~17~\ud800")


def test_a_token_with_a_full_id_fits_every_platform() -> None:
    assert len(SIGNER.token("riverside", act("questions.second_reader", new_id(), 99))) <= TOKEN


def test_a_token_that_would_not_fit_is_refused_where_it_is_built() -> None:
    with pytest.raises(ValueError, match="limit 96"):
        SIGNER.token("riverside", act("questions.claim", "x" * 64, "y" * 64))


@pytest.mark.parametrize("name", ["claim", "Questions.claim", "questions.", "a~b.c", ""])
def test_an_action_without_a_proper_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        Action(name)


@pytest.mark.parametrize("bad", ["a b", "a~b", "é", "x" * 65, "a\n"])
def test_an_id_that_a_token_could_not_carry_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        act("questions.claim", bad)
