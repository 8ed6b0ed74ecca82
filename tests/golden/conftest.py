"""``--rewrite-golden`` writes what is drawn now; the diff is then read before it is committed."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that ``make golden`` gives."""
    parser.addoption("--rewrite-golden", action="store_true", help="write the renderings again")


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Whether to write instead of to compare."""
    return bool(request.config.getoption("--rewrite-golden", default=False))
