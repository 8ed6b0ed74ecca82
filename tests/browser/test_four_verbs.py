"""The four verbs on the page, played by three people and more: share, ask and answer, feedback, forum."""

import re

from tests.browser.conftest import Opens, Tab

QUESTION = "Do officers learn to calm a person in crisis, and how often is that training repeated?"
HEARD = "You want to know whether officers practise calming a person in crisis, and how often."
ANSWER = "Yes. Every officer takes sixteen hours of crisis training, and eight hours each year."
NEXT = "Sergeant Diallo posts the dates of the next two courses here by 15 December."
RECEIPT = re.compile(r"[0-9]{4} [0-9]{4} [0-9]{4} [0-9]{4}")


def receipt_of(tab: Tab) -> str:
    found = RECEIPT.search(tab.newest)
    assert found is not None, tab.newest
    return found[0]


def test_a_question_is_asked_without_a_name_answered_and_read(opens: Opens) -> None:
    maya = opens("maya").says("/ask")
    maya.fills(words=QUESTION, topic="training", naming="anonymous", public="yes").sends()
    maya.presses("questions.send")
    receipt = receipt_of(maya)
    maya.picture("town-resident")

    claire = opens("claire").goes_to("organizers").moves_the_clock("hour").waits_for(QUESTION)
    assert "Maya" not in claire.page.locator("#talk").inner_text()
    claire.presses("questions.approve")

    amina = opens("amina").goes_to("liaisons").waits_for(QUESTION)
    assert "Maya" not in amina.page.locator("#talk").inner_text()
    amina.presses("questions.claim").waits_for("Amina Diallo")
    amina.presses("questions.answer")
    amina.fills(acknowledge=HEARD, answer=ANSWER, next=NEXT).sends()
    amina.picture("town-liaison")
    amina.presses("questions.publish")

    theo = opens("theo").goes_to("questions").waits_for(ANSWER)
    assert HEARD in theo.newest
    assert NEXT in theo.newest
    theo.presses("questions.vote")
    theo.opens_thread().says_in_thread("Thank you, that helps.")
    theo.picture("town-thread")

    maya.says("/receipt").fills(receipt=receipt).sends()
    assert ANSWER in maya.newest
    maya.presses("questions.good")

    assert QUESTION not in opens("omar").goes_to("general").page.locator("#talk").inner_text()


def test_a_post_is_shared_and_rated(opens: Opens) -> None:
    claire = opens("claire").goes_to("organizers").says("/post share")
    claire.chooses("posts.share", "What de-escalation means")
    claire.presses("posts.approve").sends()

    theo = opens("theo").goes_to("posts").waits_for("What de-escalation means")
    assert "Nobody has said yet" in theo.newest
    theo.presses("posts.rate")
    assert "Readers say: useful 0, partly 0, not useful 1" in theo.newest

    assert "Claire" not in theo.page.locator("#talk").inner_text()


def test_feedback_is_logged_and_worked_off(opens: Opens) -> None:
    maya = opens("maya", language="fr").says("/feedback")
    words = "Tenez un forum par an à la bibliothèque, après le travail."
    maya.fills(kind="idea", about="forum", rating="4", name="anonymous", words=words).sends()
    receipt = receipt_of(maya)
    maya.picture("town-french")

    omar = opens("omar").goes_to("organizers").moves_the_clock("hour").waits_for(words)
    assert "Maya" not in omar.page.locator("#talk").inner_text()
    omar.presses("feedback.read")

    maya.says("/receipt").fills(receipt=receipt).sends()
    assert "Lue" in maya.newest.splitlines()


def test_a_forum_is_planned_in_plain_words_and_fills_up(opens: Opens) -> None:
    claire = opens("claire").goes_to("organizers").says("/forum schedule")
    claire.fills(
        title="The old bridge at night",
        aim="Agree what would make the bridge feel safe after dark.",
        when="next Thursday 7pm",
    ).sends()
    assert "Thursday" in claire.newest
    claire.picture("town-organizer")
    claire.presses("forums.where")
    claire.fills(
        place="Riverbend Library, room 2",
        format="circle",
        capacity="1",
        resident_host="Maya Tremblay",
        police_host="Amina Diallo",
    ).sends()
    claire.presses("forums.announce")

    maya = opens("maya").goes_to("forums").waits_for("The old bridge at night")
    maya.presses("forums.going")
    theo = opens("theo", width=360, height=740).goes_to("forums")
    theo.waits_for("The old bridge at night").presses("forums.going")
    theo.picture("town-phone")

    maya.waits_for("1 of 1 places taken, 1 waiting")
    reader = opens("ruth")
    assert "The old bridge at night" in reader.visits("/").locator("main").inner_text()
    reader.picture("site-home")
    claire.moves_the_clock("week").goes_to("forums")
    assert claire.page.locator("#talk .thread-link a").count() == 1
