"""All settings together, and the content pack behind them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.core.errors import SetupError
from bot.settings.community import CommunityFile
from bot.settings.environment import Environment, read_environment
from bot.settings.files import below, read_toml, read_yaml
from bot.settings.retention import Retention

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set. ``communities`` begins with the one of ``community.toml``."""

    environment: Environment
    config_dir: Path
    communities: tuple[CommunityFile, ...]
    retention: Retention

    @property
    def community(self) -> CommunityFile:
        """The community of ``community.toml``: the one that the town and the site show."""
        return self.communities[0]

    def named(self, community: str | None) -> CommunityFile:
        """Return the community with this id; without one, the first.

        Raises:
            SetupError: there is none, and which there are.
        """
        for file in self.communities:
            if community in {None, file.community.id}:
                return file
        known = ", ".join(file.community.id for file in self.communities)
        raise SetupError(f"There is no community {community!r}; there are: {known}.")

    def load_content(self, name: str, kind: type[T]) -> T:
        """Read ``config/content/<name>`` as ``kind``.

        Raises:
            SetupError: names the file, the key and what is wrong.
        """
        return read_yaml(below(self.config_dir / "content", name), kind)


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check all settings, once, at start.

    Raises:
        SetupError: one sentence that names the file, the key and the fix.
    """
    checked = read_environment(os.environ if environment is None else environment)
    folder = checked.config_dir or _config_dir()
    paths = [folder / "community.toml", *sorted(folder.glob("community-*.toml"))]
    communities = tuple(_community(path) for path in paths)
    ids = [c.community.id for c in communities]
    for path, name in zip(paths, ids, strict=True):
        if ids.count(name) > 1:
            raise SetupError(f"{path}: community.id {name!r} is used twice; choose another.")
    return Settings(
        environment=checked,
        config_dir=folder,
        communities=communities,
        retention=read_toml(folder / "retention.toml", Retention),
    )


def _config_dir() -> Path:
    """Return ``./config``, or the one that came with the program."""
    here = Path("config")
    beside = Path(__file__).resolve().parents[2] / "config"
    return here if here.is_dir() or not beside.is_dir() else beside


def _community(path: Path) -> CommunityFile:
    found = read_toml(path, CommunityFile)
    about = found.community
    try:
        ZoneInfo(about.zone)
    except (ValueError, OSError, KeyError):  # a path, a folder, or no such name
        raise SetupError(
            f"{path}: community.zone {about.zone!r} is not a time zone; "
            "use an IANA name such as America/Toronto."
        ) from None
    if found.hours.opens >= found.hours.closes:
        raise SetupError(f"{path}: hours.opens must be earlier than hours.closes; correct them.")
    if found.anonymous.offered and found.anonymous.space_owned_by_police:
        raise SetupError(
            f"{path}: nobody can ask anonymously in a space that the police own; set "
            "anonymous.offered = false, or move to a space that residents own."
        )
    if found.site.address:
        _web_address(path, "site.address", found.site.address)
    return found


def _web_address(path: Path, what: str, address: str) -> None:
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"https", "http"} and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        known = False
    if not known or not address.isprintable() or " " in address:
        raise SetupError(f"{path}: {what} must be a web address (https://…); correct it.")
