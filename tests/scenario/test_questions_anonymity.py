"""What is not kept cannot leak: every file, log line and metric is searched for who asked."""

from __future__ import annotations

import base64
import json
import logging
import os
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.adapters.site.shown import Backlog
from bot.compose.reading import OutboxPulse
from bot.core.people import Role
from bot.core.ports import Tx
from bot.features.questions.model import Whole
from bot.storage.sql import sql
from tests.support.questions import ASKED, Desk, archive_of, desk_of
from tests.support.town import Town

ACCOUNT = "marigold7231"
CANARY = "zanzibarquokka"


def encodings(word: str) -> dict[str, bytes]:
    """Return the ways in which a word could lie in a file."""
    raw = word.encode()
    return {
        "as it is": raw,
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "base64": base64.b64encode(raw).rstrip(b"="),
        "base64, second byte": base64.b64encode(b"x" + raw)[2:-4],
        "base64, third byte": base64.b64encode(b"xx" + raw)[3:-4],
        "UTF-16": word.encode("utf-16-le"),
        "UTF-32": word.encode("utf-32-le"),
        "backwards": raw[::-1],
        "JSON": json.dumps(word).encode(),
        "URL": quote(word).encode(),
    }


def traces(folder: Path, word: str) -> list[str]:
    """Name every file below ``folder`` in which ``word`` stands, and how it is written there."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        held = path.read_bytes()
        found += [f"{path.name}: {how}" for how, w in encodings(word).items() if w in held]
    return found


@pytest.fixture
def desk(town: Town) -> Desk:
    desk = desk_of(town)
    desk.maya = town.someone(ACCOUNT)
    return desk


@pytest.fixture
def data(town: Town) -> Path:
    return town.app.settings.environment.data_dir


async def test_the_sweep_finds_what_is_there(desk: Desk, data: Path) -> None:
    await desk.gets_answer(f"Is {CANARY} a word that is found?", naming="named")

    assert traces(data, ACCOUNT)
    assert traces(data, CANARY)


async def test_after_a_whole_life_nothing_leads_to_who_asked(
    desk: Desk, data: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    receipt = await desk.gets_answer()
    await desk.looks(receipt)
    await desk.maya.presses("questions.bad")
    await desk.looks(receipt)
    await desk.maya.presses("questions.again")
    await desk.maya.fills(words="And how many were switched off last year?").sends()
    await desk.town.clock.move(days=1)
    await desk.looks("0000 0000 0000 0000")
    await desk.maya.presses("questions.open") if desk.maya.sees_button("questions.open") else None

    printed = "".join(capfd.readouterr())
    assert traces(data, ACCOUNT) == []
    assert ACCOUNT not in caplog.text
    assert ACCOUNT not in printed
    assert not any(ACCOUNT in value for value in os.environ.values())
    assert ACCOUNT not in desk.olga.screen
    assert ACCOUNT not in desk.ben.screen
    assert traces(data, receipt) == []
    assert traces(data, receipt.replace(" ", "")) == []


async def test_votes_and_news_leave_no_account_either(desk: Desk, data: Path) -> None:
    await desk.reaches_queue(naming="notify")
    await desk.maya.says("/questions")
    await desk.maya.chooses(f"open:{desk.question}")
    await desk.maya.presses("questions.vote")
    await desk.maya.presses("questions.follow")
    await desk.answers()

    assert desk.maya.direct
    assert traces(data, ACCOUNT) == []


async def test_words_are_sealed_until_they_are_published(desk: Desk, data: Path) -> None:
    words = f"Is {CANARY} seen before it is published?"

    await desk.maya.says("/ask")
    await desk.maya.fills(words=words, topic="data", naming="anonymous", public="yes").sends()
    drafted = traces(data, CANARY)
    await desk.maya.presses("questions.send")
    await desk.town.clock.move(minutes=16)
    in_triage = traces(data, CANARY)
    await desk.olga.presses("questions.approve")
    await desk.town.settles()
    await desk.prepares(answer=f"We say {CANARY} too.")
    prepared = traces(data, CANARY)
    await desk.ben.presses("questions.publish")
    await desk.town.settles()

    assert (drafted, in_triage, prepared) == ([], [], [])
    assert traces(data, CANARY) != []


async def test_a_private_question_and_its_answer_never_stand_in_clear(
    desk: Desk, data: Path
) -> None:
    await desk.reaches_queue(f"Is {CANARY} only for me?", public="no")
    await desk.answers(answer=f"{CANARY} stays between us.")
    await desk.ben.says("/liaison export")
    await desk.ben.chooses("Question 1")
    await desk.ben.presses("questions.correct")
    await desk.ben.fills(answer=f"{CANARY} is right.", note=f"{CANARY} was wrong.").sends()
    await desk.town.settles()

    await desk.ben.says("/liaison export")
    assert "is right" in desk.ben.reads(desk.ben.private[-1])
    assert traces(data, CANARY) == []


async def test_what_is_taken_back_is_gone_from_every_file(desk: Desk, data: Path) -> None:
    receipt = await desk.gets_answer(f"Is {CANARY} gone when I take it back?")
    assert traces(data, CANARY) != []
    await desk.looks(receipt)

    await desk.maya.presses("questions.withdraw")
    await desk.town.settles()

    assert traces(data, CANARY) == []


async def test_an_old_backup_cannot_be_read_after_a_question_is_declined(
    desk: Desk, data: Path
) -> None:
    await desk.reaches_triage(f"Is {CANARY} in the backup?")
    question = await _whole(desk)
    before = question.asked
    await desk.olga.chooses("decline", of="questions.decide")
    await desk.olga.fills(reason="off_topic").sends()
    sealed_then = await desk.town.app.store.read(_dek_count)
    await desk.town.settles()

    assert before == f"Is {CANARY} in the backup?"
    assert sealed_then == 0
    assert traces(data, CANARY) == []


async def test_liaisons_and_members_see_a_made_up_name_only(desk: Desk) -> None:
    await desk.reaches_queue()

    for who in (desk.ben, desk.olga, desk.town.someone("theo", Role.PANEL)):
        await who.says("/queue")
        await who.says("/questions")
        assert ACCOUNT not in who.screen
        assert ACCOUNT.capitalize() not in who.screen


async def test_two_questions_of_one_person_carry_nothing_in_common(desk: Desk) -> None:
    await desk.asks()
    await desk.town.clock.move(minutes=16)
    await desk.asks("Another matter: who pays for the fireworks at the lake?")

    rows = await desk.town.app.store.read(lambda tx: tx.all(_ROWS))
    shared = [
        name
        for name in ("id", "receipt", "address", "asked_by", "address_dek")
        if rows[0][name] is not None and rows[0][name] == rows[1][name]
    ]
    assert len(rows) == 2
    assert shared == []
    assert rows[0]["asked_by"] is None


async def test_no_instant_of_the_asker_is_kept(desk: Desk) -> None:
    await desk.town.clock.move(minutes=3)
    await desk.asks()

    row = (await desk.town.app.store.read(lambda tx: tx.all(_ROWS)))[0]
    jobs = await desk.town.app.store.read(lambda tx: tx.all(_JOBS))
    window = 15 * 60 * 1_000_000
    assert row["asked_on"] == "2026-11-24"
    assert row["batch"] % window == 0
    assert [job["due_at"] % window for job in jobs] == [0] * len(jobs)
    assert jobs


async def test_my_data_shows_and_deletes_what_there_is(desk: Desk) -> None:
    receipt = await desk.reaches_queue(naming="named")
    await desk.maya.says("/mydata export")
    shown = desk.maya.screen

    await desk.maya.says("/mydata delete")
    await desk.maya.presses("Yes, erase everything")
    await desk.town.settles()

    assert ASKED in shown
    assert "You took it back" in await desk.looks(receipt)
    assert ASKED not in desk.town.channel("queue").text


_ROWS = sql("""
    SELECT id, receipt, address, address_dek, asked_by, asked_on, batch FROM question ORDER BY id
