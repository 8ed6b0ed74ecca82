"""The pages people read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.adapters.site.frame import Frame, asked_number
from bot.core.errors import DialogueError
from bot.core.text import Message, clean, say

_A_PAGE: Final = 20
_MOST_PAGES: Final = 500
_AT_HOME: Final = 5
_MOST_WORDS: Final = 200


@dataclass(frozen=True, slots=True)
class Pages:
    """Everything under ``/``, ``/en`` and ``/fr``."""

    frame: Frame

    def routes(self) -> list[web.RouteDef]:
        """List the pages, each with and without a language in front."""
        pages = {
            "/": self.home,
            "/questions": self.questions,
            "/q/{number:[1-9][0-9]{0,8}}": self.question,
            "/forums": self.forums,
            "/forums/{forum:[A-Za-z0-9-]{1,64}}": self.forum,
            "/posts": self.posts,
            "/posts/{post:[A-Za-z0-9-]{1,64}}": self.post,
            "/feedback": self.feedback,
            "/how-anonymity-works": self.anonymity,
        }
        bare = [web.get(path, handle) for path, handle in pages.items()]
        with_language = [
            web.get("/{language:en|fr}" + path.rstrip("/"), handle)
            for path, handle in pages.items()
        ]
        home_again = web.get("/{language:en|fr}/", self.home)
        return [*bare, *with_language, home_again]

    async def home(self, request: web.Request) -> web.Response:
        """Show what was answered last, what comes next, and how it works."""
        reading = self.frame.reading
        return self.frame.draw(
            request,
            "home.html",
            questions=await reading.questions("", skip=0, at_most=_AT_HOME),
            waiting=await reading.waiting(at_most=_AT_HOME),
            forums=await reading.forums(upcoming=True, at_most=3),
            posts=await reading.posts(skip=0, at_most=3),
        )

    async def questions(self, request: web.Request) -> web.Response:
        """List questions, newest first, or those that fit the words searched for."""
        words, wrong = _words(request)
        page = asked_number(request, "page", 1, _MOST_PAGES)
        found = await self.frame.reading.questions(
            words, skip=(page - 1) * _A_PAGE, at_most=_A_PAGE + 1
        )
        return self.frame.draw(
            request,
            "questions.html",
            # What somebody looks for is kept in no shared cache.
            cache="no-store" if words or wrong else "public, max-age=60",
            questions=found[:_A_PAGE],
            waiting=() if words or page > 1 else await self.frame.reading.waiting(at_most=_A_PAGE),
            more=len(found) > _A_PAGE,
            page=page,
            words=words,
            wrong=wrong,
        )

    async def question(self, request: web.Request) -> web.Response:
        """Show one question with every answer it had."""
        question = await self.frame.reading.question(int(request.match_info["number"]))
        return self.frame.draw(request, "question.html", question=question)

    async def forums(self, request: web.Request) -> web.Response:
        """List what is to come and what was."""
        reading = self.frame.reading
        return self.frame.draw(
            request,
            "forums.html",
            upcoming=await reading.forums(upcoming=True, at_most=50),
            past=await reading.forums(upcoming=False, at_most=20),
        )

    async def forum(self, request: web.Request) -> web.Response:
        """Show one meeting."""
        forum = await self.frame.reading.forum(request.match_info["forum"])
        return self.frame.draw(request, "forum.html", forum=forum)

    async def posts(self, request: web.Request) -> web.Response:
        """List posts, newest first."""
        page = asked_number(request, "page", 1, _MOST_PAGES)
        found = await self.frame.reading.posts(skip=(page - 1) * _A_PAGE, at_most=_A_PAGE + 1)
        return self.frame.draw(
            request,
            "posts.html",
            posts=found[:_A_PAGE],
            more=len(found) > _A_PAGE,
            page=page,
        )

    async def post(self, request: web.Request) -> web.Response:
        """Show one post."""
        post = await self.frame.reading.post(request.match_info["post"])
        return self.frame.draw(request, "post.html", post=post)

    async def feedback(self, request: web.Request) -> web.Response:
        """Show how much of each kind was said."""
        return self.frame.draw(
            request, "feedback.html", counts=await self.frame.reading.feedback()
        )

    async def anonymity(self, request: web.Request) -> web.Response:
        """Say what asking without a name means, and what it does not."""
        return self.frame.draw(request, "anonymity.html")


def _words(request: web.Request) -> tuple[str, Message | None]:
    """Return the words searched for, or why they cannot be."""
    given = request.query.get("q", "")
    if not given.strip():
        return "", None
    try:
        return clean(given, at_most=_MOST_WORDS, one_line=True), None
    except DialogueError as refusal:
        return "", say(f"errors.{refusal.code}", **refusal.facts)
