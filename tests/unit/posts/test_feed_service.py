"""Following feeds on a real store: a baseline, then news in order, and waits that grow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.core.errors import MovedOn
from bot.core.ports import Tx
from bot.delivery.leased import Leased
from bot.delivery.worker.feed import FeedItem, FeedRead
from bot.features.posts.feed_model import Fate, Trouble
from bot.features.posts.feed_service import READ
from bot.features.posts.model import (
    Label,
    State,
)
from bot.features.posts.service import POST_VIEW, REVIEW_VIEW
from tests.support.post_bench import OLGA, Bench


async def follow(bench: Bench, *titles: str) -> str:
    bench.publisher.says(*titles)
    feed = await bench.feeds.add("news.xml", actor=OLGA, key="add")
    await bench.courier.settle()
    return feed.id


async def read_again(bench: Bench, *titles: str) -> None:
    bench.publisher.says(*titles)
    bench.clock.move(minutes=15)
    await bench.courier.settle()


async def test_the_first_reading_is_a_baseline_and_the_next_are_offered_in_order(
    bench: Bench,
) -> None:
    await follow(bench, "B", "A")
    await read_again(bench, "E", "D", "C", "B", "A")

    assert list(reversed(await bench.titles(State.SUGGESTED))) == ["C", "D", "E"]
    items = await bench.feeds.items(OLGA)
    assert {i.title: i.fate for i in items} == {
        "A": Fate.BASELINE,
        "B": Fate.BASELINE,
        "C": Fate.OFFERED,
        "D": Fate.OFFERED,
        "E": Fate.OFFERED,
    }
    assert [i.title for i in items[:3]] == ["E", "D", "C"]


async def test_a_reading_that_lost_its_lease_offers_nothing_and_the_next_offers_all(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await follow(bench, "A")
    finish = Leased.finish

    async def lost(self: Leased, tx: Tx) -> None:
        raise MovedOn

    monkeypatch.setattr(Leased, "finish", lost)
    monkeypatch.setattr(bench.courier, "_report", lambda error, where: "1A2B")
    await read_again(bench, "B", "A")
    assert await bench.titles(State.SUGGESTED) == []

    monkeypatch.setattr(Leased, "finish", finish)
    bench.clock.move(minutes=15)
    await bench.courier.settle()
    assert await bench.titles(State.SUGGESTED) == ["B"]


async def test_a_feed_that_fails_waits_longer_each_time_and_a_day_at_most(bench: Bench) -> None:
    feed = await follow(bench, "A")
    bench.publisher.said = Trouble.MISSING
    waits: list[timedelta] = []
    for _ in range(12):
        bench.clock.move(days=1)
        await bench.courier.settle()
        waits.append((await bench.feeds.get(OLGA, feed)).next_in)

    assert waits[:3] == [timedelta(minutes=m) for m in (30, 60, 120)]
    assert max(waits) == timedelta(days=1)
    assert (await bench.feeds.get(OLGA, feed)).trouble is Trouble.MISSING


async def test_a_feed_is_read_by_one_chain_of_jobs(bench: Bench) -> None:
    feed = await follow(bench, "A")
    for number in range(5):
        await bench.feeds.read_soon(feed, actor=OLGA, key=f"soon {number}")
        await bench.feeds.follow("riverbend", [("news.xml", "News", Label.NEWS)])
    await bench.courier.settle()

    waiting = await bench.rows(f"SELECT COUNT(*) AS it FROM job WHERE kind = '{READ}'")  # noqa: S608

    assert waiting == [1]


async def test_what_the_configuration_names_is_followed_once(bench: Bench) -> None:
    bench.publisher.says("A")
    named: Sequence[tuple[str, str, Label]] = [("news.xml", "Our paper", Label.COMMUNITY)]
    await bench.feeds.follow("riverbend", named)
    await bench.feeds.follow("riverbend", named)
    await bench.courier.settle()
    await read_again(bench, "B", "A")

    [feed] = await bench.feeds.all(OLGA)
    [post] = await bench.shelf.desk(OLGA, State.SUGGESTED)
    assert feed.name == "news.xml"
    assert post.label is Label.COMMUNITY


async def test_an_item_with_hostile_fields_is_offered_without_a_link(bench: Bench) -> None:
    await follow(bench)
    bench.publisher.said = FeedRead(
        title="@everyone",
        items=(
            FeedItem(
                guid="g" * 2_000,
                link="javascript:alert(1)",
                title="<!channel>" * 15,
                text="x" * 1_500,
                author="@here",
            ),
            FeedItem(guid="only an id"),
        ),
    )
    bench.clock.move(minutes=15)
    await bench.courier.settle()

    [post] = await bench.shelf.desk(OLGA, State.SUGGESTED)

    assert post.piece.link == ""
    assert len(post.piece.text) == 300
    assert post.piece.source == "@everyone"


async def test_views_are_drawn_again_after_every_move(bench: Bench) -> None:
    post = await bench.published()

    keys = await bench.rows("SELECT key AS it FROM job WHERE key IS NOT NULL")

    assert f"show:{REVIEW_VIEW}:{post.id}" in keys
    assert f"show:{POST_VIEW}:{post.id}" in keys
