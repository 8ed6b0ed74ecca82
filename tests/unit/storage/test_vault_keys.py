"""The keys of the vault: swept, rotated, damaged, missing."""

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.errors import NotSaved, SetupError
from bot.storage.erasures import Erasure
from bot.storage.errors import Gone
from bot.storage.open import open_store, open_vault
from bot.storage.vault import Vault
from tests.support.sealed import WORDS, seal, traces, unseal
from tests.support.stores import FixedKeys, StillClock, files_in, run_python, write_file


async def test_keys_that_no_record_names_are_swept_at_the_next_start(
    vault: Vault, data: Path, still: StillClock
) -> None:
    kept, lost = seal(vault), seal(vault)
    await vault.close()

    async with open_vault(data, clock=still) as again:
        fresh = seal(again, "q2")
        assert await again.sweep([kept.dek]) == 255
        assert await again.sweep([kept.dek]) == 0
        assert unseal(again, kept) == WORDS
        assert unseal(again, fresh, "q2") == WORDS
        with pytest.raises(Gone):
            unseal(again, lost)


async def test_nothing_is_swept_while_another_process_has_unused_keys(
    vault: Vault, data: Path, still: StillClock
) -> None:
    seal(vault)
    async with open_vault(data, clock=still) as other:
        assert await other.sweep([]) == 0
        sealed = seal(vault)
        assert unseal(other, sealed) == WORDS


async def test_what_one_process_erases_is_gone_for_the_other(
    vault: Vault, data: Path, still: StillClock
) -> None:
    sealed = seal(vault)
    async with open_vault(data, clock=still) as other:
        assert unseal(other, sealed) == WORDS
        await vault.erase(sealed.dek)
        with pytest.raises(Gone):
            unseal(other, sealed)


async def test_new_key_files_open_what_was_sealed_before(
    vault: Vault, data: Path, still: StillClock
) -> None:
    sealed, inbox = seal(vault), vault.key("inbox")
    old = vault._file.dek(sealed.dek) or b""
    before = (data / "key").read_bytes()

    await vault.rotate()

    assert (data / "key").read_bytes() != before
    assert not (data / "key.next").exists()
    assert traces(data, old, before.strip()) == []
    assert unseal(vault, sealed) == WORDS
    after = seal(vault)
    await vault.close()
    async with open_vault(data, clock=still) as again:
        assert unseal(again, sealed) == unseal(again, after) == WORDS
        assert again.key("inbox") == inbox


async def test_a_secret_key_can_take_the_place_of_the_key_file(
    vault: Vault, data: Path, still: StillClock
) -> None:
    sealed = seal(vault)
    await vault.rotate(secret_key="a new secret of some length")
    await vault.close()

    assert not (data / "key").exists()
    async with open_vault(data, clock=still, secret_key="a new secret of some length") as again:
        assert unseal(again, sealed) == WORDS
    with pytest.raises(SetupError, match="put back the key"):
        async with open_vault(data, clock=still):
            pass


async def test_rotation_waits_until_other_processes_are_gone(
    vault: Vault, data: Path, still: StillClock
) -> None:
    async with open_vault(data, clock=still):
        with pytest.raises(NotSaved):
            await vault.rotate()
    await vault.rotate()


@pytest.mark.parametrize(
    ("made", "opened"),
    [(None, "another secret"), ("first secret", "another secret"), ("first secret", None)],
)
async def test_another_key_than_the_one_it_was_made_with_is_refused(
    data: Path, still: StillClock, made: str | None, opened: str | None
) -> None:
    async with open_vault(data, clock=still, secret_key=made) as vault:
        sealed = seal(vault)

    with pytest.raises(SetupError, match=r"vault .*vault.db does not open with .*: put back"):
        async with open_vault(data, clock=still, secret_key=opened):
            pass
    async with open_vault(data, clock=still, secret_key=made) as vault:
        assert unseal(vault, sealed) == WORDS


@pytest.mark.parametrize("content", ["", "not hexadecimal", "abcd", "00" * 31])
async def test_a_damaged_key_file_is_said_and_left_alone(
    data: Path, still: StillClock, content: str
) -> None:
    async with open_vault(data, clock=still):
        pass
    write_file(data / "key", content)

    with pytest.raises(SetupError, match=r"key .*put your copy of it back"):
        async with open_vault(data, clock=still):
            pass
    assert files_in(data)["key"] == content.encode()