""")
_JOBS = sql("SELECT due_at FROM job WHERE kind LIKE 'questions.%' AND kind <> 'questions.daily'")
_DEKS = sql("SELECT COUNT(*) AS n FROM question_text WHERE dek IS NOT NULL")
_IDS = sql("SELECT id FROM question")


async def _dek_count(tx: Tx) -> int:
    row = await tx.one(_DEKS)
    assert row is not None
    return int(row["n"])


async def _whole(desk: Desk) -> Whole:
    rows = await desk.town.app.store.read(lambda tx: tx.all(_IDS))
    return await archive_of(desk).whole("riverbend", rows[0]["id"])


async def test_no_number_moves_when_somebody_asks_votes_or_takes_back(desk: Desk) -> None:
    async def numbers() -> Backlog:
        await desk.town.settles()
        return await OutboxPulse(desk.town.app).backlog()

    await desk.town.settles()
    seen = [await numbers()]
    receipt = await desk.asks()
    seen.append(await numbers())
    await desk.maya.says("/ask")
    await desk.maya.fills(words="Who mends the lamps?", topic="data", naming="anonymous").sends()
    seen.append(await numbers())
    await desk.maya.says("/feedback")
    await desk.maya.fills(kind="idea", about="dialogue", words="Benches, please.").sends()
    seen.append(await numbers())
    planned = await desk.town.app.outbox.depth()
    await desk.looks(receipt)
    await desk.maya.presses("questions.withdraw")
    seen.append(await numbers())

    assert planned.later > 0, "there is something that could have been counted"
    assert set(seen) == {Backlog(waiting=0, buried=0, oldest_seconds=0.0)}
