"""A request is Slack's own, or it is nobody's."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from bot.adapters.slack.signature import Verifier

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
SECRET = b"8f742231b10e8888abcd99yyyzzz85a5"
BODY = b"command=%2Fask&text=why"
VERIFIER = Verifier((SECRET,))


def _sign(body: bytes = BODY, stamp: str = STAMP, secret: bytes = SECRET) -> str:
    signed = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(secret, signed, hashlib.sha256).hexdigest()


def _accepts(
    body: bytes = BODY,
    stamps: tuple[str, ...] = (STAMP,),
    signatures: tuple[str, ...] | None = None,
    verifier: Verifier = VERIFIER,
) -> bool:
    signed = (_sign(body),) if signatures is None else signatures
    return verifier.accepts(body, timestamps=stamps, signatures=signed, now=NOW)


def test_what_slack_signed_is_accepted() -> None:
    assert _accepts()


def test_any_bytes_can_be_signed() -> None:
    body = bytes(range(256)) * 100

    assert _accepts(body, signatures=(_sign(body),))


@pytest.mark.parametrize("minutes", [-4.9, 4.9])
def test_a_clock_a_little_off_is_forgiven(minutes: float) -> None:
    stamp = str(int((NOW + timedelta(minutes=minutes)).timestamp()))

    assert _accepts(stamps=(stamp,), signatures=(_sign(stamp=stamp),))


@pytest.mark.parametrize("minutes", [-5.1, 5.1, -60 * 24 * 365, 60 * 24 * 365])
def test_what_was_signed_at_another_time_is_refused(minutes: float) -> None:
    stamp = str(int((NOW + timedelta(minutes=minutes)).timestamp()))

    assert not _accepts(stamps=(stamp,), signatures=(_sign(stamp=stamp),))


@pytest.mark.parametrize(
    "stamp",
    [
        "",
        "abc",
        "9" * 5_000,
        "١٧٩٥٤٣٥٢٠٠",  # Arabic digits, which int() would read
        "1_795435200",
        "-179543520",
        " 1795435200",
        "1795435200\n",
        "1795435200.0",
        "0x6b03b5c0",
        "\ud800",
    ],
)
def test_an_odd_timestamp_is_refused_and_never_an_error(stamp: str) -> None:
    assert not _accepts(stamps=(stamp,))


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "v0=",
        "v0=" + "0" * 64,
        "v0=" + "g" * 64,
        "v0=é" + "0" * 63,
        "v1=" + _sign()[3:],
        _sign().upper(),
        _sign() + "0",
        _sign() + "\n",
        " " + _sign(),
        "v0=" + "\u0660" * 64,
        "\ud800",
        "x" * 1_000_000,
    ],
)
def test_an_odd_signature_is_refused_and_never_an_error(signature: str) -> None:
    assert not _accepts(signatures=(signature,))


def test_headers_that_are_missing_or_doubled_are_refused() -> None:
    assert not _accepts(stamps=())
    assert not _accepts(signatures=())
    assert not _accepts(stamps=(STAMP, STAMP))
    assert not _accepts(signatures=(_sign(), _sign()))


def test_both_secrets_count_while_one_replaces_the_other() -> None:
    both = Verifier((b"new", b"old"))

    assert _accepts(signatures=(_sign(secret=b"old"),), verifier=both)
    assert _accepts(signatures=(_sign(secret=b"new"),), verifier=both)
    assert not _accepts(signatures=(_sign(secret=b"older"),), verifier=both)


@pytest.mark.parametrize("secrets", [(), (b"",), (b"x", b"")])
def test_an_empty_secret_is_never_used(secrets: tuple[bytes, ...]) -> None:
    with pytest.raises(ValueError, match="missing"):
        Verifier(secrets)


@given(st.binary(max_size=200), st.integers(min_value=0))
def test_one_changed_byte_is_refused(body: bytes, at: int) -> None:
    changed = bytearray(body + b"x")
    signature = _sign(bytes(changed))
    changed[at % len(changed)] ^= 1

    assert not _accepts(bytes(changed), signatures=(signature,))


def test_a_secret_does_not_show_in_a_traceback() -> None:
    assert SECRET.decode() not in repr(VERIFIER)
