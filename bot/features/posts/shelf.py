"""Reading posts: for the site, for readers in chat, for those who review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.core.actions import act
from bot.core.errors import NotFound
from bot.core.people import Actor, Role
from bot.core.ports import Store, Tx
from bot.core.routes import Found
from bot.core.text import Verbatim, shorten
from bot.features.posts.closeness import closeness
from bot.features.posts.content import Pack
from bot.features.posts.model import PUBLIC, Origin, Post, State, Tally, Version
from bot.features.posts.piece import Piece
from bot.features.posts.store import PostTables
from bot.i18n.catalogue import LANGUAGES

_CLOSE_ENOUGH: Final = 0.34
_OFFERED: Final = 5
_SEARCHED: Final = 200
_GIST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A post with what belongs to it when it is shown."""

    post: Post
    tally: Tally
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What can be read. Nothing here changes anything."""

    store: Store
    pack: Pack
    posts: PostTables = field(default_factory=PostTables)

    async def published(
        self, community: str, limit: int = 20, *, skip: int = 0
    ) -> tuple[Shown, ...]:
        """Return what is public, the newest first."""

        async def unit(tx: Tx) -> tuple[Shown, ...]:
            newest = await self.posts.newest(tx, community, limit, skip=skip)
            return tuple([await self._shown(tx, post) for post in newest])

        return await self.store.read(unit)

    async def post(self, community: str, post: str) -> Shown | None:
        """Return a public post, or one that was taken back (its text is not to be shown)."""
        try:
            shown = await self.shown(community, post)
        except NotFound:
            return None
        return shown if shown.post.state in PUBLIC | {State.RETRACTED} else None

    async def shown(self, community: str, post: str) -> Shown:
        """Return any post. Raises ``NotFound``."""

        async def unit(tx: Tx) -> Shown:
            return await self._shown(tx, await self.posts.get(tx, community, post))

        return await self.store.read(unit)

    async def for_review(self, actor: Actor, post: str) -> Post:
        """Return any post to an organizer."""
        actor.require(Role.ORGANIZER)
        return (await self.shown(actor.community, post)).post

    async def desk(self, actor: Actor, *states: State) -> tuple[Post, ...]:
        """Return to an organizer the posts that stand in ``states``."""
        actor.require(Role.ORGANIZER)
        return await self.store.read(lambda tx: self.posts.in_state(tx, actor.community, *states))

    async def counts(self, actor: Actor) -> dict[State, int]:
        """Return to an organizer how many posts stand where."""
        actor.require(Role.ORGANIZER)
        return await self.store.read(lambda tx: self.posts.counts(tx, actor.community))

    def explainer(self, explainer: str, locale: str) -> Piece:
        """Return an explainer of the pack in a reader's language. Raises ``NotFound``."""
        if explainer not in self.pack.explainers:
            raise NotFound
        return self.pack.piece(explainer, locale)

    async def find(self, actor: Actor, words: str, locale: str) -> Sequence[Found]:
        """Return the explainers and published posts that are closest to ``words``.

        Explainers are found by their words in every language, and offered in the reader's.
        """
        newest = await self.store.read(
            lambda tx: self.posts.newest(tx, actor.community, _SEARCHED)
        )
        shared = {p.origin_ref for p in newest if p.origin is Origin.EXPLAINER}
        found = [
            Found(
                title=Verbatim(p.piece.title),
                gist=Verbatim(shorten(p.piece.text, _GIST)),
                closeness=closeness(words, title=p.piece.title, text=p.piece.text),
                read=act("posts.read", p.id),
            )
            for p in newest
        ]
        found += [
            Found(
                title=Verbatim(e.title),
                gist=Verbatim(e.summary),
                closeness=max(
                    closeness(words, title=said.title, text=f"{said.summary} {said.body}")
                    for said in map(self.pack.explainers[e.id].spoken, LANGUAGES)
                ),
                read=act("posts.explainer_read", e.id),
            )
            for e in self.pack.spoken(locale)
            if e.id not in shared
        ]
        close = [f for f in found if f.closeness >= _CLOSE_ENOUGH]
        return sorted(close, key=lambda f: -f.closeness)[:_OFFERED]

    async def _shown(self, tx: Tx, post: Post) -> Shown:
        return Shown(
            post=post,
            tally=await self.posts.tally(tx, post.community, post.id),
            versions=await self.posts.versions(tx, post) if post.version > 1 else (),
        )
