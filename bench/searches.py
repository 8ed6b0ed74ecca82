"""What people look for: one to eight words, common or rare, mistyped, in one language or two.

The same for the same corpus.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from bench.corpus import LANGUAGES, SEED, vocabulary
from bot.storage.search import ALL
from bot.storage.stems import fold, stems
from tests.unit.questions.paraphrases import PAIRS

EACH: Final = 160
_MOST: Final = 8
_COMMONEST: Final = 12
_MIDDLING: Final = (0.001, 0.05)
_RARE: Final = 20
_LONG_ENOUGH: Final = 5
Draw = Callable[[random.Random], str]


def commonest(counts: Counter[str]) -> str:
    """Return the word that stands in more things than any other."""
    known = _known(counts)
    return max(known, key=known.__getitem__)


def searches(counts: Counter[str]) -> Mapping[str, list[str]]:
    """Return searches of each kind; ``counts`` says in how many things a stem stands."""
    rng = random.Random(f"{SEED} searches")
    known, every = _known(counts), counts[ALL]
    ranked = sorted(known, key=lambda word: (-known[word], word))
    low, high = (part * every for part in _MIDDLING)
    common = ranked[:_COMMONEST]
    middling = [word for word in ranked if low <= known[word] <= high]
    rare = [word for word in ranked if known[word] <= _RARE]
    french, english = (
        [w for w in middling if w in vocabulary(language)[:2_000]] for language in ("fr", "en")
    )
    accented = [word for word in vocabulary("fr")[:20_000] if fold(word) != word and word in known]
    long = [word for word in middling if len(word) >= _LONG_ENOUGH]
    draws: dict[str, Draw] = {
        "the commonest": lambda r: r.choice(common),
        "middling": lambda r: r.choice(middling),
        "rare": lambda r: r.choice(rare),
        "common, middling and rare mixed": lambda r: r.choice(r.choice((common, middling, rare))),
        "mistyped": lambda r: _mistyped(r.choice(long), r),
        "accented, or typed without": lambda r: _bare(r.choice(accented), r),
        "English and French mixed": lambda r: r.choice(r.choice((english, french))),
    }
    asked = [" ".join(otherwise.split()[:_MOST]) for _, _, otherwise in PAIRS]
    return {kind: _some(draw, rng) for kind, draw in draws.items()} | {"as people ask": asked}


def _known(counts: Counter[str]) -> dict[str, int]:
    return {
        word: max(counts[stem] for stem in found)
        for language in LANGUAGES
        for word in vocabulary(language)
        if (found := stems(word)) and any(stem in counts for stem in found)
    }


def _some(draw: Draw, rng: random.Random) -> list[str]:
    return [" ".join(draw(rng) for _ in range(1 + n % _MOST)) for n in range(EACH)]


def _mistyped(word: str, rng: random.Random) -> str:
    """One slip of the finger: a letter lost, doubled, or exchanged with its neighbour."""
    at = rng.randrange(1, len(word) - 1)
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
    )
    return rng.choice(slips)


def _bare(word: str, rng: random.Random) -> str:
    return rng.choice((word, fold(word)))
