"""Rating posts: once a person, and nothing that two ratings share."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.allowances import Allowances
from bot.core.cards import Card
from bot.features.posts.model import NotOpen, Usefulness
from bot.features.posts.service import PostDesk
from tests.support.post_steps import (
    TITLE,
    actor,
    column,
    organizer,
    public,
    shares,
    suggests,
    written,
)
from tests.support.reading import read
from tests.support.town import Town
from tests.unit.posts.samples import explainers


async def test_each_person_rates_once_and_may_change_their_mind(town: Town) -> None:
    await shares(town, organizer(town))
    maya, ben = town.someone("maya").goes_to("posts"), town.someone("ben").goes_to("posts")

    await maya.presses("Useful")
    await maya.presses("Useful")
    await ben.presses("Not useful")
    await town.settles()
    assert "useful 1, partly 0, not useful 1." in read(public(town))

    await ben.presses("Partly useful")
    await town.settles()
    assert "useful 1, partly 1, not useful 0." in read(public(town))


async def test_ratings_of_one_person_on_two_posts_cannot_be_put_together(
    town: Town, tmp_path: Path
) -> None:
    olga = organizer(town)
    await shares(town, olga)
    await shares(town, olga, "Signs that a moment is heating up")
    zebra = town.someone("zebrafinch").goes_to("posts")
    for card in town.channel("posts").cards:
        await zebra.presses("Useful", on=card)
    await town.settles()

    raters = await column(town, "SELECT rater AS it FROM post_rating")

    assert len(raters) == len(set(raters)) == 2
    stored = written(tmp_path)
    assert b"zebrafinch" not in stored


async def test_a_person_reads_and_deletes_their_ratings(town: Town) -> None:
    await shares(town, organizer(town))
    maya, ben = town.someone("maya").goes_to("posts"), town.someone("ben").goes_to("posts")
    await maya.presses("Useful")
    await ben.presses("Useful")
    await maya.says("/mydata export")
    assert "How you rated a post" in read(maya.private[-1])
    assert TITLE in read(maya.private[-1])

    await maya.says("/mydata delete")
    await maya.presses("privacy.delete")
    await town.settles()

    await maya.says("/mydata export")
    await ben.says("/mydata export")
    assert TITLE not in read(maya.private[-1])
    assert TITLE in read(ben.private[-1])
    assert "useful 1, partly 0, not useful 0." in read(public(town))


async def test_who_suggests_without_end_is_asked_to_wait_and_keeps_the_words(town: Town) -> None:
    await town.clock.move(hours=2)
    maya, theo = town.someone("maya"), town.someone("theo")
    for n in range(20):
        await suggests(town, maya, title=f"Reading {n}")

    refused = await suggests(town, maya, title="The twenty-first")
    other = await suggests(town, theo)

    assert isinstance(refused, Card)
    assert "That was a lot at once." in maya.reads(refused)
    assert "The twenty-first" in maya.reads(refused)
    assert isinstance(other, Card)
    assert "That was a lot at once." not in theo.reads(other)
    kept = await column(town, "SELECT id AS it FROM post WHERE origin = 'member'")
    assert len(kept) == 21


async def test_an_archived_post_is_not_rated_any_more(town: Town) -> None:
    await shares(town, organizer(town))
    maya = town.someone("maya").goes_to("posts")
    [post] = await column(town, "SELECT id AS it FROM post")
    await town.clock.move(days=31)

    desk = PostDesk(
        store=town.app.store,
        clock=town.app.clock,
        pack=explainers(),
        allowances=Allowances(town.app.clock),
        rating_key=b"k" * 32,
    )
    with pytest.raises(NotOpen):
        await desk.rate(str(post), Usefulness.USEFUL, actor=await actor(town, maya), key="late")
    assert not maya.sees_button("Useful")
