"""Odd, hostile and endless words in a question: what a form takes, and what it says."""

from __future__ import annotations

import pytest

from bot.core.errors import NotSaved
from tests.support.questions import ANSWER, ASKED, Desk

INERT = {
    "everyone": "@everyone and @here, who answers us?",
    "a channel": "Why does <!channel> <@U123> <#C1> not answer?",
    "a link": "Is [this](javascript:alert(1)) or <https://evil.example|bank> yours?",
    "marks": "Why **bold** `code` ||hidden|| here?",
    "a command": "What does </ask:123> <t:0:F> do?",
    "right to left": "Why is \u202eesrever\u202c text shown so?",
}
REFUSED = {
    "nothing": ("", "Please fill this in."),
    "blanks": (" \n\t ", "Please fill this in."),
    "3,001 characters": ("why " * 750 + "y", "at most 3000 fit"),
    "10,000 characters": ("a" * 10_000, "at most 3000 fit"),
    "a NUL": ("why\0not now", "characters that we cannot keep"),
    "half a character": ("why not \ud800", "characters that we cannot keep"),
    "only a link": ("https://example.org/a/page", "Please ask in words"),
    "two links": ("https://example.org www.example.com", "Please ask in words"),
    "only emoji": ("😡😡😡 🚓", "Please ask in words"),
    "only signs": ("??? !!! ...", "Please ask in words"),
}


async def _tries(desk: Desk, words: str) -> str:
    """Fill the form as far as the preview; return what the asker sees last."""
    await desk.maya.says("/ask")
    await desk.maya.fills(words=words, topic="other", naming="anonymous", public="yes").sends()
    if desk.maya.has_form:
        return ""
    return desk.maya.reads(desk.maya.private[-1])


@pytest.mark.parametrize(("words", "sentence"), REFUSED.values(), ids=REFUSED)
async def test_what_cannot_be_asked_stays_in_the_form_with_a_sentence(
    desk: Desk, words: str, sentence: str
) -> None:
    await _tries(desk, words)

    assert sentence in desk.maya.wrong["words"]
    assert desk.maya.typed["words"] == words


@pytest.mark.parametrize("words", INERT.values(), ids=INERT)
async def test_words_never_ping_and_reach_all_as_they_are(desk: Desk, words: str) -> None:
    await desk.gets_answer(words)

    asked = words.replace("\u202e", "").replace("\u202c", "")
    assert asked in desk.town.channel("questions").text
    assert desk.town.pinged == []


async def test_the_longest_question_goes_through(desk: Desk) -> None:
    longest = ("Why is it so? " * 215)[:3_000].strip()

    receipt = await desk.gets_answer(longest)

    assert ANSWER in await desk.looks(receipt)


async def test_another_language_is_taken_with_a_note(desk: Desk) -> None:
    shown = await _tries(desk, "¿Cuántas cámaras corporales llevan ustedes cada noche aquí?")
    desk.maya.closes_form()

    assert "somebody will have to translate it" in shown
    assert desk.maya.sees_button("questions.send")


async def test_a_threat_is_offered_help_and_not_blocked(desk: Desk) -> None:
    shown = await _tries(desk, "If nobody answers I am going to kill them, do you hear?")

    assert "call 911" in shown
    assert "Nobody else sees it, and you can send your question as it is" in shown
    assert desk.maya.sees_button("questions.send")
    assert desk.town.channel("triage").cards == ()


async def test_help_is_offered_before_anything_is_kept_also_when_nothing_can_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(unit: object) -> None:
        raise NotSaved

    await desk.maya.says("/ask")
    monkeypatch.setattr(desk.town.app.store, "write", full)
    await desk.maya.fills(
        words="I want to kill myself, who can help?",
        topic="other",
        naming="anonymous",
        public="yes",
    ).sends()

    shown = desk.maya.reads(desk.maya.private[-1])
    assert "you deserve support now" in shown
    assert "We could not save this just now" in shown
    assert "I want to kill myself" in shown


@pytest.mark.parametrize(
    "words",
    [
        "Why was John Smith at 12 Oak Street stopped again?",
        "Why was the car with the plate ABC 1234 towed?",
        "Can you call me at 416-555-0199 about the park?",
        "My name is Maya Lopez, why was I stopped on Monday?",
        "Je m'appelle Maya Lopez, pourquoi ai-je été contrôlée lundi ?",
        "Pouvez-vous m'appeler au 06 12 34 56 78 pour en parler ?",
        "Pourquoi la voiture AB-123-CD a-t-elle été enlevée hier ?",
    ],
    ids=["address", "plate", "phone", "name", "nom", "téléphone", "plaque"],
)
async def test_personal_details_are_named_before_sending(desk: Desk, words: str) -> None:
    shown = await _tries(desk, words)

    assert "may contain personal details" in shown
    assert desk.maya.sees_button("questions.change")


async def test_a_complaint_is_told_that_nothing_is_filed(desk: Desk) -> None:
    shown = await _tries(desk, "How do I file a complaint against an officer who hit me?")

    assert "This is not a complaint" in shown


async def test_the_same_question_fifty_times_is_stopped_without_saying_how(desk: Desk) -> None:
    for _ in range(50):
        await _tries(desk, ASKED)
        if desk.maya.sees_button("questions.send"):
            await desk.maya.presses("questions.send")
    await desk.town.clock.move(minutes=16)

    assert desk.maya.sees("That was a lot at once. Please wait a while and try again.")
    assert len(desk.town.channel("triage").cards) == 2


async def test_one_who_floods_does_not_silence_another(desk: Desk) -> None:
    for _ in range(10):
        await _tries(desk, ASKED)
        if desk.maya.sees_button("questions.send"):
            await desk.maya.presses("questions.send")
    desk.maya = desk.town.someone("theo")

    receipt = await desk.asks("When is the next forum about cameras, and where?")

    assert len(receipt) == 19


async def test_a_hundred_guessed_receipts_are_stopped(desk: Desk) -> None:
    receipt = await desk.gets_answer()
    guesser = desk.town.someone("guesser")
    shown = [await desk.looks(f"{n:016d}", by=guesser) for n in range(100)]

    assert sum("We find nothing for this code" in s for s in shown) == 2
    assert sum("That was a lot at once" in s for s in shown) == 98
    assert "That was a lot at once" in await desk.looks(receipt, by=guesser)
    assert ANSWER in await desk.looks(receipt)


@pytest.mark.parametrize("receipt", ["12", "abcd efgh", "1234 5678 9012 3456 7"])
async def test_a_misread_receipt_finds_nothing(desk: Desk, receipt: str) -> None:
    assert "We find nothing for this code" in await desk.looks(receipt)


async def test_blanks_in_a_receipt_do_not_matter(desk: Desk) -> None:
    receipt = await desk.asks()

    assert "On its way to the organizers" in await desk.looks(receipt.replace(" ", "-"))
