"""Sealed values and the keys that open them."""

import asyncio
from pathlib import Path

import pytest

from bot.core.ports import Tx
from bot.storage.errors import Gone, Tampered
from bot.storage.open import open_store, open_vault
from bot.storage.sql import sql
from bot.storage.vault import Sealed, Vault
from tests.support.sealed import WORDS, seal, traces, unseal
from tests.support.stores import StillClock, files_in, mode_of


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
