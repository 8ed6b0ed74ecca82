"""The house keeps its own rules: sizes, names, docstrings, documents."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from bot.cli.commands import commands
from tests.conftest import ROOT
from tests.support.code import BOT, modules

FEATURES = sorted(path for path in (BOT / "features").iterdir() if (path / "__init__.py").exists())
FIXED = {
    "model",
    "ports",
    "service",
    "tables",
    "store",
    "views",
    "handlers",
    "jobs",
    "personal_data",
}
BESIDE = sorted(
    path
    for folder in ("bench", "scripts", "tests/support")
    for path in (ROOT / folder).rglob("*.py")
)
DOCUMENTS = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    *(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md")),
    *(str(path.relative_to(ROOT)) for path in BOT.rglob("README.md")),
)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*modules(), *BESIDE], ids=name_of)
def test_no_module_has_more_than_300_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_whatever_is_public_says_what_it_is_for(path: Path) -> None:
    module = modules()[path]
    without = [
        node.name
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and _is_public(module, node)
    ]

    assert ast.get_docstring(module)
    assert without == []


def _is_public(
    module: ast.Module, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
) -> bool:
    """Whether a definition is at the top or in a public class there, and says something new."""
    tops = [n for n in module.body if isinstance(n, ast.ClassDef) and not n.name.startswith("_")]
    if any(isinstance(mark, ast.Name) and mark.id == "override" for mark in node.decorator_list):
        return False
    return node in module.body or any(node in top.body for top in tops)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_nothing_is_left_to_do(path: Path) -> None:
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", path.read_text())


@pytest.mark.parametrize("feature", FEATURES, ids=name_of)
def test_a_feature_has_its_page_and_its_fixed_names(feature: Path) -> None:
    names = {path.stem for path in feature.iterdir()}

    assert (feature / "README.md").exists()
    assert len((feature / "README.md").read_text().splitlines()) <= 80
    assert names & FIXED >= {"handlers", "service", "views"}
    init = ast.parse((feature / "__init__.py").read_text())
    assert [type(node) for node in init.body] == [ast.Expr]


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_tables_hold_the_sql_of_features(path: Path) -> None:
    if "features" not in path.parts:
        return
    calls = [
        node
        for node in ast.walk(modules()[path])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sql"
    ]

    assert not calls or path.stem.endswith("tables") or path.parent.name == "tables"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_the_command_line_prints(path: Path) -> None:
    if "cli" in path.parts:
        return
    printed = [
        node
        for node in ast.walk(modules()[path])
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "print")
            or (isinstance(node.func, ast.Attribute) and node.func.attr == "echo")
        )
    ]

    assert printed == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_events_are_named_in_the_code_and_never_put_together(path: Path) -> None:
    """What is logged is known when it is written."""
    for node in ast.walk(modules()[path]):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "note"
        ):
            if path.name == "observe.py" or not node.args:
                continue
            assert isinstance(node.args[0], ast.Constant), node.lineno


# ---- documents -------------------------------------------------------------------------------


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "adr"
    written = {path.name for path in folder.glob("[0-9]*.md")}
    index = (folder / "README.md").read_text()

    assert set(re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", index)) == written
    for name in written:
        text = (folder / name).read_text()
        number, title = int(name[:4]), text.splitlines()[0]
        assert title.startswith(f"# {number}. ")
        assert title.removeprefix(f"# {number}. ") in index
        for part in ("Status: ", "## Context", "## Decision", "## Consequences"):
            assert part in text, name
        assert len(text.splitlines()) <= 80


def test_the_dependencies_are_listed_exactly() -> None:
    file = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project, groups = file["project"], file["dependency-groups"]
    wanted = [
        *project["dependencies"],
        *project["optional-dependencies"]["postgres"],
        *groups["semantic"],
    ]
    names = {re.split(r"[^A-Za-z0-9._-]", one)[0].lower() for one in wanted}
    page = (ROOT / "docs" / "dependencies.md").read_text()
    needed = page.split("## What the bot needs to run", 1)[1].split("\n## ", 1)[0]
    listed = set(re.findall(r"^\| `([^`]+)` \|", needed, re.MULTILINE))

    assert {name.lower() for name in listed} == names


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    path = ROOT / document
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)", path.read_text())

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_make_target_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        target
        for document in DOCUMENTS
        for target in re.findall(r"`make ([a-z-]+)`", (ROOT / document).read_text())
    }

    assert named - targets == set()


def test_every_command_in_the_operators_pages_exists() -> None:
    page = (ROOT / "docs" / "operating.md").read_text()
    table = page.split("## Looking after it", 1)[1].split("\n## ", 1)[0]
    named = re.findall(r"^\| `([a-z ]+?)(?: \[?[A-Z]+\]?)?` \|", table, re.MULTILINE)

    offered = set()
    for name, command in commands.commands.items():
        inner = getattr(command, "commands", {})
        offered |= {f"{name} {one}" for one in inner} or {name}
    assert set(named) == offered - {"run"}


def test_the_project_speaks_of_itself_alone() -> None:
    """No page tells of how it came about."""
    for document in DOCUMENTS:
        text = (ROOT / document).read_text()
        assert not re.search(r"/work/|\.\./shared|/tmp/", text), document
