"""The vault's own copies: one a day, none older than seven days, worth nothing without the key."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.errors import SetupError
from bot.storage.errors import Gone
from bot.storage.open import open_vault
from bot.storage.vault import Sealed, Vault
from bot.storage.vault_copy import LIFE, copies_in
from bot.storage.vault_open import restore_vault
from tests.support.stores import StillClock, mode_of

WORDS = b"may I film an officer at work?"
SECRET = "a secret of at least thirty-two characters"


@pytest.fixture
def still() -> StillClock:
    return StillClock()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copies"


@pytest.fixture
async def vault(data: Path, still: StillClock) -> AsyncGenerator[Vault]:
    async with open_vault(data, clock=still, secret_key=SECRET) as opened:
        yield opened


def seal(vault: Vault) -> Sealed:
    return vault.seal(WORDS, purpose="words", subject="q1")


async def opens(copy: Path, sealed: Sealed, to: Path, still: StillClock) -> bytes | None:
    """Restore a copy into a new directory; return what it opens of ``sealed``."""
    restore_vault(to, copy, now=still.now(), secret_key=SECRET)
    async with open_vault(to, clock=still, secret_key=SECRET) as again:
        try:
            return again.open(sealed.dek, sealed.blob, purpose="words", subject="q1")
        except Gone:
            return None


async def test_a_lost_vault_comes_back_from_its_newest_copy(
    vault: Vault, folder: Path, tmp_path: Path, still: StillClock
) -> None:
    sealed = seal(vault)
    await vault.keep_copies(folder)
    ((made, copy),) = copies_in(folder)

    assert made == still.now()
    assert (mode_of(folder), mode_of(copy)) == (0o700, 0o600)
    assert await opens(copy, sealed, tmp_path / "again", still) == WORDS


async def test_seven_days_after_a_key_is_erased_it_is_in_no_copy(
    vault: Vault, folder: Path, tmp_path: Path, still: StillClock
) -> None:
    sealed = seal(vault)
    await vault.keep_copies(folder)
    before = [path for _, path in copies_in(folder)]
    await vault.erase(sealed.dek)

    for _ in range(24 * 7):
        still.move(hours=1)
        await vault.keep_copies(folder)
        assert all(still.now() - at <= LIFE for at, _ in copies_in(folder))

    assert not any(path.exists() for path in before)
    left = [path for _, path in copies_in(folder)]
    assert len(left) == 7
    for number, copy in enumerate(left):
        assert await opens(copy, sealed, tmp_path / f"again{number}", still) is None


async def test_a_copy_is_made_once_a_day(vault: Vault, folder: Path, still: StillClock) -> None:
    for _ in range(30):
        await vault.keep_copies(folder)
        still.move(hours=1)

    first, second = (at for at, _ in copies_in(folder))
    assert second - first == timedelta(days=1)


async def test_a_copy_that_was_dated_ahead_by_a_wrong_clock_goes(
    vault: Vault, folder: Path, still: StillClock
) -> None:
    still.move(days=400)
    await vault.keep_copies(folder)
    still.move(days=-400)
    await vault.keep_copies(folder)

    ((made, _),) = copies_in(folder)
    assert made == still.now()


async def test_a_copy_tells_nothing_without_the_key(
    vault: Vault, folder: Path, tmp_path: Path, still: StillClock
) -> None:
    sealed = seal(vault)
    await vault.keep_copies(folder)
    ((_, copy),) = copies_in(folder)

    assert sealed.dek.encode() not in copy.read_bytes()
    with pytest.raises(SetupError, match="does not open with the key"):
        restore_vault(tmp_path / "again", copy, now=still.now(), secret_key=SECRET + "!")


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (lambda copy, _: copy.write_bytes(copy.read_bytes()[:-1]), "is damaged"),
        (lambda copy, _: copy.unlink(), "cannot be read"),
        (lambda _, still: still.move(days=7, seconds=1), "older than seven days"),
    ],
    ids=["damaged", "lost", "old"],
)
async def test_a_copy_that_cannot_serve_is_refused(
    harm: object, why: str, vault: Vault, folder: Path, tmp_path: Path, still: StillClock
) -> None:
    await vault.keep_copies(folder)
    ((_, copy),) = copies_in(folder)
    harm(copy, still)  # type: ignore[operator]

    with pytest.raises(SetupError, match=why):
        restore_vault(tmp_path / "again", copy, now=still.now(), secret_key=SECRET)
    assert not (tmp_path / "again" / "vault.db").exists()


async def test_a_vault_that_is_there_is_never_replaced(
    vault: Vault, data: Path, folder: Path, still: StillClock
) -> None:
    await vault.keep_copies(folder)
    ((_, copy),) = copies_in(folder)

    with pytest.raises(SetupError, match="move it away first"):
        restore_vault(data, copy, now=still.now(), secret_key=SECRET)
