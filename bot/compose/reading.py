"""The features, as the public pages read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.adapters.site.shown import Backlog, Count, Forum, Post, Question
from bot.compose.app import App
from bot.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Published:
    """What is public in one community."""

    app: App
    community: str

    async def questions(self, words: str, *, skip: int, at_most: int) -> Sequence[Question]:
        """Return published questions; with ``words``, those that fit them best."""
        del words, skip, at_most
        return ()

    async def question(self, number: int) -> Question:
        """Return one published question."""
        raise NotFound

    async def forums(self, *, upcoming: bool, at_most: int) -> Sequence[Forum]:
        """Return meetings to come, or those that were."""
        del upcoming, at_most
        return ()

    async def forum(self, forum: str) -> Forum:
        """Return one meeting."""
        raise NotFound

    async def calendar(self, forum: str | None) -> bytes:
        """Return one meeting, or all to come, as iCalendar."""
        raise NotFound

    async def posts(self, *, skip: int, at_most: int) -> Sequence[Post]:
        """Return published posts."""
        del skip, at_most
        return ()

    async def post(self, post: str) -> Post:
        """Return one published post."""
        raise NotFound

    async def feedback(self) -> Sequence[Count]:
        """Return how much of each kind was said."""
        return ()


@dataclass(frozen=True, slots=True)
class OutboxPulse:
    """How the outbox stands, for the health pages."""

    app: App

    async def backlog(self) -> Backlog:
        """Ask the database."""
        depth, due = await self.app.outbox.depth(), await self.app.outbox.next_due()
        now = self.app.clock.now()
        overdue = 0.0 if due is None else max(0.0, (now - due).total_seconds())
        return Backlog(
            waiting=depth.due + depth.later + depth.held,
            buried=depth.dead,
            oldest_seconds=overdue,
        )
