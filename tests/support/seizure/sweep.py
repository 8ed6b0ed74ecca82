"""Searching all that was seized for a word, in every way in which it could be written there."""

from __future__ import annotations

import base64
import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from typing_extensions import override

ENCODINGS: Final = ("as it is", "hex", "base64", "int64 LE", "int64 BE", "JSON", "URL", "UTF-16")
"""The eight ways. Numbers are also looked for as numbers, text in small and in capital letters."""

_EXACT: Final = frozenset({"base64", "int64 LE", "int64 BE"})
_EMPTY: Final = re.compile(rb"\0{64,}")


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that may lead to a person, or that a person wrote, and what it is."""

    what: str
    word: str


def forms(word: str) -> Mapping[str, frozenset[bytes]]:
    """Return what to look for, by encoding; those without case are written small."""
    raw, number = word.encode(), _number(word)
    found: dict[str, set[bytes]] = {
        "as it is": {raw},
        "hex": {raw.hex().encode()},
        "base64": set(_base64(raw)),
        "JSON": {"".join(f"\\u{ord(c):04x}" for c in word).encode(), json.dumps(word).encode()},
        "URL": {"".join(f"%{b:02x}" for b in raw).encode()},
        "UTF-16": {word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode("utf-32-le")},
    }
    if number is not None:
        found["hex"].add(f"{number:x}".encode())
        for name, order in (("int64 LE", "little"), ("int64 BE", "big")):
            eight = number.to_bytes(8, order)  # type: ignore[arg-type]  # one of the two
            found[name] = {eight}
            found["hex"].add(eight.hex().encode())
            found["base64"] |= set(_base64(eight))
    return {
        how: frozenset(w if how in _EXACT else w.lower() for w in written)
        for how, written in found.items()
    }


@dataclass(frozen=True, slots=True)
class Finding:
    """A secret that stands in a thing, and how it is written there."""

    secret: Secret
    thing: str
    how: str

    @override
    def __str__(self) -> str:
        return f"{self.secret.what} in {self.thing}, {self.how}"


def sweep(things: Mapping[str, bytes], secrets: Iterable[Secret]) -> list[Finding]:
    """Find what of ``secrets`` stands in any of ``things``."""
    wanted = [(secret, forms(secret.word)) for secret in secrets]
    found = []
    for name, held in things.items():
        content = _EMPTY.sub(b"\0" * 64, held)
        small = content.lower()
        for secret, written in wanted:
            found += [
                Finding(secret, name, how)
                for how, words in written.items()
                if any(w in (content if how in _EXACT else small) for w in words)
            ]
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    """Read every file below ``folder``; what is packed is unpacked too."""
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name, held = str(path.relative_to(folder)), path.read_bytes()
        found[name] = held
        for n, inner in enumerate(_unpacked(held)):
            found[f"{name}, unpacked {n}"] = inner
    return found


def _unpacked(held: bytes) -> Iterator[bytes]:
    if held[:2] == b"\x1f\x8b":
        yield gzip.decompress(held)
    elif held[:1] == b"\x78":
        try:
            yield zlib.decompress(held)
        except zlib.error:
            return


def _number(word: str) -> int | None:
    """Read a word as a number that needs most of eight bytes; shorter ones are found by chance."""
    if not (word.isascii() and word.isdigit()):
        return None
    number = int(word)
    return number if 2**40 <= number < 2**63 else None


def _base64(raw: bytes) -> Iterator[bytes]:
    """Write ``raw`` as it looks inside of longer base64, wherever it begins there."""
    for before in range(3):
        whole = base64.b64encode(b"x" * before + raw)
        begin = (before * 8 + 5) // 6
        end = (before + len(raw)) * 8 // 6
        yield whole[begin:end]
        yield whole[begin:end].translate(bytes.maketrans(b"+/", b"-_"))
