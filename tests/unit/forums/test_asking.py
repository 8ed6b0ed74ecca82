"""Who asks when the next forum is, and who asks something else."""

from __future__ import annotations

import pytest

from bot.features.forums.asking import about_next_forum


@pytest.mark.parametrize(
    "words",
    [
        "When is the next forum?",
        "any meetings coming up",
        "where's the meeting",
        "forum?",
        "next meeting",
        "C'est quand la prochaine rencontre?",
        "quand a lieu le prochain forum",
        "Où se tient la réunion ?",
        "Y a-t-il une assemblée prévue?",
        "FORUM",
        "When is the next fo" + "\u0301\u0323" * 50 + "rum?",
    ],
)
def test_a_question_about_the_next_forum_is_recognised(words: str) -> None:
    assert about_next_forum(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "How do I file a complaint?",
        "When will my question be answered?",
        "The forum last week was good, thank you all for coming",
        "Combien de personnes travaillent la nuit?",
        "x" * 10_000,
        "forum " * 2_000,
        "\ud800 forumulate when",
        "\u0301\u0323" * 150,
    ],
)
def test_other_words_are_left_to_others(words: str) -> None:
    assert not about_next_forum(words)
