"""Every row of the tables of trouble in the handbook is made to happen by a test."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TITLE = "## What becomes of trouble"

_NAMED = re.compile(r"(?<![,.\d])\d{3,6}(?!\d*[,.]\d)|[a-z]+(?:_[a-z]+)+")
"""A status or code, or a name of Slack's. Numbers with a comma are amounts."""


def _rows(platform: str) -> list[str]:
    page = (ROOT / "docs" / f"operating-{platform}.md").read_text()
    table = page.partition(TITLE)[2].partition("\n## ")[0]
    found = [line.split("|")[1] for line in table.splitlines() if line.startswith("| ")]
    return found[1:]  # the first is the heading


CODES = [
    (platform, code)
    for platform in ("discord", "slack")
    for code in sorted({code for row in _rows(platform) for code in _NAMED.findall(row)})
]


def _tests_of(platform: str) -> str:
    return "\n".join(
        path.read_text() for path in (ROOT / "tests" / "platform" / platform).glob("test_*.py")
    )


TESTS = {platform: _tests_of(platform) for platform in ("discord", "slack")}


@pytest.mark.parametrize(("platform", "code"), CODES)
def test_what_a_platform_may_answer_is_answered_in_a_test(platform: str, code: str) -> None:
    """A name that ends in an ellipsis stands for all that begin like it."""
    assert re.search(rf"(?<!\w){code}(?![a-z0-9])", TESTS[platform])


def test_the_tables_are_read() -> None:
    assert {("discord", "50013"), ("slack", "is_archived")} <= set(CODES)
    assert {platform: len(_rows(platform)) > 10 for platform in TESTS} == dict.fromkeys(
        TESTS, True
    )
