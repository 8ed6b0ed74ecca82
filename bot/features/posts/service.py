"""The verbs of posts: suggest, review, publish, correct, take back, rate."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.allowances import Allowance, Allowances
from bot.core.errors import NotFound
from bot.core.ids import new_id
from bot.core.people import Actor, PersonRef, Role
from bot.core.ports import Clock, Deed, Job, Store, Tx
from bot.delivery.display import show
from bot.delivery.facts import fact
from bot.features.posts.content import Pack
from bot.features.posts.model import (
    OPEN,
    AlreadyShared,
    Approval,
    NotOpen,
    Origin,
    Post,
    Rejection,
    State,
    Usefulness,
)
from bot.features.posts.piece import Piece
from bot.features.posts.store import PostTables

PUBLISHED: Final = "posts.published"
POST_VIEW: Final = "posts.post"
REVIEW_VIEW: Final = "posts.review"
PUBLISH: Final = "posts.publish"
SETTLE: Final = "posts.settle"
ARCHIVE: Final = "posts.archive"
_TALKED_FOR: Final = timedelta(days=30)
_SETTLE_AFTER: Final = timedelta(minutes=1)
_RATER: Final = 16
_OFTEN: Final = Allowance(what="suggestion", an_hour=20, together=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDesk:
    """Where posts are suggested, reviewed by a person, and published."""

    store: Store
    clock: Clock
    pack: Pack
    allowances: Allowances
    rating_key: bytes = field(repr=False)
    posts: PostTables = field(default_factory=PostTables)

    async def share(self, explainer: str, *, locale: str, actor: Actor, key: str) -> Post:
        """Put an explainer of the pack into review, in the community's language, ``locale``.

        Raises:
            AlreadyShared: the community has it already, in whichever language.
        """
        actor.require(Role.ORGANIZER)
        if explainer not in self.pack.explainers:
            raise NotFound
        piece = self.pack.piece(explainer, locale)
        return await self._begin(
            Post(
                id=new_id(),
                community=actor.community,
                origin=Origin.EXPLAINER,
                origin_ref=explainer,
                piece=piece,
                state=State.REVIEW,
            ),
            "posts.share",
            role=Role.ORGANIZER,
            key=key,
        )

    async def write(self, piece: Piece, *, actor: Actor, key: str) -> Post:
        """Put something that an organizer brings into review."""
        actor.require(Role.ORGANIZER)
        return await self._begin(
            Post(
                id=new_id(),
                community=actor.community,
                origin=Origin.ORGANIZER,
                piece=piece,
                state=State.REVIEW,
            ),
            "posts.write",
            role=Role.ORGANIZER,
            key=key,
        )

    async def suggest(self, piece: Piece, *, actor: Actor, key: str) -> Post:
        """Take a member's suggestion. Who made it is not kept, and of the time only the day.

        Raises:
            TooFast: too many in an hour, by this person or by all together; it does not say which.
        """
        actor.require(Role.MEMBER)
        self.allowances.take(_OFTEN, actor)
        return await self._begin(
            Post(id=new_id(), community=actor.community, origin=Origin.MEMBER, piece=piece),
            "posts.suggest",
            role=Role.MEMBER,
            key=key,
        )

    async def take(self, post: str, *, actor: Actor, key: str) -> Post:
        """Begin to review a suggestion, so that others see it is in hand."""
        return await self._move(post, lambda p: p.take(), "posts.take", actor=actor, key=key)

    async def approve(self, post: str, approval: Approval, *, actor: Actor, key: str) -> Post:
        """Publish now or plan to, with the label and question that a person gave."""
        now = self.clock.now()
        return await self._move(
            post, lambda p: p.approve(approval, now), "posts.approve", actor=actor, key=key
        )

    async def publish_now(self, post: str, *, actor: Actor, key: str) -> Post:
        """Publish what was planned without waiting for its time."""
        now = self.clock.now()
        return await self._move(
            post, lambda p: p.publish(now), "posts.publish", actor=actor, key=key
        )

    async def unschedule(self, post: str, *, actor: Actor, key: str) -> Post:
        """Put what was planned back into review."""
        return await self._move(
            post, lambda p: p.unschedule(), "posts.unschedule", actor=actor, key=key
        )

    async def reject(self, post: str, why: Rejection, *, actor: Actor, key: str) -> Post:
        """Say that it will not be published."""
        return await self._move(
            post,
            lambda p: p.reject(why),
            "posts.reject",
            actor=actor,
            key=key,
            reason=why.value,
        )

    async def correct(
        self, post: str, *, title: str, text: str, note: str, actor: Actor, key: str
    ) -> Post:
        """Mend a published post on every copy; what stood before stays readable."""
        return await self._move(
            post,
            lambda p: p.correct(title=title, text=text, note=note),
            "posts.correct",
            actor=actor,
            key=key,
        )

    async def retract(self, post: str, note: str, *, actor: Actor, key: str) -> Post:
        """Take a published post back on every copy."""
        return await self._move(
            post, lambda p: p.retract(note), "posts.retract", actor=actor, key=key
        )

    async def rate(
        self, post: str, usefulness: Usefulness, *, actor: Actor, key: str
    ) -> tuple[Post, dict[Usefulness, int]]:
        """Keep what a member says of a post, once a person; another press changes it.

        Raises:
            NotOpen: it is archived or was taken back.
        """
        actor.require(Role.MEMBER)
        rater = self.rater(actor.community, post, actor.person)

        async def unit(tx: Tx) -> tuple[Post, dict[Usefulness, int]]:
            await tx.once(key)
            found = await self.posts.get(tx, actor.community, post)
            if found.state not in OPEN:
                raise NotOpen
            await self.posts.rate(tx, found, rater, usefulness)
            await tx.send(show(POST_VIEW, actor.community, post))
            return found, dict(await self.posts.tally(tx, actor.community, post))

        return await self.store.write(unit)

    def rater(self, community: str, post: str, person: PersonRef) -> bytes:
        """Return under what a person's rating of this one post is kept.

        Every post has its own, so that two ratings of a person cannot be put together.
        """
        text = f"{community}\0{post}\0{person.key}"
        return hmac.digest(self.rating_key, text.encode(), hashlib.sha256)[:_RATER]

    async def _begin(self, post: Post, verb: str, *, role: Role, key: str) -> Post:
        now = self.clock.now()
        if post.origin is Origin.MEMBER:
            now = now.replace(hour=0, minute=0, second=0, microsecond=0)

        async def unit(tx: Tx) -> Post:
            await tx.once(key)
            if not await self.posts.add(tx, post, now=now):
                raise AlreadyShared
            await tx.record(_deed(post, verb, role))
            await tx.send(show(REVIEW_VIEW, post.community, post.id))
            return post

        return await self.store.write(unit)

    async def _move(
        self,
        post: str,
        move: Callable[[Post], Post],
        verb: str,
        *,
        actor: Actor,
        key: str,
        reason: str = "",
    ) -> Post:
        actor.require(Role.ORGANIZER)
        now = self.clock.now()

        async def unit(tx: Tx) -> Post:
            await tx.once(key)
            before = await self.posts.get(tx, actor.community, post)
            after = move(before)
            await moved(tx, self.posts, before, after, now=now)
            await tx.record(_deed(after, verb, Role.ORGANIZER, reason))
            return replace(after, revision=before.revision + 1)

        return await self.store.write(unit)


async def moved(tx: Tx, posts: PostTables, before: Post, after: Post, *, now: datetime) -> None:
    """Write a move and send all that follows from it, in the transaction of the move."""
    await posts.swap(tx, before, after, now=now)
    community, post = after.community, after.id
    if before.plan is not None:
        await tx.cancel(community=community, key=f"{PUBLISH}:{post}")
    if after.state is State.SCHEDULED and after.plan is not None:
        await tx.send(_timer(PUBLISH, after, after.plan.at))
    if after.state is State.PUBLISHED:
        await tx.send(
            fact(PUBLISHED, community, post=post),
            _timer(SETTLE, after, now + _SETTLE_AFTER),
            _timer(ARCHIVE, after, now + _TALKED_FOR),
        )
    if after.state is State.CORRECTED and before.state is State.ARCHIVED:
        await tx.send(_timer(ARCHIVE, after, now + _TALKED_FOR))
    await tx.send(show(REVIEW_VIEW, community, post))
    if after.published_at is not None:
        await tx.send(show(POST_VIEW, community, post))


def _timer(kind: str, post: Post, due_at: datetime) -> Job:
    return Job(
        kind=kind,
        community=post.community,
        lane=f"posts:{post.id}",
        payload={"post": post.id},
        due_at=due_at,
        key=f"{kind}:{post.id}",
    )


def _deed(post: Post, verb: str, role: Role, reason: str = "") -> Deed:
    return Deed(
        community=post.community, verb=verb, object=post.id, role=role.value, reason=reason
    )
