"""Slack's own description of its interface, where the tests find it."""

import importlib.util
import os
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

HOUSE = Path(__file__).resolve().parents[3]


def folder() -> Path | None:
    """Return where the contracts lie; a run that demands them fails without them."""
    found = Path(os.environ.get("CONTRACTS_DIR", HOUSE.parent / "shared" / "contracts"))
    if (found / "slack" / "schemas").is_dir():
        return found
    if os.environ.get("CONTRACTS_REQUIRED"):
        pytest.fail(f"CONTRACTS_REQUIRED is set, and there is no Slack contract in {found}")
    return None


def needed() -> Any:
    """Return the contract, or skip the test where there is none."""
    found = slack()
    if found is None:
        pytest.skip("needs Slack's contract: set CONTRACTS_DIR")
    return found


@cache
def slack() -> Any:
    """Return the validator of calls, or ``None``."""
    where = folder()
    if where is None:
        return None
    spec = importlib.util.spec_from_file_location("slack_validate", where / "slack_validate.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        # The validator leaves the closing of its files to the interpreter.
        warnings.simplefilter("ignore", ResourceWarning)
        spec.loader.exec_module(loaded)
        return loaded.SlackContract()


def refusals(method: str, given: dict[str, Any]) -> list[str]:
    """Return what the contract and the library's own models say against a call."""
    contract = slack()
    found: list[str] = []
    if contract is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            found += contract.check(method, dict(given))
    return found + against_the_models(given)


def against_the_models(given: dict[str, Any]) -> list[str]:
    """Have slack_sdk read and validate the blocks and the view of a call."""
    try:
        for block in Block.parse_all(given.get("blocks") or []):
            block.to_dict()
        if given.get("view"):
            View(**given["view"]).to_dict()
    except Exception as error:  # noqa: BLE001  (whatever it says is the finding)
        return [f"models: {type(error).__name__} {error}"]
    return []
