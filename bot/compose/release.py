"""Which release of the program this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def release() -> str:
    """Return the version of the installed package; ``0`` for a tree that was never installed."""
    try:
        return version("commonground-bot")
    except PackageNotFoundError:
        return "0"
