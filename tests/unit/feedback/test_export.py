"""Rows for a spreadsheet carry nothing out."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from bot.features.feedback.export import HEAD, inert, row
from tests.unit.feedback.samples import NAMED, NOTE


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\x00=1",
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20SUM(A1)",
        "\ufe661",
        "\ufe621",
        "\ufe631",
        "\ufe6bx",
        "\u22121",
        " =1",
        "   =1",
        "\u3000=1",
        "\ufeff=1",
        '"=1',
        "'=1",
        "`=1",
        ' " =1',
        "|calc",
        "%0A=1",
        "=cmd|'/C calc'!A0",
        '=HYPERLINK("https://evil.example")',
    ],
)
def test_what_a_spreadsheet_would_carry_out_is_marked_as_words(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "words", "2026-11-24", "5", "a=b", "é", "(1)", "word -1"])
def test_plain_words_stay_as_they_are(cell: str) -> None:
    assert inert(cell) == cell


@given(st.text(max_size=60))
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    assert (
        not inert(cell)
        .lstrip(' "`')
        .startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff20"))
    )
    assert inert(cell).endswith(cell)


@given(st.text(alphabet="=+-@\t\r\n;,\"' ab", max_size=30))
def test_cells_survive_a_file_in_which_every_cell_is_quoted(words: str) -> None:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow(row(replace(NOTE, words=words)))

    [cells] = csv.reader(io.StringIO(file.getvalue(), newline=""))

    assert cells[HEAD.index("words")] == inert(words)
    assert len(cells) == len(HEAD)


def test_a_row_says_whether_and_never_by_whom() -> None:
    assert row(NAMED)[HEAD.index("named")] == "yes"
    assert row(NOTE)[HEAD.index("named")] == "no"
    assert "maya" not in "".join(row(NAMED))
