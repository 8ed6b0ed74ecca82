"""The sentence model: the numbers that its makers publish, and texts that nobody should send."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.meaning.english import EnglishMeaning

# What the model's authors' own library returns for this sentence, as far as they print it.
SENTENCE = "This is an example sentence"
PUBLISHED = (6.7657e-02, 6.3496e-02, 4.8713e-02, 7.9305e-02, 3.7448e-02, 2.6528e-03)

HOSTILE = ("", " ", "\n", "?" * 3_000, "word " * 600, "a" * 3_000, "😀" * 1_000, "é\u0301" * 500)


def _axis(n: int) -> bytes:
    """Return the vector that points along one axis alone: half precision, 1.0 is 0x3C00."""
    return b"".join(b"\x00\x3c" if at == n else b"\x00\x00" for at in range(384))


async def test_it_says_what_its_makers_publish(meaning: EnglishMeaning) -> None:
    along = await meaning.closeness(SENTENCE, [_axis(n) for n in range(len(PUBLISHED))])

    assert along == pytest.approx(PUBLISHED, abs=2e-6)


async def test_a_text_means_itself(meaning: EnglishMeaning) -> None:
    vector = await meaning.vector(SENTENCE)

    assert len(vector) == 768
    assert await meaning.closeness(SENTENCE, [vector]) == pytest.approx([1], abs=1e-3)
    assert await meaning.closeness(SENTENCE, []) == []


async def test_what_means_the_same_is_closer_than_what_shares_words(
    meaning: EnglishMeaning,
) -> None:
    asked = "May I record an arrest with my phone?"
    same = await meaning.vector("Is filming cops on the street legal?")
    words = await meaning.vector("May I charge my phone in the waiting room?")

    near, far = await meaning.closeness(asked, [same, words])

    assert near > far


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
async def test_any_text_has_a_meaning(meaning: EnglishMeaning, words: str) -> None:
    vector = await meaning.vector(words)
    (close,) = await meaning.closeness(words, [vector])

    assert close == pytest.approx(1, abs=1e-3)


async def test_only_english_is_read(meaning: EnglishMeaning) -> None:
    assert meaning.reads("Who reviews the recordings?")
    assert not meaning.reads("Qui vérifie les enregistrements des caméras?")
    assert not meaning.reads("谁检查录像")
    assert not meaning.reads("")


async def test_a_model_that_is_damaged_says_so(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")

    with pytest.raises(Exception):  # noqa: B017  (whatever the libraries call it, or that they lack)
        await EnglishMeaning(tmp_path).vector(SENTENCE)
