"""Similar questions by meaning: offered in other words, forgotten with what they were read from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.meaning.english import EnglishMeaning
from bot.core.ports import Tx
from bot.features.questions.content import FaqFile
from bot.features.questions.faq import Faq
from bot.features.questions.ports import Meaning
from bot.features.questions.service import likeness
from bot.features.questions.service.likeness import Likeness
from bot.features.questions.service.reading import Reading
from bot.storage.search import Search
from bot.storage.sql import sql
from tests.support.questions import Desk, archive_of, desk_of
from tests.support.someone import Someone
from tests.support.town import open_town

ASKED = "Do patrol cars carry something against overdoses?"
ANSWER = "Yes, naloxone spray, and it was used 64 times last year."
OTHERWISE = "Can a police crew save a person who took too much fentanyl?"
IN_THE_SAME_WORDS = "Is there something against overdoses in patrol cars?"
FRENCH = "Y a-t-il de la naloxone dans les voitures de patrouille?"
IN_FRENCH = "Avez-vous de la naloxone dans vos voitures?"
KEPT = sql("SELECT question, model, vector FROM question_meaning")
FORGET_ALL = sql("DELETE FROM question_meaning")


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for the model however busy this machine is."""
    monkeypatch.setattr(likeness, "PATIENCE", 600)


async def _tries(who: Someone, words: str) -> str:
    """Ask as far as the next card; return what is read on it."""
    await who.says("/ask")
    await who.fills(words=words, topic="data", naming="anonymous", public="yes").sends()
    return who.reads(who.private[-1])


async def _published(desk: Desk, words: str = ASKED) -> str:
    """Have a question asked and answered; return its receipt."""
    receipt = await desk.reaches_queue(words)
    await desk.answers(answer=ANSWER)
    return receipt


async def _kept(desk: Desk) -> list[tuple[str, bytes]]:
    async def unit(tx: Tx) -> list[tuple[str, bytes]]:
        return [(row["question"], bytes(row["vector"])) for row in await tx.all(KEPT)]

    return await desk.town.app.store.read(unit)


def _likeness(desk: Desk, meaning: Meaning | None) -> Likeness:
    archive = replace(archive_of(desk), meaning=meaning)
    return Likeness(
        archive=archive,
        reading=Reading(archive=archive, search=Search(archive.store)),
        faq=lambda _: Faq(FaqFile(items=())),
    )


async def _titles(desk: Desk, meaning: Meaning | None, words: str) -> list[str]:
    offered = await _likeness(desk, meaning).offered("riverbend", words, "en")
    return [thing.title.words for thing in offered]


async def test_who_asks_in_other_words_is_offered_the_answer(
    desk: Desk, meaning: EnglishMeaning
) -> None:
    await _published(desk)

    by_words = await _titles(desk, None, OTHERWISE)
    shown = await _tries(desk.town.someone("theo"), OTHERWISE)

    assert by_words == []
    assert ANSWER in shown


async def test_a_page_of_the_faq_is_offered_by_meaning(
    desk: Desk, meaning: EnglishMeaning
) -> None:
    shown = await _tries(desk.maya, "Could cops find out that this came from me?")

    assert "Will the police know who asked my question?" in shown


async def test_a_correction_is_read_again(desk: Desk, meaning: EnglishMeaning) -> None:
    await _published(desk)
    before = await _kept(desk)

    await desk.ben.says("/faq overdoses")
    await desk.ben.presses("questions.read")
    await desk.ben.presses("questions.correct")
    await desk.ben.fills(answer="Not yet; each will from May on.", note="Too early.").sends()
    await desk.town.settles()

    after = await _kept(desk)
    assert [question for question, _ in before] == [question for question, _ in after]
    assert before != after


async def test_what_is_taken_back_is_neither_kept_nor_offered(
    desk: Desk, meaning: EnglishMeaning
) -> None:
    receipt = await _published(desk)
    read = await _kept(desk)

    await desk.looks(receipt)
    await desk.maya.presses("questions.withdraw")
    await desk.town.settles()

    assert len(read) == 1
    assert await _kept(desk) == []
    assert ANSWER not in await _tries(desk.town.someone("theo"), OTHERWISE)


async def test_what_waits_for_an_answer_is_not_read(desk: Desk, meaning: EnglishMeaning) -> None:
    await desk.reaches_queue(ASKED)

    assert await _kept(desk) == []
    assert ANSWER not in await _tries(desk.town.someone("theo"), OTHERWISE)


async def test_an_asker_leaves_no_vector_behind(desk: Desk, meaning: EnglishMeaning) -> None:
    await _published(desk)
    before = await _kept(desk)

    await _tries(desk.town.someone("theo"), OTHERWISE)
    await desk.town.settles()

    assert await _kept(desk) == before


async def test_another_language_is_found_by_words(desk: Desk, meaning: EnglishMeaning) -> None:
    await _published(desk, FRENCH)
    ((_, vector),) = await _kept(desk)

    assert vector == b""
    assert await _titles(desk, meaning, IN_FRENCH) == await _titles(desk, None, IN_FRENCH) != []


async def test_what_is_not_read_yet_is_found_by_words(desk: Desk, meaning: EnglishMeaning) -> None:
    await _published(desk)
    await desk.town.app.store.write(lambda tx: tx.execute(FORGET_ALL))

    found = await _titles(desk, meaning, IN_THE_SAME_WORDS)

    assert found == await _titles(desk, None, IN_THE_SAME_WORDS) != []


async def test_a_model_that_is_damaged_leaves_the_search_by_words(
    desk: Desk, tmp_path: Path
) -> None:
    await _published(desk)

    found = await _titles(desk, EnglishMeaning(tmp_path), IN_THE_SAME_WORDS)

    assert found == await _titles(desk, None, IN_THE_SAME_WORDS) != []


async def test_a_model_that_takes_too_long_leaves_the_search_by_words(
    desk: Desk, meaning: EnglishMeaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _published(desk)
    in_time = await _titles(desk, meaning, OTHERWISE)
    monkeypatch.setattr(likeness, "PATIENCE", 0)

    assert in_time != []
    assert await _titles(desk, meaning, OTHERWISE) == []


async def test_what_was_published_before_the_model_came_is_read_at_the_start(
    tmp_path: Path, meaning: EnglishMeaning
) -> None:
    async with open_town(tmp_path / "data") as town:
        before = desk_of(town)
        await _published(before)
        await town.app.store.write(lambda tx: tx.execute(FORGET_ALL))
        assert await _kept(before) == []
    async with open_town(tmp_path / "data") as town:
        after = desk_of(town)
        await town.settles()

        assert len(await _kept(after)) == 1
        assert ANSWER in await _tries(town.someone("theo"), OTHERWISE)
