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


@pytest.mark.parametrize("language", ["en", "fr"])
def test_on_a_phone_a_button_beside_a_list_keeps_its_word_whole(
    opens: Opens, language: str
) -> None:
    tab = opens("maya", width=360, height=740, language=language)
    tab.says("/help").page.locator(".choosing button").last.wait_for()

    lines = tab.page.evaluate(
        """[...document.querySelectorAll('.choosing button')].map(button => {
            const words = document.createRange();
            words.selectNodeContents(button);
            return new Set([...words.getClientRects()].map(r => Math.round(r.top))).size;
        })"""
    )
    assert lines
    assert set(lines) == {1}


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


@pytest.mark.parametrize("width", [320, 360, 700, 1000, 1600])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_cut_off_at_any_width(opens: Opens, width: int, language: str) -> None:
    tab = opens("claire", width=width, height=740, language=language)
    tab.says("/help").says("/team").says("Incomprehensibilities" * 9)

    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width
    tab.page.goto(tab.page.url.replace("/claire", ""))
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_phone_keeps_its_lines_for_what_is_said(opens: Opens) -> None:
    tab = opens("claire", width=360, height=740, language="fr").says("/post share")
    of = "([...document.querySelectorAll(%r)].at(-1).getBoundingClientRect())"

    def box(selector: str) -> dict[str, float]:
        return dict(tab.page.evaluate((of % selector) + ".toJSON()"))

    clock, language = box("#clock"), box("#language-fr")
    assert language["top"] < clock["bottom"]
    assert box(".private .by")["height"] < 3 * 24
    card, choice = box(".private .card"), box(".choosing select")
    assert choice["width"] > 0.85 * card["width"]


def test_a_short_field_says_what_room_is_left_only_when_it_runs_out(opens: Opens) -> None:
    tab = opens("maya").says("/receipt")
    room = tab.page.locator("dialog .room")
    assert not room.is_visible()

    tab.page.locator("dialog [name=receipt]").fill("1" * 41)

    assert room.inner_text() == "41 / 40"
    tab.page.locator("dialog [name=receipt]").fill("1234 5678 1234 5678")
    assert not room.is_visible()


def test_everything_has_a_name_of_its_own(opens: Opens) -> None:
    tab = opens("claire").goes_to("posts").says("Good morning").says("/feed list").says("/ask")
    unnamed = tab.page.evaluate(
        """[...document.querySelectorAll('a, button, summary, input, select, textarea, dialog, nav')]
        .filter(e => e.type !== 'hidden')
        .filter(e => !(e.getAttribute('aria-label') || e.labels?.[0]?.textContent.trim()
            || document.getElementById(e.getAttribute('aria-labelledby'))?.textContent.trim()
            || e.textContent.trim()))
        .map(e => e.outerHTML)"""
    )
    assert unnamed == []
    doubled = tab.page.evaluate(
        """[...document.querySelectorAll('[id]')].map(e => e.id)
        .filter((id, n, all) => all.indexOf(id) !== n)"""
    )
    assert doubled == []
    dangling = tab.page.evaluate(
        """[...document.querySelectorAll('[aria-describedby], [aria-labelledby], [aria-controls], label[for]')]
        .flatMap(e => ['aria-describedby', 'aria-labelledby', 'aria-controls', 'for']
            .flatMap(n => (e.getAttribute(n) ?? '').split(' ').filter(Boolean)))
        .filter(id => !document.getElementById(id))"""
    )
    assert dangling == []


def test_a_form_is_filled_and_sent_by_keyboard_alone(opens: Opens) -> None:
    tab = opens("maya")
    keys = tab.page.keyboard
    tab.page.locator("#talk-line").focus()
    keys.type("/feedback")
    keys.press("Enter")
    tab.page.locator("dialog").wait_for()
    keys.press("Escape")
    tab.page.locator("dialog").wait_for(state="detached")
    assert tab.page.evaluate("document.activeElement.id") == "talk-line"

    keys.type("/feedback")
    keys.press("Enter")
    tab.page.locator("dialog").wait_for()
    focused = "document.activeElement.name || document.activeElement.className"
    for name, press in (("kind", "Space"), ("about", "Space"), ("words", None), ("rating", None)):
        for _ in range(12):
            if tab.page.evaluate(focused) == name:
                break
            keys.press("Tab")
        assert tab.page.evaluate(focused) == name
        if press:
            keys.press(press)
        elif name == "words":
            keys.type("More forums in the library, please.")
    for _ in range(12):
        if tab.page.evaluate(focused) == "main":
            break
        keys.press("Tab")
    keys.press("Enter")

    tab.page.locator("dialog").wait_for(state="detached")
    assert "receipt" in tab.newest.lower()


