"""Who reads French reads the content pack in French: pages of the FAQ, explainers, templates."""

from __future__ import annotations

from bot.core.cards import Card
from bot.core.forms import Words
from bot.core.people import Role
from bot.core.text import Verbatim
from tests.support.questions import Desk
from tests.support.reading import read
from tests.support.someone import Someone
from tests.support.town import Town


async def speaks_french(town: Town) -> Someone:
    """Have an organizer make French the community's language; return them."""
    olga = town.someone("olga", Role.ORGANIZER).goes_to("triage")
    await olga.says("/setup")
    await olga.presses("team.tune")
    await olga.fills(locale="fr").sends()
    return olga


# ---- pages of the FAQ -----------------------------------------------------------------------


async def test_words_of_either_language_find_the_page_in_the_readers_own(town: Town) -> None:
    luc, maya = town.someone("luc", locale="fr"), town.someone("maya")

    for_luc = await luc.says("/faq body-camera video")
    for_maya = await maya.says("/faq caméra corporelle")

    assert isinstance(for_luc, Card)
    assert isinstance(for_maya, Card)
    assert "Comment obtenir des documents ou la vidéo d'une caméra corporelle?" in luc.reads(
        for_luc
    )
    assert "How do I get records or body-camera video?" in maya.reads(for_maya)


async def test_who_is_about_to_ask_in_french_is_offered_the_page_in_french(town: Town) -> None:
    luc = town.someone("luc", locale="fr")

    await luc.says("/ask")
    await luc.fills(
        words="La police saura-t-elle qui a posé ma question anonyme?", topic="other"
    ).sends()

    assert luc.sees("La police saura-t-elle qui a posé ma question?")


# ---- explainers -----------------------------------------------------------------------------


async def test_a_french_community_is_shown_a_shared_explainer_in_french(town: Town) -> None:
    olga = await speaks_french(town)

    await olga.says("/post share signs")
    await olga.presses("posts.approve")
    await olga.fills(when="now").sends()
    await town.settles()

    (card,) = town.channel("posts").cards
    words = read(card, "fr")
    assert card.title == Verbatim("Les signes qu'un moment s'échauffe")
    assert "Langue: français" in words
    assert "Quel signe remarquez-vous en premier chez vous?" in words
    assert "Which sign" not in words


async def test_an_english_community_is_shown_english_whoever_shares(town: Town) -> None:
    luc = town.someone("luc", Role.ORGANIZER, locale="fr").goes_to("triage")

    await luc.says("/post share")
    await luc.chooses("Les signes qu'un moment s'échauffe")
    await luc.presses("posts.approve")
    await luc.fills(when="now").sends()
    await town.settles()

    assert town.channel("posts").cards[-1].title == Verbatim("Signs that a moment is heating up")


async def test_an_explainer_is_shared_by_its_title_in_either_language(town: Town) -> None:
    olga = town.someone("olga", Role.ORGANIZER).goes_to("triage")
    share = town.app.routes.commands["post share"].parameters[0].suggest
    assert share is not None
    actor = await town.inner.inbound.actor("olga")

    english = await share(actor, "heating")
    await olga.says("/language FR")
    french = await share(actor, "signes")
    shown = await olga.says(f"/post share {french[0]}")

    assert (english, french) == (
        ("Signs that a moment is heating up",),
        ("Les signes qu'un moment s'échauffe",),
    )
    assert isinstance(shown, Card)
    assert "Signs that a moment is heating up" in read(shown)


async def test_who_asks_the_bot_in_french_reads_the_explainer_in_french(town: Town) -> None:
    luc = town.someone("luc", locale="fr")

    await luc.says("@commonground Quels sont les signes qu'un moment s'échauffe?")
    shown = await luc.chooses("Les signes qu'un moment s'échauffe")
    sources = await luc.presses("posts.explainer_sources")

    assert isinstance(shown, Card)
    assert isinstance(sources, Card)
    assert shown.title == Verbatim("Les signes qu'un moment s'échauffe")
    assert "Banc d'essai de prévision ConvoKit" in luc.reads(sources)


# ---- beside an answer -----------------------------------------------------------------------


async def test_a_liaison_who_reads_french_begins_from_a_template_in_french(desk: Desk) -> None:
    await desk.reaches_queue()
    desk.ben.locale = "fr"
    await desk.ben.presses("questions.claim")
    await desk.ben.presses("questions.work")

    await desk.ben.chooses("lacune reconnue honnêtement", of="questions.template")

    begun = [field.filled for field in desk.ben.form.fields if isinstance(field, Words)]
    assert begun[:2] == [
        "Bonne question\N{NO-BREAK SPACE}: {dans vos mots}.",
        "Je ne le sais pas encore. J'ai demandé {élément} à {fonction}.",
    ]


async def test_a_liaison_who_reads_french_is_told_in_french_what_a_reason_leaves(
    desk: Desk,
) -> None:
    await desk.reaches_queue()
    desk.ben.locale = "fr"

    await desk.prepares(acknowledge="Hm.", reason="before_court", review_on="2026-12-24")

    shown = desk.ben.reads(desk.ben.private[-1])
    assert (
        "vous pouvez encore dire\N{NO-BREAK SPACE}: quelle règle s'applique en général." in shown
    )
    assert "Redites d'abord la préoccupation dans vos mots." in shown
    assert "which rule applies" not in shown
