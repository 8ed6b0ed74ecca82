"""The vault: what it opens, what it has forgotten, and what is left in its files."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.errors import NotSaved, SetupError
from bot.core.ports import Tx
from bot.storage.erasures import Erasure
from bot.storage.errors import Gone, Tampered
from bot.storage.open import open_store, open_vault
from bot.storage.sql import sql
from bot.storage.vault import Sealed, Vault
from tests.support.stores import FixedKeys, StillClock, files_in, mode_of, run_python, write_file

WORDS = b"may I film an officer at work?"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def still() -> StillClock:
    return StillClock()


@pytest.fixture
async def vault(data: Path, still: StillClock) -> AsyncGenerator[Vault]:
    async with open_vault(data, clock=still) as opened:
        yield opened


def seal(vault: Vault, subject: str = "q1", words: bytes = WORDS) -> Sealed:
    return vault.seal(words, purpose="words", subject=subject)


def unseal(vault: Vault, sealed: Sealed, subject: str = "q1") -> bytes:
    return vault.open(sealed.dek, sealed.blob, purpose="words", subject=subject)


def traces(data: Path, *needles: bytes) -> list[str]:
    """Name the files that hold one of these bytes."""
    files = files_in(data).items()
    return sorted(name for name, content in files if any(each in content for each in needles))


async def test_what_was_sealed_opens_also_after_a_restart(
    vault: Vault, data: Path, still: StillClock
) -> None:
    sealed = seal(vault)
    assert unseal(vault, sealed) == WORDS
    await vault.close()

    async with open_vault(data, clock=still) as again:
        assert unseal(again, sealed) == WORDS


async def test_each_value_has_a_key_of_its_own(vault: Vault) -> None:
    assert len({seal(vault).dek for _ in range(600)}) == 600


async def test_values_of_one_subject_may_share_a_key(vault: Vault) -> None:
    dek = vault.new_dek()
    words = vault.seal(WORDS, purpose="words", subject="q1", dek=dek)
    address = vault.seal(b"discord:1:2", purpose="address", subject="q1", dek=dek)
    assert (words.dek, address.dek) == (dek, dek)

    await vault.erase(dek)

    for sealed, purpose in ((words, "words"), (address, "address")):
        with pytest.raises(Gone):
            vault.open(sealed.dek, sealed.blob, purpose=purpose, subject="q1")
    with pytest.raises(Gone):
        vault.seal(WORDS, purpose="words", subject="q1", dek=dek)


async def test_a_value_opens_for_its_own_subject_alone(vault: Vault) -> None:
    sealed = seal(vault)

    with pytest.raises(Tampered):
        unseal(vault, sealed, "q2")


async def test_an_unknown_key_is_gone(vault: Vault) -> None:
    with pytest.raises(Gone):
        vault.open("nobody", b"", purpose="words", subject="q1")


async def test_an_erased_key_leaves_no_trace_in_any_file(vault: Vault, data: Path) -> None:
    all_sealed = [seal(vault, f"q{n}") for n in range(700)]
    gone, kept = all_sealed[::2], all_sealed[1::2]
    raw = [vault._read(each.dek) for each in gone]
    wrapped = [vault._file.dek(each.dek) or b"" for each in gone]
    left = [vault._file.dek(each.dek) or b"" for each in kept]
    assert traces(data, *wrapped) != []

    for each in gone[:50]:
        await vault.erase(each.dek)
    await vault.erase(*(each.dek for each in gone[50:]))

    pieces = [blob[at : at + 16] for blob in wrapped for at in range(0, 60, 15)]
    assert traces(data, *raw, *wrapped, *pieces) == []
    assert traces(data, *left) == ["vault.db"]
    assert files_in(data)["vault.db-wal"] == b""
    for number, each in enumerate(all_sealed):
        if number % 2:
            assert unseal(vault, each, f"q{number}") == WORDS
        else:
            with pytest.raises(Gone):
                unseal(vault, each, f"q{number}")


async def test_a_copy_of_the_records_made_before_is_unreadable_after(
    vault: Vault, data: Path, still: StillClock
) -> None:
    """The backup of the database was made while the question was open."""
    backup = seal(vault)
    await vault.erase(backup.dek)
    await vault.close()

    async with open_vault(data, clock=still) as again:
        with pytest.raises(Gone):
            unseal(again, backup)


async def test_erasing_twice_is_harmless(vault: Vault) -> None:
    sealed = seal(vault)

    await vault.erase(sealed.dek)
    await vault.erase(sealed.dek, "never there")
    await vault.erase()


async def test_no_clear_text_and_no_raw_key_is_in_any_file(vault: Vault, data: Path) -> None:
    sealed = seal(vault)

    assert traces(data, WORDS, vault._read(sealed.dek), vault._master, vault.key("inbox")) == []


async def test_files_are_ours_alone(vault: Vault, data: Path) -> None:
    seal(vault)

    assert mode_of(data) == 0o700
    assert {name: mode_of(data / name) for name in files_in(data)} == dict.fromkeys(
        ("key", "vault.db", "vault.db-wal", "vault.db-shm", "vault.db.lock"), 0o600
    )


async def test_keys_are_durable_before_they_are_used(vault: Vault) -> None:
    for _ in range(300):
        sealed = seal(vault)
        assert vault._file.dek(sealed.dek) is not None


async def test_sealing_works_in_a_unit_and_from_many_threads(
    vault: Vault, data: Path, still: StillClock
) -> None:
    put = sql("INSERT INTO letter (id, dek, blob) VALUES (:id, :dek, :blob)")
    create = sql("CREATE TABLE letter (id TEXT NOT NULL, dek TEXT NOT NULL, blob BLOB NOT NULL)")

    async with open_store(data / "main.db", vault=vault, clock=still, migrate=True) as store:
        await store.write(lambda tx: tx.execute(create))

        async def ask(number: int) -> None:
            async def unit(tx: Tx) -> None:
                sealed = seal(vault, f"q{number}")
                await tx.execute(put, id=f"q{number}", dek=sealed.dek, blob=sealed.blob)

            await store.write(unit)

        await asyncio.gather(
            *(ask(n) for n in range(400)),
            *(asyncio.to_thread(seal, vault) for _ in range(400)),
        )
        rows = await store.read(lambda tx: tx.all(sql("SELECT id, dek, blob FROM letter")))
    assert len(rows) == 400
    for row in rows:
        assert unseal(vault, Sealed(row["dek"], row["blob"]), row["id"]) == WORDS
    assert len({row["dek"] for row in rows}) == 400


async def test_purposes_have_keys_that_stay_the_same(
    vault: Vault, data: Path, still: StillClock
) -> None:
    keys = [vault.key(purpose) for purpose in ("inbox", "buttons", "receipts")]
    assert len(set(keys)) == 3
    await vault.close()

    async with open_vault(data, clock=still) as again:
        assert [again.key(p) for p in ("inbox", "buttons", "receipts")] == keys


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
