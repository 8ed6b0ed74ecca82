"""Posts and feeds on the real store, on both engines."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.core.allowances import Allowances
from bot.core.errors import MovedOn, NotForYou, NotFound, SeenBefore
from bot.core.people import Actor, PersonRef, Role
from bot.core.ports import Tx
from bot.core.when import plan_at
from bot.delivery.courier import Courier
from bot.delivery.display import SHOW
from bot.delivery.leased import Leased
from bot.delivery.worker.feed import FeedItem, FeedRead
from bot.features.posts.feed_model import Fate, NotRead, Trouble
from bot.features.posts.feed_reading import FeedReader
from bot.features.posts.feed_service import READ, FeedDesk
from bot.features.posts.model import (
    AlreadyShared,
    Approval,
    Label,
    Post,
    Rejection,
    State,
    Usefulness,
)
from bot.features.posts.piece import Piece
from bot.features.posts.service import POST_VIEW, REVIEW_VIEW, PostDesk
from bot.features.posts.shelf import Shelf
from bot.storage.engine import Database
from bot.storage.outbox import Outbox
from bot.storage.sql import sql
from tests.support.stores import StillClock
from tests.unit.posts.samples import PIECE, explainers

OLGA = Actor(
    person=PersonRef(platform="town", user="olga"),
    community="riverbend",
    roles=frozenset({Role.ORGANIZER}),
)
MAYA = Actor(person=PersonRef(platform="town", user="maya"), community="riverbend")
ELSEWHERE = replace(OLGA, community="elsewhere")
APPROVAL = Approval(label=Label.NEWS, discuss="What do you make of it?")


@dataclass
class Publisher:
    """A source of feeds that says what a test has it say."""

    said: FeedRead | Trouble = field(default_factory=FeedRead)

    async def names(self) -> tuple[str, ...]:
        return ("news.xml",)

    async def read(self, name: str) -> FeedRead:
        if isinstance(self.said, Trouble):
            raise NotRead(self.said)
        return self.said

    def says(self, *titles: str) -> None:
        """Publish items of these titles, the newest first as feeds do."""
        items = [FeedItem(guid=t, title=t, text=f"About {t}") for t in titles]
        self.said = FeedRead(title="News", items=tuple(items))


@dataclass
class Bench:
    """The services on one store."""

    store: Database
    clock: StillClock
    publisher: Publisher
    desk: PostDesk
    shelf: Shelf
    feeds: FeedDesk
    reader: FeedReader
    courier: Courier

    async def in_review(self, key: str = "share") -> Post:
        return await self.desk.write(PIECE, actor=OLGA, key=key)

    async def published(self) -> Post:
        post = await self.in_review()
        return await self.desk.approve(post.id, APPROVAL, actor=OLGA, key="approve")

    async def titles(self, state: State) -> list[str]:
        posts = await self.shelf.desk(OLGA, state)
        return [p.piece.title for p in posts]

    async def rows(self, text: str) -> list[Any]:
        async def unit(tx: Tx) -> list[Any]:
            return [row["it"] for row in await tx.all(sql(text))]

        return await self.store.read(unit)


@pytest.fixture
def bench(store: Database, still: StillClock) -> Bench:
    publisher = Publisher()
    outbox = Outbox(store, still)

    def report(error: BaseException, where: str) -> str:
        raise AssertionError(where) from error

    courier = Courier(outbox=outbox, clock=still, report=report)
    reader = FeedReader(store=store, clock=still, source=publisher)
    courier.on(READ, reader.read)

    async def draw(leased: Leased) -> None:
        del leased

    courier.on(SHOW, draw)
    return Bench(
        store=store,
        clock=still,
        publisher=publisher,
        desk=PostDesk(
            store=store,
            clock=still,
            pack=explainers(),
            allowances=Allowances(still),
            rating_key=b"k" * 32,
        ),
        shelf=Shelf(store=store, pack=explainers()),
        feeds=FeedDesk(store=store, clock=still, source=publisher),
        reader=reader,
        courier=courier,
    )


async def test_a_post_comes_back_from_the_store_as_it_went_in(bench: Bench) -> None:
    post = await bench.desk.share("signs", locale="en", actor=OLGA, key="share")

    found = await bench.shelf.for_review(OLGA, post.id)

    assert found == post
    assert found.piece == explainers().piece("signs", "en")


async def test_the_later_of_a_repeated_hour_survives_the_store(bench: Bench) -> None:
    post = await bench.in_review()
    later = plan_at(datetime(2027, 11, 7, 1, 30, fold=1), "America/Toronto")  # noqa: DTZ001
    decided = replace(APPROVAL, when=later)

    await bench.desk.approve(post.id, decided, actor=OLGA, key="approve")
    found = await bench.shelf.for_review(OLGA, post.id)

    assert found.plan is not None
    assert found.plan.at == later.at
    assert found.plan.at != replace(later, wall=later.wall.replace(fold=0)).at


async def test_one_gesture_has_one_effect(bench: Bench) -> None:
    await bench.in_review("the same key")

    with pytest.raises(SeenBefore):
        await bench.in_review("the same key")

    assert await bench.rows("SELECT COUNT(*) AS it FROM post") == [1]


async def test_of_many_who_approve_at_once_one_wins(bench: Bench) -> None:
    post = await bench.in_review()

    results = await asyncio.gather(
        *(bench.desk.approve(post.id, APPROVAL, actor=OLGA, key=f"approve {n}") for n in range(6)),
        return_exceptions=True,
    )

    assert [isinstance(r, Post) for r in results].count(True) == 1
    assert [isinstance(r, MovedOn) for r in results].count(True) == 5


async def test_an_explainer_comes_back_once_it_is_no_longer_in_hand(bench: Bench) -> None:
    first = await bench.desk.share("signs", locale="en", actor=OLGA, key="1")
    with pytest.raises(AlreadyShared):
        await bench.desk.share("signs", locale="en", actor=OLGA, key="2")
    await bench.desk.reject(first.id, Rejection.NOT_NOW, actor=OLGA, key="3")

    second = await bench.desk.share("signs", locale="en", actor=OLGA, key="4")

    assert second.id != first.id


async def test_a_correction_keeps_every_version(bench: Bench) -> None:
    post = await bench.published()
    for number in range(3):
        bench.clock.move(minutes=1)
        await bench.desk.correct(
            post.id, title=f"T{number}", text="t", note="n", actor=OLGA, key=f"c{number}"
        )

    shown = await bench.shelf.post("riverbend", post.id)

    assert shown is not None
    assert shown.post.version == 4
    assert [(v.number, v.title) for v in shown.versions] == [
        (3, "T1"),
        (2, "T0"),
        (1, PIECE.title),
    ]


async def test_ratings_are_counted_once_a_person(bench: Bench) -> None:
    post = await bench.published()
    for number, said in enumerate((Usefulness.USEFUL, Usefulness.NOT, Usefulness.PARTLY)):
        await bench.desk.rate(post.id, said, actor=MAYA, key=f"r{number}")

    shown = await bench.shelf.shown("riverbend", post.id)

    assert shown.tally == {Usefulness.PARTLY: 1}


async def test_every_change_is_recorded_without_words_and_names(bench: Bench) -> None:
    post = await bench.published()
    await bench.desk.retract(post.id, "A secret reason.", actor=OLGA, key="r")

    verbs = await bench.rows("SELECT verb AS it FROM audit ORDER BY number")
    objects = await bench.rows("SELECT DISTINCT object AS it FROM audit")

    assert verbs == ["posts.write", "posts.approve", "posts.retract"]
    assert objects == [post.id]


async def test_no_word_waits_in_the_outbox(bench: Bench) -> None:
    await bench.published()

    payloads = await bench.rows("SELECT payload AS it FROM job")

    assert payloads != []
    assert not any(w in p for p in payloads for w in (PIECE.title, PIECE.text, "olga"))


@pytest.mark.parametrize("actor", [MAYA, replace(OLGA, roles=frozenset({Role.LIAISON}))])
async def test_only_organizers_decide(bench: Bench, actor: Actor) -> None:
    post = await bench.in_review()
    attempts = (
        bench.desk.share("signs", locale="en", actor=actor, key="1"),
        bench.desk.write(PIECE, actor=actor, key="2"),
        bench.desk.take(post.id, actor=actor, key="3"),
        bench.desk.approve(post.id, APPROVAL, actor=actor, key="4"),
        bench.desk.publish_now(post.id, actor=actor, key="5"),
        bench.desk.unschedule(post.id, actor=actor, key="6"),
        bench.desk.reject(post.id, Rejection.ADVERT, actor=actor, key="7"),
        bench.desk.correct(post.id, title="t", text="t", note="n", actor=actor, key="8"),
        bench.desk.retract(post.id, "n", actor=actor, key="9"),
        bench.shelf.for_review(actor, post.id),
        bench.shelf.desk(actor, State.REVIEW),
        bench.shelf.counts(actor),
        bench.feeds.add("news.xml", actor=actor, key="10"),
        bench.feeds.all(actor),
        bench.feeds.items(actor),
    )

    results = await asyncio.gather(*attempts, return_exceptions=True)

    assert [type(r) for r in results] == [NotForYou] * len(attempts)


async def test_outsiders_neither_suggest_nor_rate(bench: Bench) -> None:
    post = await bench.published()
    outsider = replace(MAYA, outsider=True)

    with pytest.raises(NotForYou):
        await bench.desk.suggest(Piece(title="t", text="t"), actor=outsider, key="s")
    with pytest.raises(NotForYou):
        await bench.desk.rate(post.id, Usefulness.USEFUL, actor=outsider, key="r")


async def test_nothing_crosses_into_another_community(bench: Bench) -> None:
    post = await bench.published()

    for attempt in (
        bench.shelf.for_review(ELSEWHERE, post.id),
        bench.desk.retract(post.id, "n", actor=ELSEWHERE, key="x"),
        bench.desk.rate(post.id, Usefulness.USEFUL, actor=ELSEWHERE, key="y"),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await bench.shelf.published("elsewhere") == ()


async def test_of_a_suggestion_only_the_day_is_kept(bench: Bench) -> None:
    await bench.desk.suggest(Piece(title="t", text="t"), actor=MAYA, key="s")

    [at] = await bench.rows("SELECT suggested_at AS it FROM post")

    assert at % (24 * 60 * 60 * 1_000_000) == 0


# ---- feeds ----------------------------------------------------------------------------------


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
