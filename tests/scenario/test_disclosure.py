"""What ``disclose`` says of a question: exactly what is held, in the database and in the vault."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.compose import disclosure
from bot.compose.disclosure import Found
from bot.core.people import Role
from bot.settings import load
from tests.support.questions import Desk, archive_of, desk_of
from tests.support.town import Town, open_town

KEY, ERASURE = "vault: key", "vault: erasure"


async def _disclosed(data: Path, number: int = 1) -> list[Found]:
    return list(await disclosure.disclose(load({"DATA_DIR": str(data)}), number))


def _tables_with(data: Path, words: str) -> set[str]:
    """Return the tables in which ``words`` stand in any row, read past the bot."""
    with closing(sqlite3.connect(data / "commonground.sqlite")) as database:
        made = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        tables = [name for name, how in made if "VIRTUAL" not in how and how is not None]
        return {
            table
            for table in tables
            for row in database.execute(f"SELECT * FROM {table}")  # noqa: S608  (names of the schema)
            if words.encode() in b"\0".join(_raw(value) for value in row)
        }


def _raw(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


async def _has_many_voices(town: Town, desk: Desk) -> None:
    """Have others vote, follow and add a perspective."""
    theo = town.someone("theo").goes_to("questions")
    await theo.presses("questions.vote")
    await theo.presses("questions.follow")
    pam = town.someone("pam", Role.PANEL).goes_to("questions")
    await pam.presses("questions.read")
    await pam.presses("questions.view")
    await pam.fills(label="advocacy", view="Families wait.", source="Our clinic.").sends()
    await desk.town.settles()


async def test_no_table_that_names_a_question_is_left_out(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with open_town(data) as town:
        desk = desk_of(town)
        await desk.gets_answer(naming="notify")
        await _has_many_voices(town, desk)
        question = await desk.numbered(1)

    found = await _disclosed(data)

    said = {row.table for row in found if row.table != KEY}
    assert said == _tables_with(data, question)
    assert {"question_vote", "question_follow", "question_perspective", "shown"} <= said


async def test_keys_are_named_with_whether_they_are_still_held(tmp_path: Path) -> None:
    async with open_town(tmp_path / "data") as town:
        desk = desk_of(town)
        await desk.gets_answer(naming="notify", public="no")
        question = await desk.numbered(1)
        address = await town.app.store.read(
            lambda tx: archive_of(desk).questions.address(tx, "riverbend", question)
        )
        assert address is not None
        await town.app.vault.erase(address.dek)

    found = await _disclosed(tmp_path / "data")

    keys = [row.columns for row in found if row.table == KEY]
    sealing = {
        row.columns[name]
        for row in found
        for name in ("dek", "address_dek")
        if row.columns.get(name) is not None
    }
    assert {key["id"] for key in keys} == sealing
    assert {key["id"]: key["key"] for key in keys}[address.dek] == "gone"
    assert sorted(str(key["key"]) for key in keys) == ["gone", "held, wrapped"]


async def test_of_what_was_taken_back_no_key_and_no_word_is_left(tmp_path: Path) -> None:
    async with open_town(tmp_path / "data") as town:
        desk = desk_of(town)
        receipt = await desk.reaches_queue(naming="notify")
        await desk.looks(receipt)
        await desk.maya.presses("questions.withdraw")
        await town.settles()

    found = await _disclosed(tmp_path / "data")

    texts = [row.columns for row in found if row.table == "question_text"]
    assert [row for row in found if row.table == KEY] == []
    assert [(text["sealed"], text["words"], text["dek"]) for text in texts] == [(None,) * 3]
    assert [row.table for row in found if row.table == ERASURE] == [ERASURE]
