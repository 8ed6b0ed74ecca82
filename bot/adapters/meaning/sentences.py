"""The sentence model itself, in numpy: words in, a direction in 384 dimensions out.

The model is all-MiniLM-L6-v2 (Reimers and Gurevych; six layers of BERT, Apache-2.0): texts that
mean the same point the same way. Only the weights and the word list of its package are read; none
of the code that comes along is run. Everything here takes its time, so it belongs in a thread.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

# One question is too little work for several threads, which would take turns spinning.
os.putenv("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from safetensors import safe_open
from tokenizers import Tokenizer

Array: TypeAlias = Any
"""An array of numpy. Whoever checks the types may not have it installed."""

_HEADS: Final = 12
_LAYERS: Final = 6
_PIECES: Final = 128
"""Pieces of words that are read of a text: as long as those the model learned from (model card)."""

_TINY: Final = 1e-12
_WORDS: Final = "embeddings.word_embeddings"
_KEPT: Final = "<f2"
"""How a direction is kept: half precision, 768 bytes; angles change by less than a thousandth."""

# erf to 1.5e-7: Abramowitz and Stegun, Handbook of Mathematical Functions, formula 7.1.26.
_P: Final = 0.3275911
_A: Final = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)


class Sentences:
    """The model in memory, about 60 MB; the word list stays in the file and is read by the row."""

    def __init__(self, folder: Path) -> None:
        """Read the weights from ``folder``. Raises ``OSError`` or what a damaged file causes."""
        self._pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._pieces.no_padding()
        self._pieces.enable_truncation(_PIECES)
        self._file = safe_open(str(folder / "model.safetensors"), framework="np")
        self._words = self._file.get_slice(f"{_WORDS}.weight")
        self._weights: dict[str, Array] = {
            name: self._file.get_tensor(name)
            for name in self._file.keys()  # noqa: SIM118  (it is no mapping)
            if not name.startswith((_WORDS, "pooler"))
        }

    def vector(self, words: str) -> bytes:
        """Return where ``words`` point, as bytes to be kept."""
        kept: bytes = self._direction(words).astype(_KEPT).tobytes()
        return kept

    def closeness(self, words: str, vectors: Sequence[bytes]) -> list[float]:
        """Return the cosine between ``words`` and each of ``vectors``, -1 to 1."""
        if not vectors:
            return []
        kept = np.frombuffer(b"".join(vectors), _KEPT).reshape(len(vectors), -1)
        cosines: list[float] = (kept.astype("f4") @ self._direction(words)).tolist()
        return cosines

    def _direction(self, words: str) -> Array:
        pieces: list[int] = self._pieces.encode(words).ids
        mean = self._read(pieces).mean(0)
        return mean / np.linalg.norm(mean)

    def _read(self, pieces: Sequence[int]) -> Array:
        """Carry the pieces through all layers; one row for each of them."""
        weights, many = self._weights, len(pieces)
        at = np.concatenate([self._words[piece : piece + 1] for piece in pieces])
        at = at + weights["embeddings.position_embeddings.weight"][:many]
        at = at + weights["embeddings.token_type_embeddings.weight"][0]
        at = self._evened(at, "embeddings.LayerNorm")
        for layer in range(_LAYERS):
            name = f"encoder.layer.{layer}"
            seen = self._linear(
                self._attended(at, f"{name}.attention.self"), f"{name}.attention.output.dense"
            )
            at = self._evened(at + seen, f"{name}.attention.output.LayerNorm")
            wide = _gelu(self._linear(at, f"{name}.intermediate.dense"))
            at = self._evened(
                at + self._linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm"
            )
        return at

    def _attended(self, at: Array, name: str) -> Array:
        many = len(at)
        query, key, value = (
            self._linear(at, f"{name}.{part}").reshape(many, _HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        weight = query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(query.shape[-1]))
        weight = np.exp(weight - weight.max(-1, keepdims=True))
        weight /= weight.sum(-1, keepdims=True)
        return (weight @ value).transpose(1, 0, 2).reshape(many, -1)

    def _linear(self, at: Array, name: str) -> Array:
        return at @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _evened(self, at: Array, name: str) -> Array:
        at = at - at.mean(-1, keepdims=True)
        at /= np.sqrt((at * at).mean(-1, keepdims=True) + _TINY)
        return at * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def _gelu(at: Array) -> Array:
    size = np.abs(at) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(_P) * size)
    tail = np.zeros_like(t)
    for factor in reversed(_A):
        tail = (tail + np.float32(factor)) * t
    erf = np.sign(at) * (1 - tail * np.exp(-size * size))
    return at * np.float32(0.5) * (1 + erf)
