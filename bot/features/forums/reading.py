"""What everyone may read of forums: chat views, plain words, the site and its calendars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.core.communities import Directory
from bot.core.errors import NotFound
from bot.core.people import PersonRef
from bot.core.ports import Clock, Store, Tx
from bot.features.forums.content import Format
from bot.features.forums.model import Forum, Item, News, Side, Sight, SignUp, State
from bot.features.forums.ports import Questions
from bot.features.forums.seats import Seats
from bot.features.forums.store import Forums

_SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The forums that were announced. Drafts are not on it, and no name of a resident."""

    store: Store
    clock: Clock
    directory: Directory
    questions: Questions
    formats: Mapping[str, Format]
    forums: Forums = field(default_factory=Forums)
    seats: Seats = field(default_factory=Seats)

    async def forum(self, community: str, forum: str) -> Sight:
        """Return one forum with all that is shown with it, the agenda too. Raises ``NotFound``."""

        async def unit(tx: Tx) -> Sight:
            sight = await self._sight(tx, await self.forums.get(tx, community, forum))
            items = await self.forums.items(tx, community, forum, at_most=_SHOWN)
            return replace(sight, items=items)

        return await self._spoken(await self.store.read(unit))

    async def glance(self, community: str, forum: str) -> Sight:
        """Return one forum as its card shows it, without the agenda. Raises ``NotFound``.

        The card is drawn after each press, so that this must cost the same however much was added.
        """

        async def unit(tx: Tx) -> Sight:
            return await self._sight(tx, await self.forums.get(tx, community, forum))

        return await self.store.read(unit)

    async def ahead(self, community: str, *, at_most: int = 20) -> Sequence[Sight]:
        """Return the forums that people can sign up for, the next first."""
        now = self.clock.now()

        async def unit(tx: Tx) -> list[Sight]:
            found = await self.forums.ahead(tx, community, now=now, at_most=at_most)
            return [await self._sight(tx, forum) for forum in found]

        return await self.store.read(unit)

    async def all(self, community: str, *, at_most: int = _SHOWN) -> Sequence[Sight]:
        """Return every forum that was ever announced, the latest first."""

        async def unit(tx: Tx) -> list[Sight]:
            found = await self.forums.public(tx, community, at_most=at_most)
            return [await self._sight(tx, forum) for forum in found]

        return await self.store.read(unit)

    async def over(self, community: str, *, at_most: int = 20) -> Sequence[Sight]:
        """Return the forums that were held or called off, the latest first."""

        async def unit(tx: Tx) -> list[Sight]:
            found = await self.forums.over(tx, community, at_most=at_most)
            return [await self._sight(tx, forum) for forum in found]

        return await self.store.read(unit)

    async def next(self, community: str) -> Sight | None:
        """Return the next forum, if one is announced."""
        ahead = await self.ahead(community, at_most=1)
        return ahead[0] if ahead else None

    async def ics(self, community: str, forum: str | None, *, site: str = "") -> bytes:
        """Return one forum, or all, as iCalendar. ``site`` is the address of the public pages.

        Raises:
            NotFound: there is no such forum.
        """
        from bot.features.forums.ics import calendar  # noqa: PLC0415  (0.1 s, for readers alone)

        home = await self.directory.community(community)
        sights = (
            await self.all(community) if forum is None else [await self.forum(community, forum)]
        )
        return calendar([sight.forum for sight in sights], home, site=site, now=self.clock.now())

    async def message(
        self, community: str, news: str
    ) -> tuple[News, Sight, tuple[PersonRef, ...]]:
        """Return a thread's message, its forum, and those who wish to be named in it."""

        async def unit(tx: Tx) -> tuple[News, Sight, tuple[PersonRef, ...]]:
            found = await self.forums.news(tx, community, news)
            sight = await self._sight(tx, await self.forums.get(tx, community, found.forum))
            named = await self.seats.named(tx, community, found.forum, found.id)
            return found, sight, named

        return await self.store.read(unit)

    async def sign_up(self, community: str, sign_up: str) -> SignUp | None:
        """Return the sign-up to which a letter goes, if it is still there."""
        return await self.store.read(lambda tx: self.seats.by_id(tx, community, sign_up))

    async def _sight(self, tx: Tx, forum: Forum) -> Sight:
        if forum.state is State.IDEA:
            raise NotFound
        at = {"community": forum.community, "forum": forum.id}
        return Sight(
            forum=forum,
            counts=await self.seats.counts(tx, forum.community, forum.id),
            commitments=await self.forums.commitments(tx, **at),
            look_backs=await self.forums.look_backs(tx, **at),
        )

    async def _spoken(self, sight: Sight) -> Sight:
        items: list[Item] = []
        for item in sight.items:
            if item.side is not Side.QUESTIONS:
                items.append(item)
                continue
            words = await self.questions.words(sight.forum.community, item.question)
            if words is not None:
                items.append(replace(item, words=words))
        return replace(sight, items=tuple(items))
