"""Colours of the town can be read by day and by night (WCAG 2.2: 4.5 to 1 for text, 3 for edges)."""

import re
from pathlib import Path

import pytest

from bot.adapters.town import render

CSS = (Path(render.__file__).parent / "static" / "town.css").read_text(encoding="utf-8")
TEXT = [
    (ink, ground)
    for ink in ("ink", "soft", "accent", "urgent")
    for ground in ("paper", "card", "wash", "private")
] + [("on-accent", "accent"), ("urgent", "danger-wash"), ("ink", "danger-wash"), ("paper", "ink")]
EDGES = [
    (edge, ground)
    for edge in ("edge", "focus", "good", "waiting", "warning", "urgent", "private-edge")
    for ground in ("paper", "card")
]
FACES = re.findall(r"\.face[^{]*\{[^}]*?background: (#[0-9a-f]{6})", CSS)


def palette(theme: str) -> dict[str, str]:
    day, night = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    named = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", day))
    return named | (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", night)) if theme == "night" else {}
    )


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_from_its_ground(theme: str, ink: str, ground: str) -> None:
    colours = palette(theme)

    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_signs_stand_out_from_their_ground(theme: str, edge: str, ground: str) -> None:
    colours = palette(theme)

    assert contrast(colours[edge], colours[ground]) >= 3


@pytest.mark.parametrize("colour", FACES)
def test_initials_can_be_read_on_every_face(colour: str) -> None:
    assert len(FACES) == 6
    assert contrast("#ffffff", colour) >= 4.5


def test_nothing_moves_by_itself() -> None:
    assert "animation" not in CSS
    assert "transition" not in CSS
