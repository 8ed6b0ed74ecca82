"""Reading files of ``config/``: whole, small, plain data, and refused in one sentence."""

from __future__ import annotations

import re
import tomllib
from datetime import date, time
from pathlib import Path, PurePosixPath
from typing import Any, Final, TypeVar

import msgspec

from bot.core.errors import SetupError

T = TypeVar("T")

MOST_BYTES: Final = 512 * 1024
MOST_DEPTH: Final = 30

_PATH: Final = re.compile(r"(?P<what>.*?)(?: - at `\$?\.?(?P<key>.*)`)?", re.DOTALL)
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)
_MISSING: Final = re.compile(r"Object missing required field `(?P<name>.*)`", re.DOTALL)


def read_toml(path: Path, kind: type[T]) -> T:
    """Read a TOML file as ``kind``."""
    try:
        data = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{path} is not valid TOML: {error}.") from None
    except RecursionError:
        raise SetupError(f"{path} is nested too deeply; write it flatter.") from None
    return convert(path, data, kind)


def read_yaml(path: Path, kind: type[T]) -> T:
    """Read a YAML file as ``kind``. Anchors and aliases are refused: a few can mean gigabytes."""
    import yaml  # noqa: PLC0415  (only those who read content pay for it)

    text = _text(path)
    # libyaml is ten times as quick, and every wheel of PyYAML brings it; both build plain data.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
                line = getattr(event.start_mark, "line", 0) + 1
                raise SetupError(f"{path}, line {line}: write it out; & and * are not allowed.")
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MOST_DEPTH:
                raise SetupError(f"{path} is nested too deeply; write it flatter.")
        data = yaml.load(text, Loader=loader)  # noqa: S506, TID251  (a safe loader, see above)
    except yaml.MarkedYAMLError as error:
        line = 0 if error.problem_mark is None else error.problem_mark.line + 1
        raise SetupError(f"{path}, line {line} is not valid YAML: {error.problem}.") from None
    except (yaml.YAMLError, ValueError) as error:
        raise SetupError(f"{path} is not valid YAML: {_one_line(str(error))}.") from None
    return convert(path, data, kind)


def below(folder: Path, name: str) -> Path:
    """Return the file ``name`` in ``folder``; never one outside of it."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or not pure.parts or ".." in pure.parts:
        raise SetupError(f"{name!r} is not the name of a file in {folder}.")
    path = folder / pure
    if "\0" in name or "\\" in name or not path.resolve().is_relative_to(folder.resolve()):
        raise SetupError(f"{name!r} is not the name of a file in {folder}.")
    return path


def convert(path: Path, data: Any, kind: type[T]) -> T:  # noqa: ANN401  (plain data of a file)
    """Give plain data its type, or say which key is wrong and why."""
    try:
        return msgspec.convert(data, kind, builtin_types=(date, time))
    except msgspec.ValidationError as error:
        raise SetupError(f"{path}: {_said(error)}") from None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise SetupError(f"{path} is missing; copy it from the project's config folder.") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SetupError(f"{path} cannot be read ({reason}); check its permissions.") from None
    if len(raw) > MOST_BYTES:
        raise SetupError(f"{path} is larger than {MOST_BYTES // 1024} KiB; split or shorten it.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SetupError(f"{path}, line {line} is not UTF-8; save the file as UTF-8.") from None


def _said(error: msgspec.ValidationError) -> str:
    match = _PATH.fullmatch(str(error))
    what, key = (str(error), "") if match is None else (match["what"], match["key"] or "")
    if (unknown := _UNKNOWN.fullmatch(what)) is not None:
        name = _dotted(key, unknown["name"])
        return f"{name} is not a known setting; remove it or correct its name."
    if (missing := _MISSING.fullmatch(what)) is not None:
        return f"{_dotted(key, missing['name'])} is missing; add it."
    what = _one_line(what)
    return f"{key or 'the file'}: {what[:1].lower()}{what[1:]}; correct it."


def _dotted(key: str, name: str) -> str:
    return f"{key}.{_one_line(name)}" if key else _one_line(name)


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
