"""Posts from the pack to the channel: reviewed, planned, published, talked about."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.cards import Card
from bot.core.people import Role
from bot.core.text import Verbatim, say
from tests.support.post_steps import (
    TITLE,
    organizer,
    public,
    shares,
)
from tests.support.reading import read
from tests.support.town import Town


async def test_an_explainer_is_reviewed_published_and_gets_a_thread(town: Town) -> None:
    olga = organizer(town)

    await olga.says("/post share")
    shown = await olga.chooses(TITLE)
    assert isinstance(shown, Card)
    assert town.channel("posts").cards == ()

    await olga.presses("posts.approve", on=shown)
    decided = await olga.fills(when="").sends()
    await town.settles()

    assert isinstance(decided, Card)
    assert decided.title == say("posts.approved.now")
    card = public(town)
    assert card.title == Verbatim(TITLE)
    words = read(card)
    assert "Who speaks: Explainer" in words
    assert "Licence: Apache-2.0" in words
    assert "Let us talk about it: When did someone calm a tense moment for you?" in words
    assert len(town.channel("posts").threads) == 1


async def test_only_organizers_share_and_review(town: Town) -> None:
    maya = town.someone("maya")
    amina = town.someone("amina", Role.LIAISON)
    olga = organizer(town)
    await olga.goes_to("general").says(f"/post share {TITLE}")

    refused = [await maya.says("/post share"), await amina.says("/post list")]
    olga.becomes()
    refused.append(await olga.presses("posts.approve"))

    assert [read(r).splitlines()[1] for r in refused if isinstance(r, Card)] == [
        "This is for people with another role in this community."
    ] * 3
    assert town.channel("posts").cards == ()


async def test_an_explainer_in_hand_is_not_picked_twice(town: Town) -> None:
    olga, omar = organizer(town), organizer(town, "omar")
    await olga.says("/post share")
    await omar.says("/post share")
    await olga.chooses(TITLE)

    second = await omar.chooses(TITLE)

    assert isinstance(second, Card)
    assert "in review or under discussion already" in read(second)


async def test_a_post_waits_for_its_time_in_the_zone_that_was_said(town: Town) -> None:
    olga = organizer(town)
    await olga.says(f"/post share {TITLE}")
    await olga.presses("posts.approve")
    echoed = await olga.fills(when="tomorrow 7 pm America/Vancouver").sends()
    await town.settles()

    assert isinstance(echoed, Card)
    assert "Wednesday, November 25, 2026, 22:00" in read(echoed)
    assert "(time zone America/Vancouver)" in read(echoed)
    await town.clock.move(hours=34)
    assert town.channel("posts").cards == ()
    await town.clock.move(hours=2)
    assert public(town).title == Verbatim(TITLE)


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("someday", "could not read that time"),
        ("tomorrow", "At what time of day?"),
        ("tomorrow at 7", "Morning or evening?"),
        ("03/04/2027 19:00", "the day from the month"),
        ("x" * 101, "at most 100 fit"),
        ("\0", "characters that we cannot keep"),
    ],
)
async def test_a_time_that_cannot_be_read_stays_in_the_form(
    town: Town, when: str, sentence: str
) -> None:
    olga = organizer(town)
    await olga.says(f"/post share {TITLE}")
    await olga.presses("posts.approve")

    await olga.fills(when=when).sends()

    assert sentence in olga.wrong["when"]
    assert olga.typed["when"] == when
    await town.settles()
    assert town.channel("posts").cards == ()


async def test_a_time_that_is_over_is_refused(town: Town) -> None:
    olga = organizer(town)
    await olga.says(f"/post share {TITLE}")
    await olga.presses("posts.approve")

    refused = await olga.fills(when="2026-11-24 08:00").sends()

    assert isinstance(refused, Card)
    assert "already over" in read(refused)


async def test_a_planned_post_can_be_put_back_and_is_then_not_published(town: Town) -> None:
    olga = organizer(town)
    await olga.says(f"/post share {TITLE}")
    await olga.presses("posts.approve")
    await olga.fills(when="tomorrow 19:00").sends()
    await town.settles()

    await olga.presses("posts.unschedule")
    await town.clock.move(days=2)

    assert town.channel("posts").cards == ()
    assert "Status: In review" in read(town.channel("triage").cards[-1])


async def test_a_planned_post_that_is_published_at_once_is_published_once(town: Town) -> None:
    olga = organizer(town)
    await olga.says(f"/post share {TITLE}")
    await olga.presses("posts.approve")
    await olga.fills(when="tomorrow 19:00").sends()
    await town.settles()

    await olga.presses("posts.publish_now")
    await town.clock.move(days=2)

    assert len(town.channel("posts").cards) == 1


async def test_two_organizers_who_decide_at_once_decide_once(town: Town) -> None:
    olga, omar = organizer(town), organizer(town, "omar")
    await olga.says(f"/post share {TITLE}")
    await town.settles()
    await olga.presses("posts.approve")
    await omar.presses("posts.approve")

    both = await asyncio.gather(olga.fills(when="").sends(), omar.fills(when="").sends())
    await town.settles()

    titles = sorted(read(c).splitlines()[0] for c in both if isinstance(c, Card))
    assert titles == ["Approved and published", "That did not go through"]
    assert len(town.channel("posts").cards) == 1


async def test_a_post_is_talked_about_and_then_archived(town: Town) -> None:
    olga = organizer(town)
    await shares(town, olga)
    await town.clock.move(minutes=5)
    assert "Status: Published, open for talk" in read(town.channel("triage").cards[-1])

    await town.clock.move(days=31)

    assert "Status: Archived" in read(town.channel("triage").cards[-1])
    assert "The talk about this post is over" in read(public(town))
    assert not any("rate" in repr(a) for a in public(town).actions)
