"""The features, as the public pages read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.adapters.site.shown import Backlog, Count, Forum, Post, Question
from bot.compose.app import App
from bot.compose.reading import forums, posts, questions
from bot.core.clock import day_of
from bot.core.errors import NotFound
from bot.core.text import say
from bot.features.questions.model import Whole
from bot.i18n.catalogue import LANGUAGES

PAGE = 20
_SEARCHED = 50


@dataclass(frozen=True, slots=True)
class Published:
    """What is public in one community."""

    app: App
    community: str

    async def questions(self, words: str, *, skip: int, at_most: int) -> Sequence[Question]:
        """Return published questions; with ``words``, those that fit them best."""
        reading = self.app.features.questions
        if not words:
            found = await self._newest(skip=skip, at_most=at_most)
        else:
            hits = await reading.find(self.community, words, at_most=_SEARCHED)
            seen = hits[skip : skip + at_most]
            found = [await reading.by_id(self.community, hit.thing) for hit in seen]
        return [questions.shown(whole, self._day_of) for whole in found]

    async def waiting(self, *, at_most: int) -> Sequence[Question]:
        """Return what waits for an answer, without its words."""
        reading = self.app.features.questions
        found = await reading.waiting(self.community, at_most=at_most)
        return [questions.unanswered(question, self.app.clock.now()) for question in found]

    async def question(self, number: int) -> Question:
        """Return one published question. Raises ``NotFound``."""
        reading = self.app.features.questions
        return questions.shown(await reading.question(self.community, number), self._day_of)

    async def forums(self, *, upcoming: bool, at_most: int) -> Sequence[Forum]:
        """Return meetings to come, or those that were."""
        board, now = self.app.features.board, self.app.clock.now()
        every = await board.all(self.community)
        if upcoming:
            running = [sight for sight in every if forums.is_running(sight)]
            ahead = await board.ahead(self.community, at_most=at_most)
            found = [*running, *ahead][:at_most]
        else:
            found = [sight for sight in every if forums.is_over(sight, now)][:at_most]
        return [forums.shown(sight, self._format, now=now) for sight in found]

    async def forum(self, forum: str) -> Forum:
        """Return one meeting. Raises ``NotFound``."""
        board = self.app.features.board
        sight = await board.forum(self.community, forum)
        return forums.shown(sight, self._format, now=self.app.clock.now())

    async def calendar(self, forum: str | None) -> bytes:
        """Return one meeting, or all, as iCalendar. Raises ``NotFound``."""
        site, board = self.app.settings.community.site.address, self.app.features.board
        return await board.ics(self.community, forum, site=site)

    async def posts(self, *, skip: int, at_most: int) -> Sequence[Post]:
        """Return published posts."""
        shelf = self.app.features.shelf
        found = await shelf.published(self.community, at_most, skip=skip)
        return [posts.shown(post, self._day_of) for post in found]

    async def post(self, post: str) -> Post:
        """Return one published post, or that it was taken back. Raises ``NotFound``."""
        found = await self.app.features.shelf.post(self.community, post)
        if found is None:
            raise NotFound
        return posts.shown(found, self._day_of)

    async def feedback(self) -> Sequence[Count]:
        """Return how much of each kind was said, and how much of it was decided how."""
        kinds, decided = await self.app.features.feedback.tallies(self.community)
        said = [Count(what=say(f"feedback.kind.{k.value}"), count=n) for k, n in kinds.items()]
        return said + [
            Count(what=say(f"feedback.state.{s.value}"), count=n) for s, n in decided.items()
        ]

    async def _newest(self, *, skip: int, at_most: int) -> list[Whole]:
        """Read as many of the feature's pages as it takes."""
        found: list[Whole] = []
        page, over = divmod(skip, PAGE)
        while len(found) < over + at_most:
            more = await self.app.features.questions.published(self.community, page=page)
            found += more
            page += 1
            if len(more) < PAGE:
                break
        return found[over : over + at_most]

    def _day_of(self, at: datetime) -> date:
        """Return the calendar day of an instant where the community is."""
        return day_of(at, self.app.settings.community.community.zone)

    def _format(self, name: str) -> Mapping[str, str]:
        known = self.app.features.board.formats.get(name)
        return {each: name if known is None else known.titled(each) for each in LANGUAGES}


@dataclass(frozen=True, slots=True)
class OutboxPulse:
    """How the outbox stands, for the health pages."""

    app: App

    async def backlog(self) -> Backlog:
        """Ask the database.

        What falls due later is not counted: a draft, a question or a vote without a name plans
        work for the end of its window, and a number that moved with it would tell when it came.
        """
        depth, due = await self.app.outbox.depth(), await self.app.outbox.next_due()
        now = self.app.clock.now()
        overdue = 0.0 if due is None else max(0.0, (now - due).total_seconds())
        return Backlog(
            waiting=depth.due,
            buried=depth.dead,
            oldest_seconds=overdue,
        )
