"""Every setting is in an example file and in the operator's pages, and nothing else is."""

import re
import tomllib
from typing import Any, get_args

import msgspec
import pytest

from bot.settings.community import CommunityFile
from bot.settings.environment import NAMES
from bot.settings.retention import Retention
from tests.conftest import ROOT

OPERATING = (ROOT / "docs" / "operating.md").read_text()
EXAMPLE = (ROOT / "config" / "example.env").read_text()
COMMUNITY = (ROOT / "config" / "community.toml").read_text()


def keys_of(kind: type[msgspec.Struct]) -> dict[str, type[msgspec.Struct] | None]:
    """Return the keys of a table; of a list of tables, the table."""
    found: dict[str, type[msgspec.Struct] | None] = {}
    for field in msgspec.structs.fields(kind):
        kinds = [field.type, *get_args(field.type)]
        tables = [k for k in kinds if isinstance(k, type) and issubclass(k, msgspec.Struct)]
        found[field.name] = tables[0] if tables else None
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_name_of_the_environment_is_explained(name: str) -> None:
    assert re.search(rf"^#?{name}=", EXAMPLE, re.MULTILINE)
    assert f"`{name}`" in OPERATING


def test_the_example_names_nothing_that_is_not_read() -> None:
    assert set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE)) == set(NAMES)


def test_nothing_reads_the_environment_but_the_settings() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "bot").rglob("*.py")
        if re.search(r"os\.environ|os\.getenv|\bgetenv\(", path.read_text())
    }

    assert readers == {"bot/settings/load.py"}


def commented(text: str) -> str:
    """Take the example as if everything in it were switched on."""
    lines = text.splitlines()
    return "\n".join(re.sub(r"^# (?=\[\[|\w+ = )", "", line) for line in lines)


@pytest.mark.parametrize(("table", "kind"), sorted(keys_of(CommunityFile).items()))
def test_every_key_of_a_community_is_in_the_example(
    table: str, kind: type[msgspec.Struct]
) -> None:
    example: Any = tomllib.loads(commented(COMMUNITY))[table]
    given = set(example[0] if isinstance(example, list) else example)

    assert given == set(keys_of(kind))


@pytest.mark.parametrize(("table", "kind"), sorted(keys_of(CommunityFile).items()))
def test_every_key_of_a_community_is_explained(table: str, kind: type[msgspec.Struct]) -> None:
    for key in keys_of(kind):
        one_of_many = table in {"feeds", "places", "roles"}
        assert f"`{key}`" in OPERATING if one_of_many else f"`{table}.{key}`" in OPERATING


def test_every_term_is_in_the_example_and_explained() -> None:
    example = tomllib.loads((ROOT / "config" / "retention.toml").read_text())

    assert set(example) == set(keys_of(Retention))
    assert msgspec.convert(example, Retention) == Retention()
    for key in example:
        assert f"`{key}`" in OPERATING


def test_the_keys_are_read_by_somebody() -> None:
    """A key that nothing reads would be a promise to operators that nobody keeps."""
    code = "\n".join(p.read_text() for p in (ROOT / "bot" / "compose").rglob("*.py"))
    kinds: list[type[msgspec.Struct]] = [Retention]
    kinds += [table for table in keys_of(CommunityFile).values() if table is not None]
    for kind in kinds:
        for key in keys_of(kind):
            assert re.search(rf"\.{key}\b", code), f"{kind.__name__}.{key}"
