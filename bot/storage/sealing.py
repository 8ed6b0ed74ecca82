"""Sealing bytes: ChaCha20-Poly1305, padded so that a length tells little. No file is touched.

A sealed value opens only with its key, for the subject and purpose that it was sealed for.
"""

from __future__ import annotations

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.storage.errors import Tampered

ADDRESS: Final = "address"
"""The purpose under which reply addresses are sealed; all of them have one length."""

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_LENGTH_BYTES: Final = 4
_VERSION: Final = b"\x01"
_TEXT_BUCKETS: Final = (512, 1_024, 2_048, 4_096, 8_192, 16_384)
_ADDRESS_BUCKETS: Final = (128,)


def seal(key: bytes, plaintext: bytes, *, subject: str, purpose: str) -> bytes:
    """Seal ``plaintext`` under a fresh nonce.

    Raises:
        ValueError: it is longer than the largest bucket (16,380 bytes; an address 124).
    """
    nonce = os.urandom(_NONCE_BYTES)
    padded = _pad(plaintext, _ADDRESS_BUCKETS if purpose == ADDRESS else _TEXT_BUCKETS)
    return (
        _VERSION + nonce + ChaCha20Poly1305(key).encrypt(nonce, padded, _bound(subject, purpose))
    )


def unseal(key: bytes, sealed: bytes, *, subject: str, purpose: str) -> bytes:
    """Open what :func:`seal` made. Raises ``Tampered`` for anything else."""
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    if sealed[:1] != _VERSION or len(nonce) != _NONCE_BYTES:
        raise Tampered
    try:
        padded = ChaCha20Poly1305(key).decrypt(nonce, body, _bound(subject, purpose))
    except InvalidTag:
        raise Tampered from None
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + length]


def wrap(kek: bytes, key: bytes, *, name: str) -> bytes:
    """Encrypt a key under another, bound to its name."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(kek).encrypt(nonce, key, name.encode())


def unwrap(kek: bytes, wrapped: bytes, *, name: str) -> bytes:
    """Decrypt what :func:`wrap` made. Raises ``Tampered`` under any other key or name."""
    try:
        nonce, body = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        return ChaCha20Poly1305(kek).decrypt(nonce, body, name.encode())
    except (InvalidTag, ValueError):
        raise Tampered from None


def derive(secret: bytes, purpose: str) -> bytes:
    """Make the key of one purpose; it tells nothing of the secret or of another purpose."""
    info = b"commonground\0" + purpose.encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)


def _bound(subject: str, purpose: str) -> bytes:
    name = subject.encode()
    return _VERSION + len(name).to_bytes(_LENGTH_BYTES, "big") + name + purpose.encode()


def _pad(plaintext: bytes, buckets: tuple[int, ...]) -> bytes:
    needed = len(plaintext) + _LENGTH_BYTES
    for size in buckets:
        if needed <= size:
            return len(plaintext).to_bytes(_LENGTH_BYTES, "big") + plaintext.ljust(
                size - _LENGTH_BYTES, b"\0"
            )
    raise ValueError(f"{len(plaintext)} bytes are too many to seal for this purpose")