async def test_a_missing_key_file_is_never_made_anew_beside_an_old_vault(
    data: Path, still: StillClock
) -> None:
    async with open_vault(data, clock=still):
        pass
    (data / "key").unlink()

    with pytest.raises(SetupError, match="put back the key"):
        async with open_vault(data, clock=still):
            pass
    assert not (data / "key").exists()


async def test_a_vault_of_the_first_version_opens_and_can_remember_erasures(
    vault: Vault, data: Path, still: StillClock
) -> None:
    sealed, erasure = seal(vault), an_erasure()
    vault._file._writer.executescript("DROP TABLE erasure; PRAGMA user_version = 1")
    await vault.close()

    async with open_vault(data, clock=still) as again:
        await again.keep_erasure(erasure)
        await again.keep_erasure(erasure)

        assert unseal(again, sealed) == WORDS
        assert again.erasures() == [erasure]


async def test_marks_of_erasures_outlive_a_rotation(vault: Vault) -> None:
    erasure = an_erasure()
    await vault.keep_erasure(erasure)

    await vault.rotate()

    assert vault.erasures() == [erasure]
    assert await vault.forget_erasures(erasure.until) == 0
    assert await vault.forget_erasures(erasure.until + timedelta(days=1)) == 1


def an_erasure() -> Erasure:
    until = date(2026, 12, 24)
    return Erasure(id="an-id", community="riverbend", mark="thing:a-question", until=until)


async def test_a_vault_of_a_newer_version_is_refused(data: Path, still: StillClock) -> None:
    async with open_vault(data, clock=still) as vault:
        vault._file._writer.execute("PRAGMA user_version = 99")

    with pytest.raises(SetupError, match="newer version"):
        async with open_vault(data, clock=still):
            pass


async def test_the_database_is_no_vault_and_the_vault_no_database(
    data: Path, still: StillClock
) -> None:
    async with open_vault(data, clock=still):
        pass

    with pytest.raises(SetupError, match="not made by Common Ground for this purpose"):
        async with open_store(data / "vault.db", vault=FixedKeys(), clock=still, migrate=True):
            pass


async def test_when_no_key_can_be_made_it_is_said(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal(vault)
    vault._reserve.clear()
    vault._file._writer.execute("PRAGMA query_only = ON")

    with pytest.raises(NotSaved):
        seal(vault)
    vault._file._writer.execute("PRAGMA query_only = OFF")
    assert unseal(vault, seal(vault)) == WORDS


async def test_closing_leaves_no_thread(data: Path, still: StillClock) -> None:
    async with open_vault(data, clock=still) as vault:
        seal(vault)
        await vault.erase(vault.new_dek())

    assert not [t for t in threading.enumerate() if t.name.startswith("vault")]


KILL = """
import asyncio, os, sys
from pathlib import Path
from bot.storage import key_file, vault_file
from bot.storage.open import open_vault
from tests.support.stores import FixedKeys, StillClock, files_in, mode_of, run_python, write_file

def die(*_, **__):
    os.kill(os.getpid(), 9)

async def main():
    async with open_vault(Path(sys.argv[1]), clock=StillClock()) as vault:
        match sys.argv[2]:
            case "before the change":
                vault._file.rewrap = die
            case "before the commit":
                real = vault._file.rewrap
                def rewrap(again):
                    calls = []
                    def one(name, wrapped):
                        calls.append(name)
                        return die() if len(calls) > 200 else again(name, wrapped)
                    real(one)
                vault._file.rewrap = rewrap
            case "after the commit":
                vault._keys.adopt = die
            case "at the end":
                vault._file.cut_log = die
        await vault.rotate()

asyncio.run(main())
"""


@pytest.mark.parametrize(
    "when", ["before the change", "before the commit", "after the commit", "at the end"]
)
async def test_a_rotation_that_was_killed_leaves_a_vault_that_opens(
    data: Path, still: StillClock, when: str
) -> None:
    async with open_vault(data, clock=still) as vault:
        sealed = seal(vault)
    run = run_python(KILL, str(data), when)
    assert run.returncode == -9

    async with open_vault(data, clock=still) as vault:
        assert unseal(vault, sealed) == WORDS
        assert not (data / "key.next").exists()
        await vault.rotate()
    async with open_vault(data, clock=still) as vault:
        assert unseal(vault, sealed) == WORDS
