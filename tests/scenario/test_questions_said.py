"""Bad input is answered in the language of whoever gave it, and leaves the question where it was.

Each case is met by an English and by a French reader. The sentences come from the catalogues, so
what is tested is that this very sentence is shown, in this very language, and what then stands.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.core.actions import act
from bot.core.people import Role
from bot.core.ports import Statement
from bot.core.text import Message, say
from bot.features.questions.model import State
from bot.storage.sql import sql
from tests.support.questions import ANSWER, ASKED, HEARD, NEXT, Desk, archive_of, desk_of
from tests.support.reading import read
from tests.support.someone import Someone
from tests.support.town import Town, open_town

LOCALES = ("en", "fr")
WORDLESS = {
    "empty": ("", say("errors.needed")),
    "3,001 characters": ("why " * 750 + "y", say("errors.too_long", length=3_001, at_most=3_000)),
    "only a link": ("https://example.org/a", say("errors.question_no_words")),
    "only emoji": ("😡🚓", say("errors.question_no_words")),
}
NOTED = {
    "a threat": (
        {
            "en": "If nobody answers I am going to kill them, do you hear?",
            "fr": "Si personne ne répond, je vais les tuer, vous entendez?",
        },
        {"en": "call 911", "fr": "911"},
    ),
    "a name and an address": (
        {
            "en": "Why was John Smith at 12 Oak Street stopped again?",
            "fr": "Pourquoi Jean Tremblay, 12 rue des Chênes, a-t-il été arrêté?",
        },
        {"en": "may contain personal details", "fr": "contient peut-être des renseignements"},
    ),
    "a plate number": (
        {
            "en": "Why was the car with the plate ABC 1234 towed?",
            "fr": "Pourquoi la voiture à la plaque ABC 1234 a-t-elle été remorquée?",
        },
        {"en": "may contain personal details", "fr": "contient peut-être des renseignements"},
    ),
    "another language": (
        dict.fromkeys(LOCALES, "¿Cuántas cámaras corporales llevan ustedes cada noche aquí?"),
        {"en": "somebody will have to translate it", "fr": "devra la traduire"},
    ),
}
_KEPT = sql("SELECT (SELECT COUNT(*) FROM question) + (SELECT COUNT(*) FROM question_draft) AS n")
_ASKED = sql("SELECT COUNT(*) AS n FROM question")


@pytest.fixture(params=LOCALES)
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desk(town: Town, locale: str) -> Desk:
    """Everyone reads the same language."""
    desk = desk_of(town)
    desk.maya.locale = desk.olga.locale = desk.ben.locale = locale
    return desk


async def _fills(who: Someone, words: str) -> None:
    await who.says("/ask")
    await who.fills(words=words, topic="other", naming="anonymous", public="yes").sends()


async def _count(desk: Desk, what: Statement = _KEPT) -> int:
    rows = await desk.town.app.store.read(lambda tx: tx.all(what))
    return int(rows[0]["n"])


async def _state(desk: Desk, question: str) -> State:
    return (await archive_of(desk).whole("riverbend", question)).question.state


def _hears(who: Someone, sentence: Message) -> bool:
    """Whether somebody was told this, in their language and in no other."""
    assert read(sentence, "en") != read(sentence, "fr")
    return who.sees(read(sentence, who.locale))


@pytest.mark.parametrize(("words", "sentence"), WORDLESS.values(), ids=WORDLESS)
async def test_what_cannot_be_asked_is_said_at_the_field_and_nothing_is_kept(
    desk: Desk, locale: str, words: str, sentence: Message
) -> None:
    await _fills(desk.maya, words)

    assert desk.maya.wrong["words"] == read(sentence, locale)
    assert await _count(desk) == 0


@pytest.mark.parametrize(("words", "said"), NOTED.values(), ids=NOTED)
async def test_what_should_be_looked_at_again_is_said_to_its_author_and_not_blocked(
    desk: Desk, locale: str, words: dict[str, str], said: dict[str, str]
) -> None:
    await _fills(desk.maya, words[locale])

    shown = desk.maya.reads(desk.maya.private[-1])
    await desk.maya.presses("questions.send")
    before = desk.town.channel("triage").text
    await desk.town.clock.move(minutes=16)
    assert said[locale] in shown
    assert before == ""
    assert words[locale] in desk.town.channel("triage").text


async def test_the_same_question_fifty_times_is_stopped(desk: Desk) -> None:
    for _ in range(50):
        await _fills(desk.maya, ASKED)
        if desk.maya.sees_button("questions.send"):
            await desk.maya.presses("questions.send")
        desk.maya.closes_form()

    await desk.town.clock.move(minutes=16)
    assert _hears(desk.maya, say("errors.too_fast"))
    assert len(desk.town.channel("triage").cards) == 2


async def test_a_forged_button_does_nothing(desk: Desk, locale: str) -> None:
    await desk.reaches_queue()
    question, inbound = desk.question, desk.town.inner.inbound
    token = inbound.token(await inbound.community(), act("questions.claim", question))
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")

    await inbound.presses("ben", desk.town.channel("queue").entries[-1], forged, locale)

    assert _hears(desk.ben, say("errors.stale_button"))
    assert await _state(desk, question) is State.OPEN


async def test_a_button_pressed_again_after_the_question_moved_on_does_nothing(
    desk: Desk,
) -> None:
    await desk.reaches_triage()
    card = desk.town.channel("triage").cards[-1]
    await desk.olga.presses("questions.approve", on=card)
    await desk.town.settles()
    question = desk.question

    await desk.pressed_anyway(desk.olga, "questions.approve", question)

    assert _hears(desk.olga, say("errors.moved_on"))
    assert await _state(desk, question) is State.OPEN


async def test_a_press_after_demotion_does_nothing(desk: Desk) -> None:
    await desk.reaches_queue()
    await desk.ben.presses("questions.claim")
    await desk.town.settles()
    question = desk.question
    desk.ben.becomes()

    shown = await desk.pressed_anyway(desk.ben, "questions.release", question)

    assert shown.count(read(say("errors.not_for_you"), desk.ben.locale)) == 1
    assert await _state(desk, question) is State.OPEN


async def test_an_answer_without_a_next_step_is_said_at_the_field(desk: Desk) -> None:
    await desk.reaches_queue()
    question = desk.question

    await desk.prepares(next=" ")

    assert desk.ben.wrong == {"next": read(say("errors.needed"), desk.ben.locale)}
    assert not (await archive_of(desk).whole("riverbend", question)).ready


async def test_two_answers_in_the_same_instant_become_one(desk: Desk) -> None:
    await desk.reaches_queue()
    question = desk.question
    await desk.prepares()
    token_of = desk.town.inner.inbound.token
    community = await desk.town.inner.inbound.community()
    publish = token_of(community, act("questions.publish", question))
    entry = desk.town.channel("queue").entries[-1]

    replies = await asyncio.gather(
        *(desk.town.inner.inbound.presses("ben", entry, publish, desk.ben.locale) for _ in "ab")
    )
    await desk.town.settles()

    whole = await archive_of(desk).whole("riverbend", question)
    assert sorted(reply is not None and reply.refused for reply in replies) == [False, True]
    assert [answer.version for answer in whole.answers] == [1]
    assert whole.question.state is State.ANSWERED


async def test_two_liaisons_who_answer_at_once_do_not_both(desk: Desk, locale: str) -> None:
    await desk.reaches_queue()
    question = desk.question
    rosa = desk.town.someone("rosa", Role.LIAISON, locale=locale).goes_to("queue")
    await desk.ben.presses("questions.claim")
    await desk.ben.presses("questions.answer")
    await desk.town.settles()
    await desk.pressed_anyway(desk.olga, "questions.put_back", question)
    await desk.pressed_anyway(rosa, "questions.claim", question)

    await desk.ben.fills(acknowledge=HEARD, answer=ANSWER, next=NEXT).sends()

    assert _hears(desk.ben, say("errors.question_not_yours"))
    assert desk.ben.sees(ANSWER)  # the words were handed back
    assert not (await archive_of(desk).whole("riverbend", question)).ready


async def test_a_hundred_guesses_find_nothing_and_end(desk: Desk, locale: str) -> None:
    receipt = await desk.gets_answer()
    guesser = desk.town.someone("guesser", locale=locale)

    shown = [await desk.looks(f"{n:016d}", by=guesser) for n in range(100)]

    unknown = read(say("errors.question_receipt_unknown"), locale)
    stopped = read(say("errors.too_fast"), locale)
    assert [unknown in s for s in shown] == [True] * 2 + [False] * 98
    assert all(stopped in s for s in shown[2:])
    assert ANSWER in await desk.looks(receipt)


def _told(who: Someone) -> str:
    """Return the last thing that somebody was told, without what they typed."""
    return who.reads(who.private[-1]).splitlines()[1]


async def test_a_limit_says_the_same_whoever_reached_it(desk: Desk, locale: str) -> None:
    for _ in range(3):
        await desk.looks("0" * 16)
    alone = _told(desk.maya)
    for n in range(30):  # after a start all together have ten wrong tries
        await desk.looks("0" * 16, by=desk.town.someone(f"guesser{n}", locale=locale))
    newcomer = desk.town.someone("newcomer", locale=locale)

    await desk.looks("1" * 16, by=newcomer)

    assert alone == _told(newcomer) == read(say("errors.too_fast"), locale)


async def test_a_restart_gives_no_fresh_start(tmp_path: Path, locale: str) -> None:
    asked = []
    for _ in range(3):
        async with open_town(tmp_path / "data") as town:
            desk = desk_of(town)
            desk.maya.locale = locale
            for _ in range(6):
                await _fills(desk.maya, ASKED)
                if desk.maya.sees_button("questions.send"):
                    await desk.maya.presses("questions.send")
                desk.maya.closes_form()
            asked.append(await _count(desk, _ASKED))
            assert _hears(desk.maya, say("errors.too_fast"))

    assert asked == [2, 4, 6]  # of six an hour: restarting brings less than waiting
