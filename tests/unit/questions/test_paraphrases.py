"""The same question in other words: what is found, on a set labelled by hand.

``pytest -rP`` prints the figures. The floors only rise.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.adapters.meaning.english import EnglishMeaning
from bot.core.ports import Tx
from bot.features.questions.service.likeness import ALIKE
from bot.storage.open import open_store
from bot.storage.search import Search
from bot.storage.stems import english
from tests.support.stores import FixedKeys, StillClock
from tests.unit.questions.paraphrases import DECOYS, PAIRS

FOUND_AMONG_THREE = 60
OFFERED = 50
DECOYS_OFFERED = 8
ALIKE_PARAPHRASES = 49
ALIKE_DECOYS = 8


@pytest.fixture
async def search(tmp_path: Path) -> AsyncGenerator[Search]:
    path = f"sqlite:///{tmp_path}/data/main.db"
    async with open_store(path, vault=FixedKeys(), clock=StillClock(), migrate=True) as store:
        found = Search(store)

        async def unit(tx: Tx) -> None:
            for n, (asked, answer, _) in enumerate(PAIRS):
                await found.put(
                    tx,
                    "questions",
                    "here",
                    str(n),
                    title=asked,
                    gist=answer,
                    text=f"{asked}\n{answer}",
                )

        await store.write(unit)
        yield found


def test_the_set_is_large_and_in_both_languages() -> None:
    assert len(PAIRS) >= 60
    assert len({asked for asked, _, _ in PAIRS}) == len(PAIRS)
    assert sum(asked.startswith(("Co", "Qu", "Pui", "Y ")) for asked, _, _ in PAIRS) >= 10
    assert len(DECOYS) >= 30


async def test_most_paraphrases_are_found_and_offered(search: Search) -> None:
    among_three = offered = 0
    for n, (_, _, otherwise) in enumerate(PAIRS):
        hits = await search.find("questions", "here", otherwise, at_most=3)
        among_three += str(n) in {hit.thing for hit in hits}
        near = await search.similar("questions", "here", otherwise, at_most=3)
        offered += str(n) in {hit.thing for hit in near}

    print(f"word search: {among_three} of {len(PAIRS)} among three, {offered} offered")  # noqa: T201
    assert among_three >= FOUND_AMONG_THREE
    assert offered >= OFFERED


async def test_few_decoys_are_offered(search: Search) -> None:
    offered = 0
    for words in DECOYS:
        offered += bool(await search.similar("questions", "here", words, at_most=3))

    print(f"word search: something is offered to {offered} of {len(DECOYS)} decoys")  # noqa: T201
    assert offered <= DECOYS_OFFERED


async def test_by_meaning_nearly_every_english_paraphrase_is_alike(
    meaning: EnglishMeaning,
) -> None:
    pairs = [(f"{asked}\n{answer}", other) for asked, answer, other in PAIRS if english(asked)]
    decoys = [words for words in DECOYS if english(words)]
    vectors = [await meaning.vector(words) for words, _ in pairs]

    async def alike(words: str) -> list[int]:
        close = await meaning.closeness(words, vectors)
        best = sorted(range(len(close)), key=lambda n: -close[n])[:3]
        return [n for n in best if close[n] >= ALIKE]

    offered = sum([n in await alike(other) for n, (_, other) in enumerate(pairs)])
    misled = sum([bool(await alike(words)) for words in decoys])

    print(f"by meaning: {offered} of {len(pairs)}, and {misled} of {len(decoys)} decoys")  # noqa: T201
    assert offered >= ALIKE_PARAPHRASES
    assert misled <= ALIKE_DECOYS


async def test_a_word_typed_wrong_finds_what_the_word_finds(search: Search) -> None:
    right = [hit.thing for hit in await search.find("questions", "here", "naloxone")]
    wrong = [hit.thing for hit in await search.find("questions", "here", "nalxone")]

    assert right == wrong
    assert right
