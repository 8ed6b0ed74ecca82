"""Alive, ready, and numbers for those who may see them."""

import asyncio
import json

import pytest

from bot.adapters.site.shown import Backlog
from tests.support.site import TOKEN, SiteUnderTest


async def test_the_process_says_that_it_is_alive_whatever_the_database_does(
    site: SiteUnderTest,
) -> None:
    site.beat.backlog_now = OSError("database is gone")

    assert json.loads(await site.read("/healthz")) == {"status": "ok"}


async def test_ready_when_the_database_answers_and_the_outbox_moves(site: SiteUnderTest) -> None:
    status, _, body = await site.ask("/readyz")

    assert status == 200
    assert json.loads(body) == {
        "status": "ok",
        "database": "ok",
        "outbox": "ok",
        "waiting": 2,
        "buried": 1,
        "oldest_seconds": 0.5,
    }


async def test_not_ready_without_a_database_and_nothing_of_why(site: SiteUnderTest) -> None:
    site.beat.backlog_now = OSError("/secret/path is gone")

    status, _, body = await site.ask("/readyz")

    assert status == 503
    assert json.loads(body)["database"] == "does not answer"
    assert "secret" not in body


async def test_not_ready_when_the_database_hangs(
    site: SiteUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang() -> Backlog:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr("bot.adapters.site.health._DATABASE_SECONDS", 0.05)
    monkeypatch.setattr(site.beat, "backlog", hang)

    assert (await site.ask("/readyz"))[0] == 503


async def test_not_ready_when_the_outbox_is_stuck(site: SiteUnderTest) -> None:
    site.beat.backlog_now = Backlog(waiting=9, buried=0, oldest_seconds=301)

    status, _, body = await site.ask("/readyz")

    assert (status, json.loads(body)["outbox"]) == (503, "stuck")


STRANGERS = (
    {"X_Forwarded_For": "203.0.113.9"},
    {"Forwarded": "for=203.0.113.9"},
    {"X_Real_IP": "203.0.113.9"},
    {"Via": "1.1 proxy"},
    {"Host": "talk.example.org"},
    {"Host": "127.0.0.1.example.org"},
    {"Host": "localhost.example.org:8080"},
    {"Host": "evil.example", "Authorization": "Bearer wrong"},
    {"Host": "evil.example", "Authorization": f"Basic {TOKEN}"},
    {"Host": "evil.example", "Authorization": f"Bearer {TOKEN[:-1]}"},
    {"Host": "evil.example", "Authorization": f"bearer  {TOKEN}"},
)


@pytest.mark.parametrize("headers", STRANGERS)
async def test_a_stranger_sees_no_numbers(site: SiteUnderTest, headers: dict[str, str]) -> None:
    status, _, body = await site.ask("/metrics", **headers)
    ready = json.loads((await site.ask("/readyz", **headers))[2])

    assert status == 404
    assert "commonground_" not in body
    assert ready == {"status": "ok", "database": "ok", "outbox": "ok"}


@pytest.mark.parametrize(
    "headers", [{}, {"Host": "talk.example.org", "Authorization": f"Bearer {TOKEN}"}]
)
async def test_the_operator_sees_all_numbers(site: SiteUnderTest, headers: dict[str, str]) -> None:
    await site.read("/q/17")
    await site.ask("/q/18")
    await site.ask("/anything/an/attacker/types")

    status, found, body = await site.ask("/metrics", **headers)

    assert status == 200
    assert found["content-type"].startswith("text/plain; version=0.0.4")
    assert 'commonground_build_info{version="1.2.3"} 1.0' in body
    assert "commonground_database_up 1.0" in body
    assert "commonground_outbox_buried 1.0" in body
    question = 'route="/q/{number}",status="2xx"} 2.0'
    assert question in body
    assert 'commonground_http_seconds_count{route="/q/{number}"} 2.0' in body
    assert "process_resident_memory_bytes" in body


async def test_numbers_name_routes_and_never_what_was_asked(site: SiteUnderTest) -> None:
    await site.read("/questions?q=canary-words")
    await site.ask("/canary-path/canary")

    body = await site.read("/metrics")

    assert "canary" not in body
    assert 'route="unknown",method="GET",status="4xx"' in body or (
        'method="GET",route="unknown",status="4xx"' in body
    )


async def test_without_a_database_the_numbers_say_so(site: SiteUnderTest) -> None:
    site.beat.backlog_now = OSError()

    body = await site.read("/metrics")

    assert "commonground_database_up 0.0" in body
    assert "commonground_outbox" not in body
