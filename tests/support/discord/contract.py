"""Discord's own description of its interface, where the tests find it."""

import importlib.util
import os
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).resolve().parents[3]


def folder() -> Path | None:
    """Return where the contracts lie; a run that demands them fails without them."""
    found = Path(os.environ.get("CONTRACTS_DIR", HOUSE.parent / "shared" / "contracts"))
    if (found / "discord" / "openapi.json").is_file():
        return found
    if os.environ.get("CONTRACTS_REQUIRED"):
        pytest.fail(f"CONTRACTS_REQUIRED is set, and there is no Discord contract in {found}")
    return None


def needed() -> Any:
    """Return the contract, or skip the test where there is none."""
    found = discord()
    if found is None:
        pytest.skip("needs Discord's contract: set CONTRACTS_DIR")
    return found


@cache
def discord() -> Any:
    """Return the validator of requests, or ``None``."""
    return _load("discord_validate", "DiscordContract")


@cache
def gateway() -> Any:
    """Return the validator of gateway frames, or ``None``."""
    return _load("gateway_validate", "Gateway")


def refusals(method: str, path: str, query: dict[str, str], body: Any, files: int) -> list[str]:
    """Return what the contract says against a request; empty where there is no contract."""
    contract = discord()
    if contract is None:
        return []
    kind = "multipart/form-data" if files else "application/json"
    found = contract.check(method, path, query, body, kind, files)
    return [one for one in found if not one.startswith("lib:")]


def _load(module: str, name: str) -> Any:
    where = folder()
    if where is None:
        return None
    spec = importlib.util.spec_from_file_location(module, where / f"{module}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        # The validators leave the closing of their files to the interpreter.
        warnings.simplefilter("ignore", ResourceWarning)
        spec.loader.exec_module(loaded)
        return getattr(loaded, name)()
