"""The public site around sample things, some of them hostile, for tests of its pages."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.adapters.site.app import site
from bot.adapters.site.frame import Frame
from bot.adapters.site.health import Health, Tally
from bot.adapters.site.shown import (
    Answer,
    Backlog,
    Count,
    Forum,
    Post,
    Promise,
    Question,
    Round,
    View,
)
from bot.core.clock import SystemClock
from bot.core.errors import NotFound
from bot.core.text import say
from tests.support.riverbend import RIVERBEND

HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> \"'><b>bold</b> @everyone "
    "<!channel> [x](javascript:alert(1)) {{ 7*7 }} \u202eevil ]]> &amp; \u2028 </textarea>"
)
LONG = "pneumonoultramicroscopicsilicovolcanoconiosis" * 20
DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 15, tzinfo=UTC)
TOKEN = "a-token-of-the-operator"


def an_answer(version: int = 1, words: str = "We publish it every June.", **more: str) -> Answer:
    return Answer(
        version=version,
        heard="You ask when the figures come out.",
        answer=words,
        next_step="The next ones are due on 15 June.",
        on=DAY,
        **more,  # type: ignore[arg-type]
    )


def a_question(number: int, words: str, *answers: Answer, disputed: bool = False) -> Question:
    return Question(
        number=number,
        topic=say("core.yes"),
        state=say("core.keep"),
        asked_as=say("site.question.asked_by_name"),
        asked_on=DAY,
        rounds=(Round(words=words, answers=answers), Round(words="And before that?")),
        views=(View(label=say("core.no"), words=words, source=words, conflict=words, on=DAY),),
        votes=3,
        disputed=disputed,
    )


QUESTIONS = (
    a_question(17, "When do you publish the figures on force?", an_answer()),
    a_question(
        18, HOSTILE, an_answer(1, HOSTILE), an_answer(2, HOSTILE, corrects=HOSTILE), disputed=True
    ),
    a_question(19, LONG, an_answer(1, LONG)),
)
WAITING = (
    Question(
        number=20,
        topic=say("core.yes"),
        state=say("core.keep"),
        asked_as=say("core.no"),
        asked_on=DAY,
        due=AT,
        late=True,
        votes=1,
    ),
)


def a_forum(forum: str, words: str, *, upcoming: bool) -> Forum:
    return Forum(
        id=forum,
        title=words,
        aim=words,
        off_the_table=words,
        format={"en": words, "fr": f"{words} (fr)"},
        state=say("core.keep"),
        starts_at=AT,
        ends_at=AT + timedelta(hours=1),
        zone="America/Toronto",
        place=words,
        language=say("core.yes"),
        going=7,
        waiting=1,
        capacity=20,
        access=words,
        agenda=((say("core.yes"), words),),
        promises=(Promise(owner=say("core.no"), what=words, due=DAY, evidence=words),),
        summary=words,
        checks=((30, DAY, words),),
        reason=words,
        upcoming=upcoming,
    )


FORUMS = (
    a_forum("next-1", "Stops on Mill Street", upcoming=True),
    a_forum("evil-1", HOSTILE, upcoming=True),
    a_forum("past-1", LONG, upcoming=False),
)


def a_post(post: str, words: str, *, taken_back: bool = False) -> Post:
    return Post(
        id=post,
        title=words,
        label=say("core.yes"),
        text=words,
        source=words,
        author=words,
        link="https://example.org/?a=1&b=2",
        licence=words,
        discuss=words,
        on=DAY,
        tries=(words,),
        limits=words,
        caution=words,
        sources=((words, "https://example.org/source"),),
        note=words,
        taken_back=taken_back,
        versions=((1, words, words, DAY),),
        useful=12,
    )


POSTS = (
    a_post("calm-1", "What de-escalation means"),
    a_post("evil-1", HOSTILE),
    a_post("gone-1", LONG, taken_back=True),
)
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"


@dataclass
class Shelves:
    """Public things to read, all in memory. ``broken`` makes every reading fail."""

    broken: bool = False
    searched: list[str] = field(default_factory=list)

    def _look(self) -> None:
        if self.broken:
            message = "secret words of the inside"
            raise RuntimeError(message)

    async def questions(self, words: str, *, skip: int, at_most: int) -> Sequence[Question]:
        self._look()
        self.searched.append(words)
        return [q for q in QUESTIONS if words.lower() in q.words.lower()][skip : skip + at_most]

    async def waiting(self, *, at_most: int) -> Sequence[Question]:
        return WAITING[:at_most]

    async def question(self, number: int) -> Question:
        self._look()
        for question in QUESTIONS:
            if question.number == number:
                return question
        raise NotFound

    async def forums(self, *, upcoming: bool, at_most: int) -> Sequence[Forum]:
        return [f for f in FORUMS if f.upcoming is upcoming][:at_most]

    async def forum(self, forum: str) -> Forum:
        for found in FORUMS:
            if found.id == forum:
                return found
        raise NotFound

    async def calendar(self, forum: str | None) -> bytes:
        if forum is not None:
            await self.forum(forum)
        return CALENDAR

    async def posts(self, *, skip: int, at_most: int) -> Sequence[Post]:
        return POSTS[skip : skip + at_most]

    async def post(self, post: str) -> Post:
        for found in POSTS:
            if found.id == post:
                return found
        raise NotFound

    async def feedback(self) -> Sequence[Count]:
        return (Count(what=say("core.yes"), count=12), Count(what=say("core.no"), count=None))


@dataclass
class Beat:
    """How the outbox stands, as a test says."""

    backlog_now: Backlog | Exception = field(
        default_factory=lambda: Backlog(waiting=2, buried=1, oldest_seconds=0.5)
    )

    async def backlog(self) -> Backlog:
        if isinstance(self.backlog_now, Exception):
            raise self.backlog_now
        return self.backlog_now


@dataclass
class SiteUnderTest:
    """A running site, what it reads, and what it reported."""

    client: TestClient[web.Request, web.Application]
    shelves: Shelves
    beat: Beat
    reported: list[BaseException]

    async def read(self, path: str, **headers: str) -> str:
        """Return the body of a page that must be there."""
        async with self.client.get(path, headers=_dashed(headers)) as answer:
            assert answer.status == 200, (path, answer.status)
            return await answer.text()

    async def ask(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """Return status, headers (in small letters) and body."""
        async with self.client.request(
            method, path, headers=_dashed(headers), allow_redirects=False
        ) as answer:
            found = {name.lower(): value for name, value in answer.headers.items()}
            return answer.status, found, await answer.text()


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@asynccontextmanager
async def open_site() -> AsyncGenerator[SiteUnderTest]:
    """Serve the site on loopback."""
    shelves, beat, reported = Shelves(), Beat(), list[BaseException]()

    def report(error: BaseException, where: str) -> str:
        reported.append(error)
        return "12345678"

    frame = Frame(
        community=RIVERBEND,
        reading=shelves,
        clock=SystemClock(),
        base="https://talk.example.org",
        town="/town",
    )
    health = Health(pulse=beat, tally=Tally(), version="1.2.3", token=TOKEN)
    async with TestClient(TestServer(site(frame, health, report))) as client:
        yield SiteUnderTest(client, shelves, beat, reported)
