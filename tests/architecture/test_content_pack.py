"""Every text of the pack that people read has both languages, and both say as much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest
import yaml

from tests.conftest import ROOT

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
READ: Final = {
    ("explainers.yaml", "items"): (
        "title", "summary", "body", "try_this", "discuss", "limits", "content_note", "sources"
    ),
    ("faq.yaml", "items"): ("q", "a"),
    ("answer_templates.yaml", "coach"): ("hint",),
    ("answer_templates.yaml", "reason_codes"): ("text", "ask_instead"),
    ("answer_templates.yaml", "templates"): ("use", "acknowledge", "answer", "next"),
    ("forum_formats.yaml", "formats"): ("title", "steps"),
}  # fmt: skip
COMMAND: Final = re.compile(r"(?<![\w/:.«])/(?:help )?[a-z]{3,}")
BY_HAND: Final = "answer_templates"
"""Its blanks are words for a person, who fills them."""
SLOT: Final = re.compile(r"\{[^{}]+\}")

Row = Mapping[str, Any]


def rows(name: str, section: str) -> list[Row]:
    pack = yaml.safe_load((ROOT / "config" / "content" / name).read_text("utf-8"))
    return list(pack[section])


def texts(value: Any) -> list[str]:
    """Return what can be read in a value of the pack."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return texts(list(value.values()))
    return [text for one in value or () if not isinstance(one, int) for text in texts(one)]


def both() -> Iterator[tuple[str, Any, Any]]:
    """Yield where a text stands, what it says in English, and what in French."""
    for (name, section), fields in READ.items():
        for row in rows(name, section):
            for field in (one for one in fields if one in row):
                french = row.get(f"{field}_fr") or row.get("fr", {}).get(field)
                yield f"{name}: {row.get('id', row[field])}.{field}", row[field], french
    notices = yaml.safe_load((ROOT / "config" / "content" / "notices.yaml").read_text("utf-8"))
    for key, notice in notices["notices"].items():
        yield f"notices.yaml: {key}", notice["en"], notice.get("fr")


BOTH: Final = list(both())


def test_no_translation_is_missing() -> None:
    missing = [
        where
        for where, english, french in BOTH
        if not french or not all(text.strip() for text in texts(french)) or french == english
    ]

    assert missing == []


@pytest.mark.parametrize("pattern", [COMMAND, SLOT], ids=["commands", "blanks"])
def test_both_languages_name_the_same(pattern: re.Pattern[str]) -> None:
    def named(said: Any, where: str) -> list[str]:
        found = pattern.findall(" ".join(texts(said)))
        return ["{}"] * len(found) if BY_HAND in where and pattern is SLOT else sorted(found)

    differ = [
        where for where, english, french in BOTH if named(english, where) != named(french, where)
    ]

    assert any(named(english, where) for where, english, _ in BOTH)
    assert differ == []


def test_no_page_of_the_faq_is_too_long_in_either_language() -> None:
    pages = [(english, french) for where, english, french in BOTH if where.endswith(".a")]

    assert len(pages) == 14
    assert max(len(text) for page in pages for text in page) <= 1_200


def test_the_french_of_the_pack_is_spaced_as_in_canada() -> None:
    """Nothing stands before ; ! and ?, and a no-break space before a colon that ends a phrase."""
    before_marks = re.compile(r"\s[;!?]")
    bare_colon = re.compile(rf"(?<![{NO_BREAK}*]):(?=[\s*]|$)")
    wrong = [
        where
        for where, _, french in BOTH
        for text in texts(french)
        if before_marks.search(text) or bare_colon.search(text)
    ]

    assert wrong == []
