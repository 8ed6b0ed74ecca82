"""What the program refuses, each in one sentence, and its help."""

import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.program import CANARY, SHORT, Program

# ---- refusals --------------------------------------------------------------------------------


def test_a_port_in_use_is_said_and_nothing_is_lost(program: Program) -> None:
    program.has_a_database()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        said = program.refuses("run", PORT=port)

    assert said == (
        f"Port {port} on 127.0.0.1 is in use; stop the other program, "
        "or choose another port with PORT=."
    )
    assert program.does("migrate").returncode == 0


def test_a_second_process_on_the_same_file_is_refused(program: Program) -> None:
    with program.running():
        said = program.refuses("run")
        assert "commonground.sqlite" in said
        assert "Another process uses" in said
        assert "Another process uses" in program.refuses("migrate")


def test_a_newer_database_is_refused_and_left_alone(program: Program) -> None:
    program.has_a_database()
    path = program.data / "commonground.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("INSERT INTO schema_version VALUES (9999, '9999_future.sql', 'x')")
        database.commit()
    before = dump(path)

    for command in ("run", "migrate"):
        assert "newer version (9999_future.sql" in program.refuses(command)
    assert dump(path) == before


def dump(path: Path) -> list[object]:
    with closing(sqlite3.connect(path)) as database:
        schema = database.execute("SELECT * FROM sqlite_master ORDER BY name").fetchall()
        return [schema, database.execute("SELECT * FROM schema_version").fetchall()]


@pytest.mark.parametrize(
    "damage", [b"this is no database at all" * 100, b"", b"SQLite format 3\x00" + b"\x00" * 200]
)
def test_a_file_that_is_no_database_of_ours_is_refused(program: Program, damage: bytes) -> None:
    program.data.mkdir()
    path = program.data / "commonground.sqlite"
    path.write_bytes(damage)

    if damage:
        assert "commonground.sqlite" in program.refuses("run")
        assert path.read_bytes() == damage
    else:
        assert "run `python -m bot migrate` first" in program.refuses("run")


def test_a_key_that_does_not_fit_is_refused(program: Program) -> None:
    program.has_a_database()
    (program.data / "key").write_text("ab" * 32 + "\n")

    said = program.refuses("run")

    assert "put back the key" in said
    assert "abab" not in said


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("PORT", "eighty", "PORT is 'eighty'; give a whole number"),
        ("PORT", "70000", "PORT is '70000'"),
        ("HOST", "not an address", "HOST"),
        ("HOST", "203.0.113.9", "HOST '203.0.113.9' is not an address of this machine"),
        ("SECRET_KEY", CANARY[:20], "SECRET_KEY is too short"),
        ("METRICS_TOKEN", CANARY[:5], "METRICS_TOKEN is too short"),
        ("DATABASE_URL", f"mysql://u:{CANARY}@h/d", "DATABASE_URL must begin with"),
        ("SLACK_APP_TOKEN", CANARY, "SLACK_BOT_TOKEN is not"),
        ("DISCORD_API_URL", f"http://{CANARY}/", "DISCORD_API_URL must begin with https"),
        ("CONFIG_DIR", "/nowhere", "CONFIG_DIR is '/nowhere'"),
        ("DATA_DIR", "/dev/null", "/dev/null"),
        ("DATA_DIR", "/proc/nowhere", "/proc/nowhere"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    program: Program, setting: str, value: str, said: str
) -> None:
    sentence = program.refuses("run", **{setting: value})

    assert said in sentence
    assert CANARY[:20] not in sentence


def test_broken_content_is_named(program: Program, tmp_path: Path) -> None:
    config = tmp_path / "config"
    (config / "content").mkdir(parents=True)
    for name in ("community.toml", "retention.toml"):
        (config / name).write_bytes((ROOT / "config" / name).read_bytes())
    for path in (ROOT / "config" / "content").glob("*.yaml"):
        (config / "content" / path.name).write_bytes(path.read_bytes())
    (config / "content" / "routing.yaml").write_text("routes: [unclosed")

    said = program.refuses("run", CONFIG_DIR=str(config))

    assert "routing.yaml" in said
    assert "not valid YAML" in said


@pytest.mark.parametrize(
    "words", [("nonsense",), ("disclose", "x"), ("disclose",), ("run", "--x")]
)
def test_a_wrong_call_is_explained(program: Program, words: tuple[str, ...]) -> None:
    done = program.does(*words)

    assert done.returncode == 2
    assert "Usage: commonground" in done.stderr


# ---- help ------------------------------------------------------------------------------------


def test_help_is_quick_because_it_imports_next_to_nothing(program: Program) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "--help"],
        cwd=ROOT,
        env=program.environment,
        capture_output=True,
        text=True,
        timeout=SHORT,
        check=True,
    )

    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    heavy = {"aiohttp", "discord", "slack_bolt", "structlog", "sqlite3", "yaml", "jinja2", "babel"}
    assert "click" in imported
    assert not imported & heavy
    assert not {name for name in imported if name.startswith(("bot.compose", "bot.features"))}
