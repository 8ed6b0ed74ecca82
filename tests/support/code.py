"""The code as text, for tests that hold it against the catalogues and the documents."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

BOT = ROOT / "bot"
KEY = re.compile(r"[a-z][a-z_]*(\.[a-z0-9_]+)+")
_IN_TEMPLATE = re.compile(r"""['"]([a-z][a-z_]*(?:\.[a-z0-9_]+)*\.?)['"](\s*~)?""")


@cache
def modules() -> dict[Path, ast.Module]:
    """Return every module of the program, parsed."""
    return {path: ast.parse(path.read_text()) for path in sorted(BOT.rglob("*.py"))}


@dataclass(frozen=True)
class Said:
    """One ``say(...)`` with a key that is written out."""

    key: str
    slots: frozenset[str]
    open_end: bool
    where: str


@dataclass
class Words:
    """What code and templates contain that may be a key or a part of one."""

    literals: set[str] = field(default_factory=set)
    patterns: list[re.Pattern[str]] = field(default_factory=list)
    suffixes: set[str] = field(default_factory=set)


def said() -> Iterator[Said]:
    """Return every call of ``say`` whose key is a literal."""
    for path, module in modules().items():
        for node in ast.walk(module):
            if not isinstance(node, ast.Call) or not _is_say(node.func) or not node.args:
                continue
            match node.args[0]:
                case ast.Constant(value=str(key)):
                    yield Said(
                        key=key,
                        slots=frozenset(k.arg for k in node.keywords if k.arg is not None),
                        open_end=any(k.arg is None for k in node.keywords),
                        where=f"{path.relative_to(ROOT)}:{node.lineno}",
                    )
                case _:
                    pass


def formatted() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Return every call of ``say`` whose key is put together, as a pattern of such keys."""
    for path, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and _is_say(node.func) and node.args:
                match node.args[0]:
                    case ast.JoinedStr() as joined:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", _pattern(joined)
                    case _:
                        pass


@cache
def words() -> Words:
    """Return all literals and patterns of the code and its templates."""
    found = Words()
    for module in modules().values():
        for node in ast.walk(module):
            match node:
                case ast.Constant(value=str(text)):
                    found.literals.add(text)
                case ast.JoinedStr(values=[ast.Constant(), *_]):
                    found.patterns.append(_pattern(node))
                case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value=str(end))]):
                    found.suffixes.add(end)
                case _:
                    pass
    for template in BOT.rglob("templates/*.html"):
        text = template.read_text()
        for match in _IN_TEMPLATE.finditer(text):
            if match[1].endswith(".") or match[2]:
                found.patterns.append(re.compile(re.escape(match[1]) + ".+"))
            else:
                found.literals.add(match[1])
    return found


def is_used(key: str) -> bool:
    """Whether something in the code may ask for ``key``."""
    found = words()
    if key in found.literals or any(p.fullmatch(key) for p in found.patterns):
        return True
    return any(
        key.endswith(end) and key.removesuffix(end) in found.literals for end in found.suffixes
    )


def _is_say(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id == "say"


def _pattern(joined: ast.JoinedStr) -> re.Pattern[str]:
    parts = [
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
        for part in joined.values
    ]
    return re.compile("".join(parts))
