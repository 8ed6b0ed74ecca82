"""The posts' services on a real store: one effect a gesture, every version kept, nobody named."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from bot.core.errors import MovedOn, NotForYou, NotFound, SeenBefore
from bot.core.people import Actor, PersonRef, Role
from bot.core.when import plan_at
from bot.features.posts.model import (
    AlreadyShared,
    Post,
    Rejection,
    State,
    Usefulness,
)
from bot.features.posts.piece import Piece
from tests.support.post_bench import APPROVAL, OLGA, Bench
from tests.unit.posts.samples import PIECE, explainers

MAYA = Actor(person=PersonRef(platform="town", user="maya"), community="riverbend")
ELSEWHERE = replace(OLGA, community="elsewhere")


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
