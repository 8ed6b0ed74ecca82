"""The whole bot on Slack: set up by hand, then each of its four verbs from end to end."""

import base64
import re
from datetime import timedelta
from pathlib import Path

from bot.core.people import PersonRef, Role
from tests.support.slack.whole import Riverbend
from tests.support.slack.world import View
from tests.support.steps import (
    ANSWERED,
    ASKED,
    UNTIL_RELEASED,
    announces,
    answers,
    asks,
    claimed,
    drafts,
    gives_feedback,
    queued,
)


async def test_an_administrator_sets_the_workspace_up(town: Riverbend) -> None:
    shown = await town.someone("olu", Role.ORGANIZER).calls(town.hall, "setup")

    for name in ("posts", "questions", "queue", "triage", "forums", "feedback"):
        assert name in shown.text
    assert shown.private


async def test_who_organizes_nothing_sets_nothing_up(town: Riverbend) -> None:
    refused = await town.someone("maya").calls(town.hall, "setup")

    assert refused.private
    assert "another role" in refused.text


async def test_a_post_is_shared_with_its_sources(town: Riverbend) -> None:
    olu, maya = town.someone("olu", Role.ORGANIZER), town.someone("maya")

    listed = await olu.calls(town.hall, "post", "share")
    looked_at = await olu.chooses(listed, "signs")
    form = await olu.presses(looked_at, "Approve…")
    approved = await olu.submits(form, label="explainer")
    post = await town.shown("posts", "Signs that a moment is heating up")
    useful = await maya.presses(post, "Useful")

    assert approved.private
    assert "Explainer" in post.text
    assert useful.effects


async def test_a_question_is_asked_claimed_answered_and_published(town: Riverbend) -> None:
    maya, ben = town.someone("maya"), town.someone("ben")
    lee, lou = town.someone("lee", Role.LIAISON), town.someone("lou", Role.LIAISON)
    olu = town.someone("olu", Role.ORGANIZER)

    draft = await drafts(maya, await maya.calls(town.hall, "ask"))
    sent = await maya.presses(draft, "Send it")
    card = await queued(town, olu)
    claim = dict(card.buttons["I will answer this"])
    refused = await ben.presses(card, "I will answer this")
    held = (await lee.presses(card, "I will answer this")).text
    too_late = await lou.acts(card, claim)
    given = await answers(lee, await lee.presses(card, "Answer"))
    given_text = given.text
    published = await lee.presses(given, "Publish")
    answered = await town.shown("questions", ANSWERED)
    letter = await town.letter(maya)

    assert isinstance(draft.shown, View)
    assert "receipt" in sent.text
    assert "another role" in refused.text
    assert "With a liaison" in held
    assert too_late.private
    assert "as it will be published" in given_text
    assert published.private
    assert ASKED in answered.text
    assert "Question 1" in letter.text
    assert town.slack.world.letters(ben.id) == []


async def test_a_liaison_of_the_past_loses_what_they_hold(town: Riverbend) -> None:
    lee = town.someone("lee", Role.LIAISON)
    card, seen = await claimed(town, lee)
    held = seen.text
    group = town.groups[Role.LIAISON]
    town.slack.world.groups[town.workspace.id][group].clear()
    event = {
        "type": "subteam_members_changed",
        "subteam_id": group,
        "team_id": town.workspace.id,
    }
    await lee.wire.deliver("event", lee._event(event))

    refused = await lee.presses(card, "Answer")
    again = await town.shown("queue", "Open")

    assert "With a liaison" in held
    assert "another role" in refused.text
    assert "Elm Street" in again.text


async def test_an_anonymous_question_leaves_nobody_behind(town: Riverbend) -> None:
    maya = town.someone("maya")

    sent = await asks(maya, await maya.calls(town.hall, "ask"), naming="anonymous")
    await town.app.town.move(UNTIL_RELEASED)
    await town.shown("triage", "Elm Street")
    receipt = re.search(r"\d{4} \d{4} \d{4} \d{4}", sent.text)
    assert receipt is not None
    looked = await maya.submits(await maya.calls(town.hall, "receipt"), receipt=receipt[0])

    assert isinstance(sent.shown, View)
    assert "Elm Street" in looked.text
    told = {a.method for a in town.slack.asked if maya.id in str(a.given)}
    assert told <= {"users.info"}
    ids = {maya.id, maya.user.name + "@"}
    for _, body in maya.delivered:
        ids |= {str(body.get("trigger_id")), str((body.get("view") or {}).get("id"))}
        ids |= {str(body.get("response_url")).rpartition("/")[2]}
    traces = _traces(town.app.settings.environment.data_dir, ids - {"None"})
    assert traces == []


