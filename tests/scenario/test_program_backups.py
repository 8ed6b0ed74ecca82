"""Backups and keys as an operator handles them."""

import time
from pathlib import Path

from tests.support.program import CANARY, SHORT, Program


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
