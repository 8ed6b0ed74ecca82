"""The style sheet: readable by everyone, in the light, in the dark and on paper."""

import re
from itertools import product

import pytest

from tests.conftest import ROOT

CSS = (ROOT / "bot" / "adapters" / "site" / "static" / "style.css").read_text()
BACKGROUNDS = ("page", "sheet", "soft")
PAIRS = (
    *product(("ink", "quiet", "main"), BACKGROUNDS),
    *product(("late",), ("page", "sheet", "late-soft")),
    ("ink", "late-soft"),
    ("good", "good-soft"),
    ("main-ink", "main"),
)


def palettes() -> dict[str, dict[str, str]]:
    light, dark, _ = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    colours = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", text)) for text in (light, dark)]
    return {"light": colours[0], "dark": colours[0] | colours[1]}


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_stands_out_from_its_ground(theme: str, text: str, ground: str) -> None:
    colours = palettes()[theme]

    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", BACKGROUNDS)
def test_what_has_the_focus_is_seen(theme: str, ground: str) -> None:
    colours = palettes()[theme]

    assert contrast(colours["focus"], colours[ground]) >= 3
    assert ":focus-visible" in CSS
    assert "outline: none" not in CSS


def test_what_is_pressed_is_large_enough_for_a_thumb() -> None:
    assert re.search(r"input, button \{[^}]*min-height: 2\.75rem", CSS)


def test_nothing_moves_for_those_who_asked_for_calm() -> None:
    without = re.sub(r"@media \(prefers-reduced-motion: no-preference\) \{.*?\} \}", "", CSS)

    assert not re.search(r"animation|transition|scroll-behavior", without)


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert not re.search(r"url\(|@import|https?:", CSS)