def _traces(folder: Path, ids: set[str]) -> list[str]:
    """Name each id and file in which it stands, in clear, in hex or in base64."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) >= 2
    found = []
    for path in files:
        content = path.read_bytes()
        for one in ids:
            raw = one.encode()
            written = (raw, raw.hex().encode(), base64.b64encode(raw).rstrip(b"="))
            found += [f"{one} in {path.name}" for form in written if form in content]
    return found


async def test_feedback_is_logged_and_seen_by_the_organizers_alone(town: Riverbend) -> None:
    maya = town.someone("maya")

    form = await maya.calls(town.hall, "feedback")
    logged = await gives_feedback(maya, form, "Answers at noon, please.")
    await town.app.town.move(UNTIL_RELEASED)
    note = await town.shown("feedback", "Answers at noon")

    assert logged.private
    assert "receipt" in logged.text
    assert maya.id not in str(note.body)
    assert town.slack.world.shown_in(town.hall.id) == []


async def test_a_forum_is_planned_announced_and_joined(town: Riverbend) -> None:
    olu = town.someone("olu", Role.ORGANIZER)
    people = [town.someone(name) for name in ("maya", "ben", "cho")]

    await announces(olu, await olu.calls(town.hall, "forum", "schedule"))
    card = await town.shown("forums", "Stops downtown")
    answers = [await person.presses(card, "I'm coming") for person in people]

    file = await town.file("meeting.ics")

    assert ["You have a place" in a.text for a in answers] == [True, True, False]
    assert all(a.private for a in answers)
    assert b"SUMMARY:Stops downtown" in file["content"]
    assert (file["channel"], file["thread"]) == (card.channel, card.ts)
    date = next(p for p in card.blocks if "date" in str(p))
    assert "{date_long_pretty} {time}" in str(date)


async def test_help_is_there_for_everyone(town: Riverbend) -> None:
    shown = await town.someone("maya").calls(town.hall, "help", "crisis")

    assert shown.private
    assert "911" in shown.text


async def test_the_panel_is_drawn_for_a_member_and_a_liaison(town: Riverbend) -> None:
    home = await town.someone("maya").opens_home()
    desk = await town.someone("lee", Role.LIAISON).opens_home()

    assert home.text.startswith("Your panel")
    assert desk.text.startswith("Your panel")


async def test_who_is_in_danger_is_answered_in_the_language_that_slack_knows(
    town: Riverbend,
) -> None:
    theo = town.someone("theo", locale="fr-CA")

    said = await theo.says(town.hall, f"<@{town.workspace.bot_user}> je veux mourir")
    (answer,) = town.slack.world.shown_in(town.hall.id, said.ts)

    assert "De l'aide à toute heure" in answer.text
    assert "Voir les lignes d'écoute, pour moi seulement" in answer.buttons
    assert "Help is there" not in answer.text


async def test_who_is_in_danger_is_answered_in_both_languages_while_slack_tells_none(
    town: Riverbend,
) -> None:
    theo = town.someone("theo", locale="")

    said = await theo.says(town.hall, f"<@{town.workspace.bot_user}> je veux mourir")
    (answer,) = town.slack.world.shown_in(town.hall.id, said.ts)

    assert "Help is there at any hour · De l'aide à toute heure" in answer.text
    assert "For everyone here: help lines answer day and night." in answer.text
    assert "des lignes d'écoute répondent jour et nuit." in answer.text


async def test_a_first_word_alone_offers_what_follows_it(town: Riverbend) -> None:
    olu = town.someone("olu", Role.ORGANIZER)

    shown = await olu.calls(town.hall, "forum")
    listed = await olu.chooses(shown, "forum list")
    form = await olu.presses(shown, "/forum schedule")

    assert shown.private
    assert "/forum edit" in shown.text
    assert listed.private
    assert isinstance(form.shown, View)


async def test_what_was_typed_after_a_command_stands_in_the_form(town: Riverbend) -> None:
    maya = town.someone("maya")

    form = await maya.calls(town.hall, "ask", "Why was <Elm Street> closed?")

    assert isinstance(form.shown, View)
    begun = [
        b["element"].get("initial_value") for b in form.shown.body["blocks"] if "element" in b
    ]
    assert begun[0] == "Why was <Elm Street> closed?"


async def test_a_workspace_that_takes_the_bot_out_begins_the_month_after_which_all_is_erased(
    town: Riverbend,
) -> None:
    maya = town.someone("maya")
    person = PersonRef(platform="slack", tenant=town.workspace.id, user=maya.id)
    await maya.calls(town.hall, "language", "en")
    before = await town.app.directory.locale(person)

    await maya.wire.deliver("event", maya._event({"type": "app_uninstalled"}))
    await town.app.town.move(timedelta(days=29))
    meanwhile = await town.app.directory.locale(person)
    await town.app.town.move(timedelta(days=3))

    assert (before, meanwhile) == ("en", "en")
    assert await town.app.directory.locale(person) is None