def test_hostile_words_in_a_form_are_inert_on_every_screen(opens: Opens) -> None:
    maya = opens("maya").says("/feedback")
    maya.fills(kind="concern", about="dialogue", words=HOSTILE, name="anonymous").sends()

    omar = opens("omar").goes_to("organizers").moves_the_clock("hour").waits_for("onerror")
    for tab in (maya, omar):
        assert tab.page.locator("#talk img, #talk script").count() == 0
        links = tab.page.locator("#talk a").evaluate_all("all => all.map(a => a.protocol)")
        assert set(links) <= {"http:", "https:"}


def test_a_mistake_is_told_and_every_word_stays(opens: Opens) -> None:
    tab = opens("maya").says("/ask").fills(words="x" * 3_500).sends()

    tab.page.locator("dialog .amends").wait_for()
    assert len(tab.page.locator("dialog [name=words]").input_value()) == 3_500
    assert "amends" in tab.page.evaluate("document.activeElement.className")
    tab.page.locator(".amends a").first.click()
    assert tab.page.evaluate("document.activeElement.name") == "words"
    assert tab.page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"


def test_a_dangerous_step_asks_and_can_be_kept(opens: Opens) -> None:
    claire = opens("claire").goes_to("organizers").says("/forum schedule")
    claire.fills(title="A draft", aim="To be thrown away again.", when="next friday 7pm").sends()

    claire.presses("forums.drop")
    assert claire.page.evaluate("document.activeElement.id") == "asking-keep"
    claire.page.keyboard.press("Enter")
    claire.page.locator("dialog").wait_for(state="detached")
    assert "A draft" in claire.newest

    claire.presses("forums.drop")
    claire.page.locator("#asking-yes").click()
    claire.page.locator("dialog").wait_for(state="detached")
    claire.page.locator("[aria-busy=true]").wait_for(state="detached")
    assert claire.page.locator("button[value*='forums.drop']").count() == 0


def test_the_bot_is_spoken_to_in_plain_words_here_and_directly(opens: Opens) -> None:
    maya = opens("maya").says("@commonground when is the next forum?")
    assert "Common Ground" in maya.newest

    maya.goes_to("Direct messages").says("what is de-escalation?")
    assert "Common Ground" in maya.newest

    maya.goes_to("Your panel")
    maya.page.locator("#talk .card").first.wait_for()


def test_a_message_has_a_menu(opens: Opens) -> None:
    maya = opens("maya").says("Why is the old bridge closed at night?")
    maya.page.locator("details.menu summary").last.click()
    maya.page.locator("details.menu button").last.click()
    maya.page.locator("dialog, .line.private").last.wait_for()


def test_eight_people_in_eight_tabs_of_one_browser(opens: Opens) -> None:
    """A browser opens six connections to one address: eight listening tabs would hang it."""
    first = opens("maya")
    tabs = [
        first,
        *(first.beside(who) for who in ("theo", "amina", "ben", "claire", "omar", "lena", "ruth")),
    ]

    tabs[0].says("Good morning, all eight")

    for tab in tabs[1:]:
        tab.waits_for("Good morning, all eight")


def test_public_things_are_completed_as_one_types(opens: Opens) -> None:
    claire = opens("claire")
    line = claire.page.locator("#talk-line")
    line.press_sequentially("/post share what")

    claire.page.locator("#talk-list li", has_text="What de-escalation means").wait_for()
    line.press("Tab")

    assert line.input_value() == "/post share What de-escalation means"
