"""The formats of the content pack."""

from __future__ import annotations

import msgspec
import pytest

from bot.features.forums.content import FormatsFile
from tests.support.gallery.samples.forums import FORMATS


def test_the_pack_tells_every_format_in_both_languages() -> None:
    assert len(FORMATS) == 8
    assert {f.titled("en"): f.titled("fr-CA") for f in FORMATS.values()}["Question hour"] == (
        "Heure de questions"
    )
    for each in FORMATS.values():
        assert sum(minutes for minutes, _ in each.steps) == each.minutes
        english, french = each.stepped("en"), each.stepped("fr")
        assert [m for m, _ in english] == [m for m, _ in french]
        assert english != french


def test_a_translation_that_lost_a_step_is_refused() -> None:
    bad = {
        "formats": [
            {
                "id": "x",
                "title": "X",
                "minutes": 5,
                "steps": [[5, "All"]],
                "fr": {"title": "X", "steps": []},
            }
        ]
    }
    with pytest.raises(msgspec.ValidationError, match="format x: 0 steps under fr, not 1"):
        msgspec.convert(bad, FormatsFile)
