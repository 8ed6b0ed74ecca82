"""Words made to be slow, through everything that reads words: the dearest input, and its growth.

Each reader is pumped, up to its own limit, with what its patterns are made of. What it makes of
them is no matter here: refusals are tested where they belong.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Final

from bench.timing import Line
from bot.adapters.discord.escape import escape, in_code
from bot.adapters.discord.limits import TEXT
from bot.adapters.slack.pieces import Reader as Slack
from bot.core.actions import Signer
from bot.core.errors import DialogueError
from bot.core.limits import TOKEN, WORDS
from bot.core.text import Verbatim, clean
from bot.core.when import AT_MOST, parse_when
from bot.delivery.worker.plain import plain
from bot.features.forums.asking import about_next_forum
from bot.features.safety.content import RoutingFile
from bot.settings.files import read_yaml
from bot.storage.stems import stems
from tests.support.gallery.safety import CONTENT, GATE

_LONGEST: Final = 0.010
_STEEPEST: Final = 2.6
_DEAREST: Final = 8
"""How many inputs are measured closely, after all were tried once."""

_ROUNDS: Final = 7
_SAMPLE: Final = 0.002
"""Processor seconds that a sample takes at least: a quick reader reads several times."""

_NOW: Final = datetime(2026, 11, 23, 15, tzinfo=UTC)
_FORUMS_LOOKS_AT: Final = 300
_PLAIN_LOOKS_AT: Final = 12_000
_CLEAN_LOOKS_AT: Final = 4 * WORDS + 1_000

_SIGNS: Final = tuple("0aAé\n\t-.,'\"@#+*_~|`><[]()/\\&?!:")
_PIECES: Final = (
    *(" ", "a ", "Aa ", "a@", "a@a", "a.", "1-", "12 ", "(12)", "1. ", "\n# ", "-# ", "**", "||"),
    *("[a](", "<@", "<!", "<t:", "</a:1>", "@everyone", "https://", "\r\n", "\ud800", "\x00"),
    *("\u200b", "\u202e", "\ufdfa", "e\u0301", "\u0301", "\u0301\u0323", "\u05b0\u0301"),
    *("a\u200b\u0301\u0323", "\ue0000\ue001", "👨\u200d", "가", "ᄀ", "\u017f"),
)
_MARKUP: Final = (
    *("<!--", "-->", "<p", "<b><i>", "</p>", "<p>a</p>", "<p a='", "&", "&#", "&amp;", "&lt;b"),
    *("]]>", "<![CDATA[", "<svg>", "<math><a>", "<script>", "<table><td>", "<a href='x'>"),
)
_WHEN: Final = (
    *("1 ", "a ", "at 7 ", "7pm ", "7 p.m. ", "19 h ", "19h30 ", "12:30 ", "in 2 ", "in the "),
    *(
        "monday ",
        "next ",
        "next monday ",
        "mar ",
        "first ",
        "1st ",
        "of ",
        "le 1er ",
        "1/",
        "2026",
    ),
    *("2026-11-30 ", "2026-11-30T", "month ", "day from now ", "two day ", "apres-", "ce soir "),
    *("UTC ", "Europe/", "Europe/A ", "sept ", "W0 ", "O1 ", "M12 ", " - ", "'", "o clock "),
)
_TOKENS: Final = ("~", "v1~", "a.", "a~", "v1~a.b~", "v1~a.b~1~", "-", "_", ":", "A", "=")
_FORUMS: Final = ("forum ", "next ", "when ", "coming ", "coming up ", "inscri", "inscria", "? ")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Something that reads words: up to how many characters, and what slows such things down."""

    what: str
    read: Callable[[str], object]
    at_most: int
    pumps: tuple[str, ...] = ()

    def seconds(self, pump: str, length: int, *, rounds: int = 1) -> float:
        """Return the least processor time for one input of ``length``."""
        words = (pump * (length // len(pump) + 1))[:length]
        least, times = float("inf"), 1
        for _ in range(rounds):
            began = time.thread_time()
            for _ in range(times):
                with suppress(DialogueError):
                    self.read(words)
            spent = time.thread_time() - began
            least = min(least, spent / times)
            times = max(1, round(_SAMPLE / max(least, 1e-7)))
        return least


async def measure(folder: Path) -> list[Line]:
    """Pump every reader."""
    del folder  # nothing is stored
    return await asyncio.to_thread(lambda: [line for r in _readers() for line in _pumped(r)])


def _pumped(reader: _Reader) -> Iterator[Line]:
    """Try every input, then look closely at the dearest and at half of each."""
    pumps = dict.fromkeys((*_SIGNS, *_PIECES, *reader.pumps))
    reader.seconds("word ", reader.at_most)  # catalogues and tables are loaded once
    tried = sorted(pumps, key=lambda pump: -reader.seconds(pump, reader.at_most))[:_DEAREST]
    worst, steepest = (0.0, ""), 0.0
    for pump in tried:
        whole = reader.seconds(pump, reader.at_most, rounds=_ROUNDS)
        half = reader.seconds(pump, reader.at_most // 2, rounds=_ROUNDS)
        worst, steepest = max(worst, (whole, pump)), max(steepest, whole / half)
    seconds, pump = worst
    yield Line(
        f"{reader.what}, {reader.at_most:,} characters: worst of {len(pumps):,}, {pump!a}",
        f"{seconds * 1_000:.2f} ms",
        f"≤ {_LONGEST * 1_000:.0f} ms",
        seconds <= _LONGEST,
    )
    yield Line(
        f"{reader.what}, twice the length",
        f"{steepest:.2f} ×",
        f"< {_STEEPEST:g} ×",
        steepest < _STEEPEST,
    )


def _readers() -> Iterator[_Reader]:
    slack, signer = Slack("en"), Signer(b"k" * 32)
    yield _Reader(
        what="safety gate",
        read=lambda words: GATE.concerns(words, country="CA", locale="en"),
        at_most=WORDS,
        pumps=tuple(_of_the_gate()),
    )
    yield _Reader(what="clean", read=clean, at_most=_CLEAN_LOOKS_AT)
    yield _Reader(what="Discord: escape", read=escape, at_most=TEXT)
    yield _Reader(what="Discord: in code", read=in_code, at_most=TEXT)
    yield _Reader(
        what="Slack: pieces", read=lambda words: slack.rich(Verbatim(words)), at_most=WORDS
    )
    yield _Reader(
        what="Slack: plain text", read=lambda words: slack.plain(Verbatim(words)), at_most=WORDS
    )
    yield _Reader(
        what="a time in words",
        read=lambda words: parse_when(words, now=_NOW, zone="America/Toronto", locale="fr"),
        at_most=AT_MOST,
        pumps=_WHEN,
    )
    yield _Reader(
        what="about a forum",
        read=about_next_forum,
        at_most=_FORUMS_LOOKS_AT,
        pumps=_FORUMS,
    )
    yield _Reader(what="words to search by", read=stems, at_most=WORDS)
    yield _Reader(
        what="markup of a feed",
        read=lambda words: plain(words, at_most=100),
        at_most=_PLAIN_LOOKS_AT,
        pumps=_MARKUP,
    )
    yield _Reader(
        what="token of a button",
        read=lambda token: signer.read("riverbend", token),
        at_most=TOKEN,
        pumps=_TOKENS,
    )


def _of_the_gate() -> Iterator[str]:
    """Give the words that each pattern looks for, alone, spaced, and each with each."""
    routing = read_yaml(CONTENT / "routing.yaml", RoutingFile)
    for route in routing.routes.values():
        for patterns in (*route.patterns.values(), tuple(route.kinds.values())):
            for pattern in patterns:
                words = sorted(set(re.findall(r"[A-Za-zéèà]{2,}", pattern)))
                yield from (word + after for word in words for after in ("", " ", "  "))
                yield from (f"{one} {other} " for one, other in product(words[:12], repeat=2))
    yield from ("is in my house ", "cop hit ", "he has ", "I ", "1 A ")
    yield "someone saw a cop in my house, I report 12 Oak "
