"""The whole bot on simcord, a model of Discord that is not ours: set up, and its four verbs.

The client is the real one, and whatever the model refuses fails the test. The model stands in for
the client's transport, inside one process, so what it cannot show is shown on our own stand-in:
logging in over sockets, resuming, buckets, faults. All routes that these flows ask for are there.
"""

import re
from datetime import timedelta

from bot.core.people import Role
from tests.support.discord.on_simcord import riverbend_in_simcord, words_of
from tests.support.steps import (
    ANSWERED,
    ASKED,
    UNTIL_RELEASED,
    announces,
    answers,
    asks,
    gives_feedback,
)


async def test_an_administrator_sets_the_server_up() -> None:
    async with riverbend_in_simcord() as town:
        shown = await town.set_up()

        for name in ("posts", "questions", "queue", "triage", "forums", "feedback"):
            assert f"#{name}" in shown.text
        for role in ("liaison", "panel", "organizer", "verifier"):
            assert f"@{role}" in shown.text
        assert shown.private


async def test_a_question_goes_from_an_anonymous_form_to_a_published_answer() -> None:
    async with riverbend_in_simcord() as town:
        await town.set_up()
        maya, ben = town.someone("maya"), town.someone("ben")
        lee, olu = town.someone("lee", Role.LIAISON), town.someone("olu", Role.ORGANIZER)

        sent = await asks(maya, await maya.calls("ask"), naming="anonymous")
        await town.passes(UNTIL_RELEASED)
        await olu.presses(town.shown("triage", "Elm Street"), "Approve")
        queued = town.shown("queue", "Elm Street")
        refused = await ben.presses(queued, "I will answer this")
        claimed = await lee.presses(queued, "I will answer this")
        held = claimed.text
        given = await answers(lee, await lee.presses(claimed, "Answer"))
        preview = given.text
        published = await lee.presses(given, "Publish")
        answered = town.shown("questions", ANSWERED)

        code = re.search(r"\d{4} \d{4} \d{4} \d{4}", sent.text)
        assert code is not None
        read = await maya.submits(await maya.calls("receipt"), receipt=code[0])

        assert sent.private
        assert "another role" in refused.text
        assert "With a liaison" in held
        assert "as it will be published" in preview
        assert published.private
        assert ASKED in words_of(answered)
        assert maya.me.mention not in words_of(answered)
        assert town.thread_below(answered).name == "Question 1: talk about it"
        assert read.private
        assert ANSWERED in read.text


async def test_an_explainer_is_shared_with_a_thread_to_talk_in() -> None:
    async with riverbend_in_simcord() as town:
        await town.set_up()
        olu, maya = town.someone("olu", Role.ORGANIZER), town.someone("maya")

        looked_at = await olu.chooses(await olu.calls("post share"), "signs")
        form = await olu.presses(looked_at, "Approve…")
        approved = await olu.submits(form, label="explainer")
        await town.passes(timedelta(minutes=1))
        post = town.shown("posts", "Signs that a moment is heating up")
        useful = await maya.presses(post, "Useful")
        again = town.shown("posts", "Signs that a moment is heating up")

        assert approved.private
        assert "Explainer" in words_of(post)
        assert town.thread_below(post).name == "Signs that a moment is heating up"
        assert useful.result.acknowledged
        assert "useful 1" in words_of(again)


async def test_feedback_is_logged_with_a_receipt_and_seen_by_the_organizers_alone() -> None:
    async with riverbend_in_simcord() as town:
        await town.set_up()
        maya = town.someone("maya")

        form = await maya.calls("feedback")
        logged = await gives_feedback(maya, form, "Answers at noon, please.")
        await town.passes(UNTIL_RELEASED)
        note = town.shown("feedback", "Answers at noon")

        assert logged.private
        assert re.search(r"\d{4} \d{4} \d{4} \d{4}", logged.text)
        assert maya.me.mention not in words_of(note)
        assert town.hall.history() == []


async def test_a_forum_is_announced_entered_in_the_calendar_and_joined() -> None:
    async with riverbend_in_simcord() as town:
        await town.set_up()
        olu = town.someone("olu", Role.ORGANIZER)
        people = [town.someone(name) for name in ("maya", "ben", "cho")]

        await announces(olu, await olu.calls("forum schedule"))
        card = town.shown("forums", "Stops downtown")
        answers = [await person.presses(card, "I'm coming") for person in people]
        (meeting,) = town.meetings()

        assert ["You have a place" in a.text for a in answers] == [True, True, False]
        assert "You are on the waiting list" in answers[2].text
        assert all(a.private for a in answers)
        assert (meeting.name, meeting.status) == ("Stops downtown", 1)
        assert meeting.entity_metadata == {"location": "Town hall"}
        assert meeting.scheduled_start_time == "2026-01-03T23:00:00+00:00"
        assert town.thread_below(card).name
