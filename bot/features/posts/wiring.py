"""The feature put together, so that the house needs one line for it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.kept import Kept
from bot.core.ports import Clock, Directory, Gate, Store
from bot.core.routes import Routes
from bot.delivery.courier import Courier
from bot.delivery.display import Display
from bot.features.posts import feed_handlers, handlers, jobs
from bot.features.posts.content import Pack
from bot.features.posts.feed_handlers import FeedDoor
from bot.features.posts.feed_reading import FeedReader
from bot.features.posts.feed_service import FeedDesk
from bot.features.posts.feed_store import FeedTables
from bot.features.posts.handlers import PostDoor
from bot.features.posts.jobs import Clockwork
from bot.features.posts.personal_data import PostRatings
from bot.features.posts.ports import FeedSource
from bot.features.posts.review_handlers import ReviewDoor
from bot.features.posts.service import PostDesk
from bot.features.posts.shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """What the rest of the house may ask of posts."""

    desk: PostDesk
    shelf: Shelf
    feeds: FeedDesk
    ratings: PostRatings


def put_together(
    *,
    store: Store,
    clock: Clock,
    directory: Directory,
    gate: Gate,
    kept: Kept,
    routes: Routes,
    courier: Courier,
    display: Display,
    pack: Pack,
    source: FeedSource,
    rating_key: bytes,
) -> Posts:
    """Build the feature and register everything that people and the clock can do with it."""
    desk = PostDesk(store=store, clock=clock, pack=pack, rating_key=rating_key)
    shelf = Shelf(store=store, pack=pack)
    feeds = FeedDesk(store=store, clock=clock, source=source)
    handlers.register(
        routes,
        PostDoor(desk=desk, shelf=shelf, directory=directory, gate=gate, kept=kept),
        ReviewDoor(desk=desk, shelf=shelf, directory=directory, clock=clock),
    )
    feed_handlers.register(routes, FeedDoor(feeds))
    jobs.register(
        courier,
        display,
        Clockwork(store=store, clock=clock, shelf=shelf, feeds=FeedTables(), display=display),
        FeedReader(store=store, clock=clock, source=source),
    )
    return Posts(desk=desk, shelf=shelf, feeds=feeds, ratings=PostRatings(store, desk))
