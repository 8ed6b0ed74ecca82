"""Every table is in docs/privacy.md, and whatever leads to a person has an eraser that is wired."""

import re
from pathlib import Path

import pytest

from tests.support.town import open_town

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = sorted((ROOT / "bot" / "storage" / "migrations").glob("*.sql"))
WITH, WITHOUT = (ROOT / "docs" / "privacy.md").read_text().split("## Tables without")
ITSELF = "itself"

_TABLE = re.compile(r"CREATE (?:VIRTUAL )?TABLE (\w+)[^(]*\((.*?)\)[^,;]*;", re.DOTALL)
_NAME = re.compile(r"`(\w+)`")


def _rows(part: str) -> list[list[str]]:
    lines = [line for line in part.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _tables(migration: Path) -> dict[str, str]:
    """Return the tables that a migration makes, with what stands in them."""
    return {m[1]: m[2] for m in _TABLE.finditer(migration.read_text())}


def _header(migration: Path) -> str:
    """Return what a migration says about personal data."""
    head = migration.read_text().split("CREATE", 1)[0]
    lines = " ".join(line.removeprefix("--").strip() for line in head.splitlines())
    _, found, said = lines.partition("Personal data:")
    assert found, f"{migration.name} does not say 'Personal data: …'"
    return said.strip()


LEADING = {_NAME.findall(row[0])[0]: row for row in _rows(WITH)}
HARMLESS = {name for row in _rows(WITHOUT) for name in _NAME.findall(row[0])}
SCHEMA = {name: body for path in MIGRATIONS for name, body in _tables(path).items()}


def test_every_table_is_listed_once() -> None:
    assert {*LEADING} | HARMLESS == {*SCHEMA}
    assert {*LEADING} & HARMLESS == set()


@pytest.mark.parametrize("migration", MIGRATIONS, ids=lambda path: path.name)
def test_the_list_agrees_with_what_a_migration_says(migration: Path) -> None:
    leading = _tables(migration).keys() & LEADING.keys()
    if _header(migration).lower().startswith("none"):
        assert leading == set()
    else:
        assert leading != set()


@pytest.mark.parametrize("table", LEADING)
def test_the_columns_listed_exist(table: str) -> None:
    for column in _NAME.findall(LEADING[table][1]):
        assert re.search(rf"^\s*{column}\s", SCHEMA[table], re.MULTILINE), f"{table}.{column}"


@pytest.mark.parametrize("table", LEADING)
def test_every_reason_and_term_is_given(table: str) -> None:
    _, columns, why, term, eraser = LEADING[table]
    assert all((columns, why, term, eraser))


@pytest.mark.parametrize("table", [name for name, row in LEADING.items() if row[4] != ITSELF])
def test_the_eraser_speaks_of_its_table(table: str) -> None:
    """Its feature has a statement that deletes from the table or takes the person out of it."""
    feature = ROOT / "bot" / "features" / LEADING[table][4]
    assert (feature / "personal_data.py").is_file()
    text = "\n".join(path.read_text() for path in sorted(feature.rglob("*.py")))
    assert re.search(rf"(DELETE\s+FROM|UPDATE)\s+{table}\b", text)


async def test_every_eraser_is_wired(tmp_path: Path) -> None:
    erasers = {row[4] for row in LEADING.values()} - {ITSELF}
    async with open_town(tmp_path / "data") as town:
        wired = {type(one).__module__ for one in town.app.features.data.holders}
    assert {f"bot.features.{name}.personal_data" for name in erasers} == wired


def test_every_term_that_is_named_can_be_set() -> None:
    known = (ROOT / "config" / "retention.toml").read_text()
    for name in set(re.findall(r"`(\w+_days\w*)`", WITH)):
        assert f"{name} =" in known
