"""No words may hold the gate up: every pattern is pumped with what it is made of."""

import re
import time
from itertools import product
from typing import Any

import pytest
import yaml

from bot.core.limits import WORDS
from tests.support.gallery.safety import CONTENT, GATE

AT_MOST = 0.010
"""Seconds of this process for one input of 3,000 characters."""

ROUTING: dict[str, Any] = yaml.safe_load((CONTENT / "routing.yaml").read_text())
PATTERNS = [
    (name, pattern)
    for name, route in ROUTING["routes"].items()
    for patterns in (
        *(route.get("patterns") or {}).values(),
        list((route.get("kinds") or {}).values()),
    )
    for pattern in patterns
]
PUMPS = ("1", "12 ", "-", ".", "+", "@", " ", "\n", "a", "Aa ", "a@", "a.", "1-", "(12)", "#", "é")


def _seconds(pattern: "re.Pattern[str]", text: str) -> float:
    best = float("inf")
    for _ in range(3):
        begun = time.thread_time()
        pattern.search(text)
        best = min(best, time.thread_time() - begun)
        if best <= AT_MOST / 4:
            break
    return best


def _pieces(pattern: str) -> list[str]:
    """What the pattern looks for: its own words, and marks that it may repeat."""
    return sorted(set(re.findall(r"[A-Za-zéèà]{2,}", pattern)))


@pytest.mark.parametrize(("name", "pattern"), PATTERNS)
def test_no_pump_makes_a_pattern_slow(name: str, pattern: str) -> None:
    compiled = re.compile(pattern, re.IGNORECASE)
    words = _pieces(pattern)
    pumps = [p + after for p in (*words, *PUMPS) for after in ("", " ", "  ")]
    pairs = [f"{one} {other} " for one, other in product(words[:12], repeat=2)]
    slow = {
        pump: seconds
        for pump in (*pumps, *pairs)
        if (seconds := _seconds(compiled, (pump * WORDS)[:WORDS])) > AT_MOST
    }
    assert slow == {}, name


@pytest.mark.parametrize("pump", ["is in my house ", "cop hit ", "he has ", "I ", "a@a", "1 A "])
def test_twice_the_words_cost_about_twice_the_time(pump: str) -> None:
    def cost(length: int) -> float:
        text = (pump * length)[:length]
        best = float("inf")
        for _ in range(5):
            begun = time.thread_time()
            for _, pattern in COMPILED:
                pattern.search(text)
            best = min(best, time.thread_time() - begun)
        return best

    assert cost(12_000) < 3 * cost(6_000)


@pytest.mark.parametrize("length", [3_000, 10_000, 100_000])
def test_the_whole_gate_reads_any_length_in_the_same_time(length: int) -> None:
    for pump in (
        "someone saw a cop in my house, I report 12 Oak ",
        "I ",
        "cop ",
        "is in my house ",
    ):
        text = (pump * length)[:length]
        best = float("inf")
        for _ in range(7):
            begun = time.thread_time()
            GATE.concerns(text, country="CA", locale="en")
            best = min(best, time.thread_time() - begun)
        assert best < AT_MOST, pump


COMPILED = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in PATTERNS]
