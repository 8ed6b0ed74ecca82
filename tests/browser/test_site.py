"""The public site in a real browser, beside the town that fills it."""

from tests.browser.conftest import Opens

QUESTION = "Who decides whether the old bridge is lit at night?"
ANSWER = "The city lights the bridge; we report every lamp that is out within a day."


def test_what_is_answered_in_the_town_is_read_on_the_site(opens: Opens) -> None:
    maya = opens("maya").says("/ask")
    maya.fills(words=QUESTION, topic="safety", naming="anonymous", public="yes").sends()
    maya.presses("questions.send")
    claire = opens("claire").goes_to("organizers").moves_the_clock("hour").waits_for(QUESTION)
    claire.presses("questions.approve")
    amina = opens("amina").goes_to("liaisons").waits_for(QUESTION)
    amina.presses("questions.claim").presses("questions.answer")
    amina.fills(
        acknowledge="The bridge feels unsafe after dark.",
        answer=ANSWER,
        next="We ask the city for a date and post it here by 10 December.",
    ).sends()
    amina.presses("questions.publish")
    opens("theo").goes_to("questions").waits_for(ANSWER)

    reader = opens("theo")
    site = reader.visits("/")
    site.get_by_role("heading").first.wait_for()
    site.get_by_role("link", name=QUESTION[:20]).first.click()

    assert ANSWER in site.locator("body").inner_text()
    assert "Maya" not in site.locator("body").inner_text()


def test_the_site_leads_to_the_town_and_fits_a_phone(opens: Opens) -> None:
    reader = opens("theo", width=360, height=740)
    site = reader.visits("/")

    assert site.evaluate("document.documentElement.scrollWidth") <= 360
    assert site.locator("script").count() == 0
    site.locator("a[href^='/town']").first.click()
    assert "/town" in site.url
    site.get_by_role("heading", level=1).wait_for()
    reader.picture("town-welcome-phone")


def test_the_site_speaks_french(opens: Opens) -> None:
    site = opens("theo").visits("/fr/")

    assert site.evaluate("document.documentElement.lang").startswith("fr")
    assert site.evaluate("document.documentElement.scrollWidth") <= 1280
