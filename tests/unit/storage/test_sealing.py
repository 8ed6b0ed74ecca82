"""Sealing: what opens it, what does not, and what its length tells."""

import pytest
from hypothesis import given, strategies as st

from bot.storage import sealing
from bot.storage.errors import Tampered

KEY = bytes(range(32))
OTHER = bytes(32)
OVERHEAD = 1 + 12 + 16


def sealed(words: bytes = b"why?", *, subject: str = "q1", purpose: str = "words") -> bytes:
    return sealing.seal(KEY, words, subject=subject, purpose=purpose)


@given(st.binary(max_size=16_380))
def test_what_was_sealed_opens(words: bytes) -> None:
    assert sealing.unseal(KEY, sealed(words), subject="q1", purpose="words") == words


@given(st.binary(max_size=124))
def test_an_address_opens(address: bytes) -> None:
    blob = sealed(address, purpose=sealing.ADDRESS)

    assert sealing.unseal(KEY, blob, subject="q1", purpose=sealing.ADDRESS) == address


@pytest.mark.parametrize(
    ("length", "size"),
    [
        (0, 512),
        (508, 512),
        (509, 1_024),
        (1_020, 1_024),
        (1_021, 2_048),
        (2_045, 4_096),
        (4_093, 8_192),
        (8_189, 16_384),
        (16_380, 16_384),
    ],
)
def test_the_length_of_a_text_is_one_of_six(length: int, size: int) -> None:
    assert len(sealed(b"x" * length)) == size + OVERHEAD


@pytest.mark.parametrize("length", [0, 1, 60, 124])
def test_all_addresses_have_one_length(length: int) -> None:
    assert len(sealed(b"x" * length, purpose=sealing.ADDRESS)) == 128 + OVERHEAD


@pytest.mark.parametrize(("length", "purpose"), [(16_381, "words"), (125, sealing.ADDRESS)])
def test_what_fits_no_size_is_refused(length: int, purpose: str) -> None:
    with pytest.raises(ValueError, match="too many"):
        sealed(b"x" * length, purpose=purpose)


def test_the_same_words_never_look_the_same() -> None:
    assert len({sealed() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("subject", "purpose"),
    [("q2", "words"), ("q1", "answer"), ("q", "1words"), ("q1words", ""), ("", "q1words")],
)
def test_a_sealed_value_opens_for_its_own_subject_and_purpose_alone(
    subject: str, purpose: str
) -> None:
    with pytest.raises(Tampered):
        sealing.unseal(KEY, sealed(), subject=subject, purpose=purpose)


@given(st.integers(0, 512 + OVERHEAD - 1), st.integers(0, 7))
def test_a_value_with_one_bit_turned_does_not_open(at: int, bit: int) -> None:
    blob = bytearray(sealed())
    blob[at] ^= 1 << bit

    with pytest.raises(Tampered):
        sealing.unseal(KEY, bytes(blob), subject="q1", purpose="words")


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01" + bytes(12), b"\x02" + bytes(600)])
def test_what_was_never_sealed_does_not_open(blob: bytes) -> None:
    with pytest.raises(Tampered):
        sealing.unseal(KEY, blob, subject="q1", purpose="words")


def test_a_wrapped_key_opens_with_its_key_and_name_alone() -> None:
    wrapped = sealing.wrap(KEY, OTHER, name="a")

    assert sealing.unwrap(KEY, wrapped, name="a") == OTHER
    for key, name, blob in ((OTHER, "a", wrapped), (KEY, "b", wrapped), (KEY, "a", b"short")):
        with pytest.raises(Tampered):
            sealing.unwrap(key, blob, name=name)


def test_purposes_have_keys_that_tell_nothing_of_each_other() -> None:
    keys = {sealing.derive(KEY, purpose) for purpose in ("inbox", "buttons", "receipts", "")}

    assert len(keys) == 4
    assert all(len(key) == 32 for key in keys)
    assert sealing.derive(KEY, "inbox") == sealing.derive(KEY, "inbox")
