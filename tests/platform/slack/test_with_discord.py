"""One community on Discord and Slack at once: one bot, both real clients, one queue."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.core.people import Role
from tests.support.discord.whole import Riverbend as DiscordTown, plain, riverbend
from tests.support.discord.world import Message as DiscordMessage
from tests.support.linked import link
from tests.support.slack.house import MODES
from tests.support.slack.server import StandIn
from tests.support.slack.whole import Riverbend as SlackTown, in_slack
from tests.support.slack.world import Message as SlackMessage
from tests.support.steps import (
    ANSWERED,
    ASKED,
    UNTIL_RELEASED,
    announces,
    answers,
    asks,
    gives_feedback,
)


@dataclass
class Both:
    discord: DiscordTown
    slack: SlackTown

    async def shown(self, channel: str, words: str) -> tuple[DiscordMessage, SlackMessage]:
        """Wait until ``words`` stand in a channel of both."""
        return (
            await self.discord.shown(channel, words),
            await self.slack.shown(channel, words),
        )

    def everything_on_slack(self) -> str:
        return "\n".join(str(m.body) for m in self.slack.slack.world.messages)

    def everything_on_discord(self) -> str:
        return "\n".join(str(m.body) for m in self.discord.discord.world.messages.values())


@pytest.fixture(params=MODES)
async def both(request: pytest.FixtureRequest) -> AsyncGenerator[Both]:
    async with (
        riverbend() as discord,
        StandIn().open() as stand_in,
        in_slack(discord.app, stand_in, request.param) as slack,
    ):
        await discord.set_up()
        await link(discord, slack)
        yield Both(discord, slack)
        assert stand_in.refused == []
        assert discord.discord.all_refusals() == []


async def _eventually(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110  (what people see has no event)
            await asyncio.sleep(0.02)


async def test_a_question_asked_on_slack_is_answered_on_discord_and_stays_in_step(
    both: Both,
) -> None:
    maya, ben = both.slack.someone("maya"), both.slack.someone("ben")
    on_slack = both.slack.someone("lou", Role.LIAISON)
    lee, olu = (
        both.discord.someone("lee", Role.LIAISON),
        both.discord.someone("olu", Role.ORGANIZER),
    )
    noa = both.discord.someone("noa")

    await asks(maya, await maya.calls(both.slack.hall, "ask"))
    await both.discord.app.town.move(UNTIL_RELEASED)
    triage, _ = await both.shown("triage", "Elm Street")
    await olu.presses(triage, "Approve")
    queued, queued_there = await both.shown("queue", "Elm Street")
    claim_there = dict(queued_there.buttons["I will answer this"])
    claimed = await lee.presses(queued, "I will answer this")
    await both.slack.shown("queue", "With a liaison")
    late = await on_slack.acts(queued_there, claim_there)
    ready = await answers(lee, await lee.presses(claimed, "Answer"))
    await lee.presses(ready, "Publish")
    here, there = await both.shown("questions", ANSWERED)

    assert late.private
    assert ASKED in plain(here.text)
    assert ASKED in there.text

    await ben.presses(there, "I have this question too")
    await noa.presses(here, "I have this question too")
    await both.discord.app.town.move(timedelta(minutes=31))  # votes are shown window by window
    await _eventually(lambda: "2 people" in there.text and "2 people" in plain(here.text))

    more = await lee.presses(here, "More")
    wrong = await lee.presses(more, "Correct the answer")
    await lee.submits(
        wrong,
        acknowledge="You want to know why the street was closed.",
        answer="A gas main broke.",
        next="The report is out on Friday.",
        note="It was gas.",
    )
    await _eventually(lambda: "A gas main" in there.text and "A gas main" in plain(here.text))

    assert maya.id not in both.everything_on_discord()
    assert str(lee.id) not in both.everything_on_slack()
    assert ben.id not in both.everything_on_slack()


async def test_a_forum_planned_on_slack_counts_the_seats_of_both(both: Both) -> None:
    olu = both.slack.someone("olu", Role.ORGANIZER)
    maya = both.slack.someone("maya")
    noa, cho = both.discord.someone("noa"), both.discord.someone("cho")

    await announces(olu, await olu.calls(both.slack.hall, "forum", "schedule"))
    here, there = await both.shown("forums", "Stops downtown")
    first = await maya.presses(there, "I'm coming")
    second = await noa.presses(here, "I'm coming")
    third = await cho.presses(here, "I'm coming")

    assert "You have a place" in first.text
    assert "You have a place" in second.text
    assert "You have a place" not in third.text


async def test_feedback_from_both_reaches_the_organizers_of_both(both: Both) -> None:
    maya, noa = both.slack.someone("maya"), both.discord.someone("noa")

    form = await maya.calls(both.slack.hall, "feedback")
    on_slack = await gives_feedback(maya, form, "Answers at noon.")
    modal = await noa.calls(both.discord.hall, "feedback")
    on_discord = await gives_feedback(noa, modal, "Benches in the hall.")
    await both.discord.app.town.move(UNTIL_RELEASED)

    await both.shown("feedback", "Answers at noon.")
    await both.shown("feedback", "Benches in the hall.")
    assert on_slack.private
    assert on_discord.private
