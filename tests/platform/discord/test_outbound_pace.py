"""How fast Discord is asked, and what is done when it says no for now."""

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.discord import limits
from bot.core.ports import Later, Undeliverable
from tests.support.discord.faults import Fault, cloudflare, cut, refusal, too_many
from tests.support.discord.posting import CARD, POST, Post


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_a_429_of_discord_is_waited_for(post: Post, scope: str) -> None:
    post.house.discord.fails(too_many("POST", POST, scope, seconds=0.2))
    began = time.monotonic()

    await post.platform.post(post.house.place(), CARD, key="1")

    assert time.monotonic() - began >= 0.2
    assert len(post.shown) == 1
    assert post.platform.rest.pace.breaker.counted == (0 if scope == "shared" else 1)


async def test_a_global_429_holds_everything_back(post: Post) -> None:
    post.house.discord.fails(too_many("POST", POST, "global", seconds=0.4))
    other = post.house.discord.world.channel(post.house.guild, "other")
    began = time.monotonic()
    first = asyncio.create_task(post.platform.post(post.house.place(), CARD, key="1"))
    await asyncio.sleep(0.1)

    await post.platform.post(post.house.place(other), CARD, key="2")
    await first

    assert time.monotonic() - began >= 0.4


async def test_a_429_from_in_front_of_discord_stops_the_job_for_a_while(post: Post) -> None:
    post.house.discord.fails(cloudflare("POST", POST))

    with pytest.raises(Later) as later:
        await post.platform.post(post.house.place(), CARD, key="1")

    assert later.value.after >= timedelta(seconds=30)
    assert post.house.discord.count("POST", POST) == 1


@pytest.mark.parametrize("wait", [-1, 1e9, "soon", None])
async def test_a_429_with_a_strange_wait_is_answered_with_a_sane_one(
    post: Post, wait: Any
) -> None:
    page = Fault("POST", POST, 429, "<html>", {"Retry-After": str(wait)})
    post.house.discord.fails(page)

    with pytest.raises(Later) as later:
        await post.platform.post(post.house.place(), CARD, key="1")

    assert timedelta(seconds=30) <= later.value.after <= timedelta(hours=1)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_broken_answer_is_tried_again_with_the_same_nonce(post: Post, status: int) -> None:
    post.house.discord.fails(Fault("POST", POST, status, {"message": "x", "code": 0}))

    await post.platform.post(post.house.place(), CARD, key="1")

    nonces = [a.body["nonce"] for a in post.house.discord.asked if a.path.endswith("/messages")]
    assert len(nonces) == 2
    assert len(set(nonces)) == 1
    assert len(post.shown) == 1


@pytest.mark.parametrize("fault", [Fault("POST", POST, 503, "<html>"), cut("POST", POST)])
async def test_a_503_or_a_cut_connection_is_left_to_the_courier(post: Post, fault: Fault) -> None:
    fault.times = 1
    post.house.discord.fails(fault)

    with pytest.raises(Later):
        await post.platform.post(post.house.place(), CARD, key="1")
    await post.platform.post(post.house.place(), CARD, key="1")

    assert len(post.shown) == 1


async def test_a_token_that_is_refused_stops_every_call(post: Post) -> None:
    post.house.discord.token_works = False

    for key in ("1", "2"):
        with pytest.raises(Later):
            await post.platform.post(post.house.place(), CARD, key=key)
    with pytest.raises(Later) as later:
        await post.platform.post(post.house.place(), CARD, key="3")

    assert later.value.after >= timedelta(hours=1)
    assert post.house.discord.statuses()[401] == 1


async def test_many_refusals_stop_asking_long_before_discord_bans_the_address(post: Post) -> None:
    post.house.discord.fails(refusal("POST", POST, 403, 50013, times=10_000))
    kept_for_later = 0

    for key in range(150):
        try:
            await post.platform.post(post.house.place(), CARD, key=str(key))
        except Undeliverable:
            continue
        except Later:
            kept_for_later += 1

    assert post.house.discord.statuses()[403] == limits.INVALID_AT_MOST
    assert kept_for_later == 150 - limits.INVALID_AT_MOST


async def test_no_burst_exceeds_fifty_requests_in_a_second(post: Post) -> None:
    post.house.discord.limits.a_second = 50
    places = [
        post.house.place(post.house.discord.world.channel(post.house.guild, f"c{n}"))
        for n in range(110)
    ]

    await asyncio.gather(*(post.platform.post(p, CARD, key=str(n)) for n, p in enumerate(places)))

    assert post.house.discord.statuses()[429] == 0


async def test_the_headers_of_a_bucket_are_kept_to(post: Post) -> None:
    """One after another, as the courier sends to one channel."""
    post.house.discord.limits.bucket, post.house.discord.limits.bucket_seconds = 5, 0.5

    for number in range(12):
        await post.platform.post(post.house.place(), CARD, key=str(number))

    assert len(post.shown) == 12
    assert post.house.discord.statuses()[429] == 0
