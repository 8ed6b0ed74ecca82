"""The town's page in a real browser."""

import pytest

from tests.browser.conftest import Opens

HOSTILE = (
    "<img src=x onerror=alert(1)><script>alert(2)</script> [x](javascript:alert(3)) "
    "@everyone <!channel> \u202etxt.exe {{7*7}}"
)


def test_words_reach_the_neighbours_at_once(opens: Opens) -> None:
    maya, theo = opens("maya"), opens("theo")

    maya.says("Good morning, everyone")

    theo.waits_for("Good morning, everyone")
    assert theo.page.locator(".line.mine").count() == 0
    assert maya.page.locator(".line.mine").count() == 1


def test_hostile_words_are_shown_and_do_nothing(opens: Opens) -> None:
    maya, theo = opens("maya").goes_to("posts"), opens("theo").goes_to("posts")

    maya.says(HOSTILE)

    theo.waits_for("onerror=alert(1)")
    for tab in (maya, theo):
        said = tab.page.locator(".line .words").last
        assert "<img src=x onerror=alert(1)>" in said.inner_text()
        assert said.locator("img, script, a").count() == 0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_keyboard_alone_is_enough(opens: Opens, language: str) -> None:
    tab = opens("maya", language=language)
    keys = tab.page.keyboard

    tab.page.locator("body").press("Tab")
    assert "skip" in (tab.page.evaluate("document.activeElement.className") or "")
    keys.press("Enter")
    tab.page.locator("#talk-line").focus()
    keys.type("/he")
    tab.page.locator("#talk-list li").first.wait_for()
    chosen = tab.page.locator("#talk-list [aria-selected=true]")
    assert chosen.inner_text().startswith("/help")
    keys.press("Tab")
    assert tab.page.locator("#talk-line").input_value() == "/help "
    keys.press("Enter")

    tab.page.locator(".line.private").wait_for()
    assert tab.page.evaluate("document.activeElement.id") == "talk-line"


def test_it_fits_a_phone(opens: Opens) -> None:
    tab = opens("maya", width=360, height=740)
    tab.says("/help").page.locator(".line.private").wait_for()

    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 360
    small = tab.page.evaluate(
        """[...document.querySelectorAll('a, button, summary, select, textarea')]
        .filter(e => e.checkVisibility() && !e.closest('.skip, .fine, p.hello'))
        .map(e => [e.id || e.textContent, e.getBoundingClientRect()])
        .filter(([, r]) => r.width > 1 && (r.width < 24 || r.height < 24))
        .map(([name, r]) => `${name} ${r.width}x${r.height}`)"""
    )
    assert small == []


def test_it_works_without_any_script(opens: Opens) -> None:
    tab = opens("maya", script=False)
    tab.page.locator("#talk-line").fill("/help")
    tab.page.locator("#talk-send").click()

    assert tab.page.locator(".line.private").count() == 1


def test_what_is_being_typed_survives_news(opens: Opens) -> None:
    maya, theo = opens("maya").goes_to("forums"), opens("theo").goes_to("forums")
    maya.page.locator("#talk-line").fill("half a sentence")

    theo.says("I interrupt you")

    maya.waits_for("I interrupt you")
    assert maya.page.locator("#talk-line").input_value() == "half a sentence"
    assert maya.page.evaluate("document.activeElement.id") == "talk-line"


def test_a_language_changes_the_page_and_the_private_replies(opens: Opens) -> None:
    tab = opens("maya")

    tab.page.locator("#language-fr").click()
    tab.says("/help")

    tab.page.locator(".line.private").wait_for()
    assert tab.page.evaluate("document.documentElement.lang") == "fr"
    assert tab.sees("Visible par vous seulement")
