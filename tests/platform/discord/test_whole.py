"""The whole bot on Discord: set up by hand, then each of its four verbs from end to end."""

from bot.core.people import Role
from tests.support.discord.whole import Riverbend, plain
from tests.support.discord.world import BOT
from tests.support.steps import (
    ANSWERED,
    ASKED,
    UNTIL_RELEASED,
    answers,
    asks,
    claimed,
    gives_feedback,
    queued,
)


async def test_an_administrator_sets_the_server_up(town: Riverbend) -> None:
    shown = await town.someone("olu", Role.ORGANIZER).calls(town.hall, "setup")

    for name in ("posts", "questions", "queue", "triage", "forums", "feedback"):
        assert f"#{name}" in plain(shown.text)
    for role in ("liaison", "panel", "organizer", "verifier"):
        assert f"@{role}" in plain(shown.text)
    assert shown.private


async def test_who_organizes_nothing_sets_nothing_up(town: Riverbend) -> None:
    refused = await town.someone("maya").calls(town.hall, "setup")

    assert refused.private
    assert "another role" in refused.text


async def test_setting_up_names_what_the_bot_lacks_in_a_channel(town: Riverbend) -> None:
    town.channels["posts"].overwrites.append(
        {"id": str(town.guild.id), "type": 0, "allow": "0", "deny": str(1 << 11 | 1 << 35)}
    )

    shown = await town.someone("olu", Role.ORGANIZER).calls(town.hall, "setup")

    assert "posts – lacks Send Messages, Create Public Threads" in plain(shown.text)


async def test_a_post_is_shared_with_its_sources(town: Riverbend) -> None:
    olu, maya = town.someone("olu", Role.ORGANIZER), town.someone("maya")

    listed = await olu.calls(town.hall, "post share")
    looked_at = await olu.chooses(listed, "signs")
    form = await olu.presses(looked_at, "Approve…")
    approved = await olu.submits(form, label="explainer")
    post = await town.shown("posts", "Signs that a moment is heating up")
    useful = await maya.presses(post, "Useful")

    assert approved.private
    assert "Explainer" in post.text
    assert useful.first is not None
    assert useful.refused == []


async def test_a_question_is_asked_claimed_answered_and_published(town: Riverbend) -> None:
    maya, ben = town.someone("maya"), town.someone("ben")
    lee, second = town.someone("lee", Role.LIAISON), town.someone("lou", Role.LIAISON)
    olu = town.someone("olu", Role.ORGANIZER)

    sent = await asks(maya, await maya.calls(town.hall, "ask"))
    card = await queued(town, olu)
    refused = await ben.presses(card, "I will answer this")
    still_shown_to_others = card.buttons["I will answer this"]
    held = await lee.presses(card, "I will answer this")
    too_late = await second.presses_raw(card, still_shown_to_others)
    given = await answers(lee, await lee.presses(held, "Answer"))
    given_text = given.text
    published = await lee.presses(given, "Publish")
    answered = await town.shown("questions", ANSWERED)

    assert sent.private
    assert "receipt" in sent.text
    assert "another role" in refused.text
    assert "With a liaison" in held.text
    assert too_late.private
    assert "Question 1 is already with another liaison." in plain(too_late.text)
    assert "as it will be published" in given_text
    assert published.private
    assert ASKED in plain(answered.text)


async def test_a_liaison_of_the_past_loses_what_they_hold(town: Riverbend) -> None:
    lee = town.someone("lee", Role.LIAISON)
    _, seen = await claimed(town, lee)
    held = seen.text
    lee.roles.clear()

    refused = await lee.presses(seen, "Answer")
    again = await town.shown("queue", "Open")

    assert "With a liaison" in held
    assert "another role" in refused.text
    assert "Elm Street" in plain(again.text)


async def test_feedback_is_logged_and_seen_by_the_organizers_alone(town: Riverbend) -> None:
    maya = town.someone("maya")

    form = await maya.calls(town.hall, "feedback")
    logged = await gives_feedback(maya, form, "Answers at noon, please.")
    await town.app.town.move(UNTIL_RELEASED)
    note = await town.shown("feedback", "Answers at noon")

    assert logged.private
    assert "receipt" in logged.text
    assert f"<@{maya.id}>" not in note.text
    assert town.discord.world.shown_in(town.hall.id) == []


async def test_a_forum_is_planned_announced_and_joined(town: Riverbend) -> None:
    olu = town.someone("olu", Role.ORGANIZER)
    people = [town.someone(name) for name in ("maya", "ben", "cho")]

    card = await town.announces_a_forum(olu)
    answers = [await person.presses(card, "I'm coming") for person in people]

    await town.meeting("Stops downtown")
    assert ["You have a place" in a.text for a in answers] == [True, True, False]
    assert all(a.private for a in answers)
    assert [e["name"] for e in town.guild.events.values()] == ["Stops downtown"]


async def test_who_is_in_danger_is_answered_in_both_languages_as_discord_tells_none(
    town: Riverbend,
) -> None:
    await town.someone("theo").says(town.hall, f"<@{BOT}> je veux mourir")

    answer = await town.shown("town-hall", "Help is there at any hour · De l'aide à toute heure")

    assert "For everyone here: help lines answer day and night." in plain(answer.text)
    assert "des lignes d'écoute répondent" in plain(answer.text)
    assert "911" in answer.text
    assert "mourir" not in answer.text


async def test_who_is_in_danger_is_answered_in_the_language_that_they_chose(
    town: Riverbend,
) -> None:
    theo = town.someone("theo")
    await theo.calls(town.hall, "language", language="fr")

    await theo.says(town.hall, f"<@{BOT}> I want to die")
    answer = await town.shown("town-hall", "De l'aide à toute heure")

    assert "Voir les lignes d'écoute, pour moi seulement" in answer.buttons
    assert "Help is there" not in answer.text
