"""The public site beside the town: what is decided there is read here, and nothing before."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.compose.web import pages_of
from bot.core.people import Role
from tests.support.forum_steps import announced, until_start
from tests.support.questions import ANSWER, ASKED, HEARD, NEXT, Desk, desk_of
from tests.support.town import Town


@dataclass
class Reader:
    """Somebody with a browser."""

    client: TestClient[web.Request, web.Application]

    async def reads(self, path: str, status: int = 200) -> str:
        async with self.client.get(path) as answer:
            text = await answer.text()
            assert answer.status == status, (path, text)
            return text

    async def everything(self) -> str:
        """Read every list, in both languages and as data."""
        pages = ("/", "/questions", "/forums", "/posts", "/feedback", "/feed.atom")
        data = ("/api/questions.json", "/api/forums.json", "/api/posts.json", "/calendar.ics")
        paths = [*pages, *(f"/fr{page}" for page in pages), *data]
        return "\n".join([await self.reads(path) for path in paths])


@pytest.fixture
async def reader(town: Town) -> AsyncGenerator[Reader]:
    async with TestClient(TestServer(pages_of(town.app))) as client:
        yield Reader(client)


@pytest.fixture
def desk(town: Town) -> Desk:
    return desk_of(town)


async def test_an_empty_community_says_so_everywhere(reader: Reader) -> None:
    assert "No question has been published yet" in await reader.reads("/questions")
    assert "No forum is planned" in await reader.reads("/forums")
    assert "Rien n'a encore été publié" in (await reader.reads("/fr/posts")).replace("&#39;", "'")
    assert json.loads(await reader.reads("/readyz"))["status"] == "ok"
    assert "Traceback" not in await reader.everything()


async def test_a_question_is_read_when_it_is_answered_and_not_before(
    desk: Desk, reader: Reader
) -> None:
    await desk.reaches_queue()
    waiting = await reader.everything()
    await reader.reads("/q/1", status=404)

    await desk.answers()
    answered = await reader.reads("/q/1")

    assert ASKED not in waiting
    assert "Question 1" in waiting
    for part in (ASKED, HEARD, ANSWER, NEXT):
        assert part in answered
    assert ANSWER in await reader.reads("/questions?q=camera")
    assert "/en/q/1" not in await reader.reads("/questions?q=elephant")
    assert ANSWER in await reader.reads("/feed.atom")
    assert json.loads(await reader.reads("/api/questions/1.json"))["rounds"][0]["words"] == ASKED


async def test_a_day_is_the_day_of_the_place_and_not_of_greenwich(
    town: Town, reader: Reader
) -> None:
    now = town.clock.now()
    late_in_the_evening = now.replace(hour=2, minute=30) + timedelta(
        days=1
    )  # 21:30 or 22:30 there
    await town.clock.move(hours=(late_in_the_evening - now) / timedelta(hours=1))
    olga = town.someone("olga", Role.ORGANIZER).goes_to("triage")
    await olga.says("/post share")
    await olga.chooses("What de-escalation means")
    await town.settles()
    await olga.presses("posts.approve")
    await olga.fills(when="now").sends()
    await town.settles()

    (post,) = json.loads(await reader.reads("/api/posts.json"))["posts"]

    assert post["published_on"] == now.date().isoformat()


async def test_a_forum_is_on_the_site_at_every_hour(town: Town, reader: Reader) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await announced(town, claire)

    seen = [await reader.reads("/forums")]
    await until_start(town)
    seen.append(await reader.reads("/forums"))
    await claire.says("/forum start 1")
    await town.settles()
    seen.append(await reader.reads("/forums"))

    assert ["Night calls" in page for page in seen] == [True, True, True]
    assert "sign-up is closed" in seen[1]
    assert "taking place now" in seen[2]


async def test_nobodys_name_is_on_the_site(desk: Desk, reader: Reader) -> None:
    await desk.gets_answer()
    await announced(desk.town, desk.town.someone("claire", Role.ORGANIZER))

    everything = (await reader.everything() + await reader.reads("/q/1")).lower()

    for name in ("maya", "ben", "olga", "claire"):
        assert not re.search(rf"\b{name}\b", everything)


async def test_who_asked_by_name_in_the_community_is_not_named_to_the_world(
    desk: Desk, reader: Reader
) -> None:
    await desk.gets_answer(naming="named")

    assert "gave their name in the community" in await reader.reads("/q/1")
    assert "maya" not in (await reader.reads("/q/1")).lower()


async def test_a_shared_post_is_read_with_its_source(town: Town, reader: Reader) -> None:
    olga = town.someone("olga", Role.ORGANIZER).goes_to("triage")
    await olga.says("/post share")
    await olga.chooses("What de-escalation means")
    await town.settles()
    before = await reader.everything()
    await olga.presses("posts.approve")
    await olga.fills(when="now").sends()
    await town.settles()

    posts = json.loads(await reader.reads("/api/posts.json"))["posts"]
    page = await reader.reads(f"/posts/{posts[0]['id']}")

    assert "What de-escalation means" not in before
    assert posts[0]["label"] == "Explainer"
    assert "What this does not show" in page
    assert "What it rests on" in page


async def test_a_forum_is_read_once_it_is_announced(town: Town, reader: Reader) -> None:
    claire = town.someone("claire", Role.ORGANIZER)
    await claire.says("/forum schedule")
    await claire.fills(title="A quiet draft", aim="Think.", when="7 December 7 pm").sends()
    drafted = await reader.everything()

    await announced(town, claire)
    forums = json.loads(await reader.reads("/api/forums.json"))
    page = await reader.reads(f"/forums/{forums['upcoming'][0]['id']}")
    calendar = await reader.reads(f"/forums/{forums['upcoming'][0]['id']}.ics")

    assert "A quiet draft" not in drafted
    assert "A quiet draft" not in await reader.everything()
    assert "Monday, December 7, 2026, 19:00 (EST)" in page
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert re.search(r"DTSTART[^\r\n]*:20261207T190000\r|DTSTART:20261208T000000Z\r", calendar)


async def test_a_forum_whose_hour_came_says_so_shortly_and_in_the_readers_language(
    town: Town, reader: Reader
) -> None:
    await announced(town, town.someone("claire", Role.ORGANIZER))
    ahead = await reader.reads("/fr/forums")
    await town.clock.move(days=30)

    forum = json.loads(await reader.reads("/api/forums.json"))["past"][0]["id"]
    page = await reader.reads(f"/fr/forums/{forum}")

    assert "inscriptions closes" not in ahead
    assert '<span class="state">inscriptions closes</span> <span>Heure de questions</span>' in page
    assert "Ce qui en ressort paraîtra ici." in page
    assert "<span>Question hour</span>" in await reader.reads(f"/en/forums/{forum}")


async def test_few_voices_are_not_counted_in_public(town: Town, reader: Reader) -> None:
    for name in ("maya", "theo"):
        who = town.someone(name)
        await who.says("/feedback")
        await who.fills(
            kind="idea",
            about="dialogue",
            name="anonymous",
            words="More lamps in the park, please.",
        ).sends()
        assert "receipt" in who.reads(who.private[-1]).lower()
    await town.clock.move(hours=1)

    counts = json.loads(await reader.reads("/api/feedback.json"))["feedback"]

    assert {row["count"] for row in counts} == {None}
    assert "lamps" not in await reader.everything()
