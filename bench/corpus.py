"""Questions and answers by the million: the same for the same seed, in English and French.

The words that people use most come from the labelled set of the tests, in the order in which they
use them there; the long tail is made of syllables, with the endings and accents of both
languages. How often a word comes follows Zipf's law as Mandelbrot writes it: 1 / (rank + 2.7) ^ 1.07.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

from bot.storage.stems import stems
from tests.unit.questions.paraphrases import PAIRS

SEED: Final = 5
A_CHUNK: Final = 25_000
LANGUAGES: Final = ("en", "fr")
_FRENCH_IN_TEN: Final = 3
_WORDS: Final = 40_000
_SHIFT: Final = 2.7
_STEEP: Final = 1.07
_ASKED: Final = (8, 16)
_ANSWERED: Final = (16, 30)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_IS_FRENCH: Final = frozenset({"le", "la", "les", "des", "est", "une", "un", "qui", "du"})
_PARTS: Final = {
    language: tuple(tuple(part.strip().split(" ")) for part in parts.split("|"))
    for language, parts in {
        "en": "b br c ch cl d dr f fl g gr h j k l m n p pl qu r s sh st str t th tr v w"
        "|a e i o u ea ee oo ou ai"
        "|- - n r l t s m nd rk st"
        "|- - - s ed ing er ly ness ment tion y",
        "fr": "b bl c ch cr d f fr g gn gr j l m n p pr qu r s t tr v vr"
        "|a e i o u é è ê â î ô ou oi au eu ça"
        "|- - n r l t s m rt ss"
        "|- - - s es er é ée ement tion eur ière eux",
    }.items()
}
"""Beginnings, vowels, ends of syllables, endings of words; ``-`` is none."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One published question with its answer, and the stems of both."""

    id: str
    asked: str
    answer: str
    stems: tuple[str, ...]


@cache
def vocabulary(language: str) -> tuple[str, ...]:
    """Return the words of a language, the commonest first."""
    said = Counter(
        word.casefold()
        for asked, answer, otherwise in PAIRS
        if _is_french(asked) == (language == "fr")
        for word in _WORD.findall(f"{asked} {answer} {otherwise}")
    )
    known = [word for word, _ in said.most_common()]
    rng = random.Random(f"{SEED} {language}")
    onsets, vowels, codas, endings = _PARTS[language]
    made = dict.fromkeys(known)
    while len(made) < _WORDS:
        syllables = (
            rng.choice(onsets) + rng.choice(vowels) + rng.choice(codas)
            for _ in range(rng.choice((1, 1, 2, 2, 2, 3)))
        )
        made[("".join(syllables) + rng.choice(endings)).replace("-", "")] = None
    return tuple(made)


def passages(chunk: int, size: int) -> list[Passage]:
    """Return one chunk of the corpus."""
    rng = random.Random(f"{SEED} {chunk}")
    return [_passage(rng, chunk * A_CHUNK + n) for n in range(size)]


def everything(many: int) -> Iterator[list[Passage]]:
    """Yield ``many`` passages in chunks, each made in another process while one is stored."""
    sizes = [min(A_CHUNK, many - first) for first in range(0, many, A_CHUNK)]
    with ProcessPoolExecutor(max_workers=1) as other:
        ahead = other.submit(passages, 0, sizes[0])
        for n, _ in enumerate(sizes):
            made = ahead.result()
            if n + 1 < len(sizes):
                ahead = other.submit(passages, n + 1, sizes[n + 1])
            yield made


def _passage(rng: random.Random, n: int) -> Passage:
    language = LANGUAGES[rng.randrange(10) < _FRENCH_IN_TEN]
    known = vocabulary(language)
    many = rng.randint(*_ASKED)
    said = rng.choices(known, cum_weights=_weights(language), k=many + rng.randint(*_ANSWERED))
    asked = " ".join(said[:many]).capitalize() + "?"
    answer = " ".join(said[many:]).capitalize() + "."
    key = hashlib.sha256(f"{SEED} {n}".encode()).hexdigest()[:26]
    known_stems = _stems(language)
    found = dict.fromkeys(stem for word in said for stem in known_stems[word])
    return Passage(key, asked, answer, tuple(found))


@cache
def _stems(language: str) -> dict[str, tuple[str, ...]]:
    """Return the stems of each word, so that a million texts need not be taken apart again."""
    return {word: tuple(stems(word)) for word in vocabulary(language)}


@cache
def _weights(language: str) -> list[float]:
    return list(
        accumulate((rank + _SHIFT) ** -_STEEP for rank in range(1, len(vocabulary(language)) + 1))
    )


def _is_french(text: str) -> bool:
    return not _IS_FRENCH.isdisjoint(text.casefold().split())
