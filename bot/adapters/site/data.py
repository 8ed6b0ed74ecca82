"""The same public things as data: JSON, Atom and iCalendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

import orjson
from aiohttp import web

from bot.adapters.site.frame import Frame, asked_number, feed_answer
from bot.adapters.site.records import Records
from bot.adapters.site.speech import Speech
from bot.core.errors import DialogueError
from bot.core.text import clean

_AT_MOST: Final = 100
_MOST_SKIPPED: Final = 100_000
_CALENDAR: Final = "text/calendar"


@dataclass(frozen=True, slots=True)
class Data:
    """Everything under ``/api``, the feed and the calendars."""

    frame: Frame

    def routes(self) -> list[web.RouteDef]:
        """List the addresses. Calendars and the feed exist in each language."""
        item = "[A-Za-z0-9-]{1,64}"
        routes = [
            web.get("/api/questions.json", self.questions),
            web.get("/api/questions/{number:[1-9][0-9]{0,8}}.json", self.question),
            web.get("/api/forums.json", self.forums),
            web.get(f"/api/forums/{{forum:{item}}}.json", self.forum),
            web.get("/api/posts.json", self.posts),
            web.get(f"/api/posts/{{post:{item}}}.json", self.post),
            web.get("/api/feedback.json", self.feedback),
        ]
        for prefix in ("", "/{language:en|fr}"):
            routes += [
                web.get(f"{prefix}/feed.atom", self.atom),
                web.get(f"{prefix}/calendar.ics", self.calendar),
                web.get(f"{prefix}/forums/{{forum:{item}}}.ics", self.calendar),
            ]
        return routes

    async def questions(self, request: web.Request) -> web.Response:
        """List questions; ``q`` searches, ``skip`` pages."""
        try:
            given = request.query.get("q", "")
            words = clean(given, at_most=200, one_line=True) if given.strip() else ""
        except DialogueError as refusal:
            return web.json_response({"error": refusal.code}, status=400)
        found = await self.frame.reading.questions(
            words, skip=asked_number(request, "skip", 0, _MOST_SKIPPED), at_most=_AT_MOST
        )
        waiting = await self.frame.reading.waiting(at_most=_AT_MOST)
        write = self._records(request).question
        return self._json(
            request,
            {"questions": [write(q) for q in found], "waiting": [write(q) for q in waiting]},
        )

    async def question(self, request: web.Request) -> web.Response:
        """Give one question."""
        number = int(request.match_info["number"])
        question = await self.frame.reading.question(number)
        return self._json(request, self._records(request).question(question))

    async def forums(self, request: web.Request) -> web.Response:
        """List meetings, to come and past."""
        reading = self.frame.reading
        return self._json(
            request,
            {
                "upcoming": [
                    self._records(request).forum(f)
                    for f in await reading.forums(upcoming=True, at_most=_AT_MOST)
                ],
                "past": [
                    self._records(request).forum(f)
                    for f in await reading.forums(upcoming=False, at_most=_AT_MOST)
                ],
            },
        )

    async def forum(self, request: web.Request) -> web.Response:
        """Give one meeting."""
        forum = await self.frame.reading.forum(request.match_info["forum"])
        return self._json(request, self._records(request).forum(forum))

    async def posts(self, request: web.Request) -> web.Response:
        """List posts; ``skip`` pages."""
        found = await self.frame.reading.posts(
            skip=asked_number(request, "skip", 0, _MOST_SKIPPED), at_most=_AT_MOST
        )
        return self._json(request, {"posts": [self._records(request).post(p) for p in found]})

    async def post(self, request: web.Request) -> web.Response:
        """Give one post."""
        post = await self.frame.reading.post(request.match_info["post"])
        return self._json(request, self._records(request).post(post))

    async def feedback(self, request: web.Request) -> web.Response:
        """Give the counts; ``null`` where too few people spoke."""
        speech = self.frame.speech(request)
        counts = await self.frame.reading.feedback()
        said = [{"kind": speech.line(c.what), "count": c.count} for c in counts]
        return self._json(request, {"feedback": said})

    async def calendar(self, request: web.Request) -> web.Response:
        """Give one meeting, or all to come, as a calendar file."""
        body = await self.frame.reading.calendar(request.match_info.get("forum"))
        return feed_answer(request, body, _CALENDAR)

    async def atom(self, request: web.Request) -> web.Response:
        """Give the newest answers and posts as one feed."""
        speech, base = self.frame.speech(request), self.frame.base
        reading = self.frame.reading
        entries = [
            *(
                _Entry(
                    path=f"/q/{q.number}",
                    title=q.words,
                    text=f"{q.answer.heard}\n\n{q.answer.answer}\n\n{q.answer.next_step}",
                    at=_midnight(q.answer.on),
                )
                for q in await reading.questions("", skip=0, at_most=30)
                if q.answer is not None
            ),
            *(
                _Entry(path=f"/posts/{p.id}", title=p.title, text=p.text, at=_midnight(p.on))
                for p in await reading.posts(skip=0, at_most=30)
            ),
        ]
        body = _atom(speech, self.frame.community.name, base, entries)
        return feed_answer(request, body.encode(), "application/atom+xml")

    def _records(self, request: web.Request) -> Records:
        return Records(speech=self.frame.speech(request), base=self.frame.base)

    def _json(self, request: web.Request, value: object) -> web.Response:
        return feed_answer(
            request, orjson.dumps(value, option=orjson.OPT_INDENT_2), "application/json"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    path: str
    title: str
    text: str
    at: datetime


def _atom(speech: Speech, name: str, base: str, entries: Sequence[_Entry]) -> str:
    """Write the feed. Names of entries stay the same in every language."""
    home = f"{base}/{speech.language}"
    tag = f"tag:{urlsplit(base).hostname},2026:"
    newest = max((e.at for e in entries), default=datetime(2026, 1, 1, tzinfo=UTC))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{speech.language}">',
        f"<id>{tag}/</id>",
        f"<title>{_xml(speech.say('site.feed.title', community=name))}</title>",
        f"<updated>{newest.isoformat()}</updated>",
        f"<author><name>{_xml(name)}</name></author>",
        f"<link rel='self' href={quoteattr(home + '/feed.atom')}/>",
        f"<link href={quoteattr(home)}/>",
    ]
    for entry in sorted(entries, key=lambda e: (e.at, e.path), reverse=True):
        lines += [
            "<entry>",
            f"<id>{tag}{entry.path}</id>",
            f"<title>{_xml(entry.title[:150])}</title>",
            f"<updated>{entry.at.isoformat()}</updated>",
            f"<link href={quoteattr(home + entry.path)}/>",
            f"<content type='text'>{_xml(entry.text)}</content>",
            "</entry>",
        ]
    return "\n".join((*lines, "</feed>", ""))


def _xml(text: str) -> str:
    """Write text for XML 1.0, which has no place for some characters."""
    return escape(
        "".join(c for c in text if c in "\n\t" or (c >= " " and c not in "\ufffe\uffff"))
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
